// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "gridpost",
  products: [.executable(name: "gridpost", targets: ["gridpost"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
  ],
  targets: [
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "CLinux"),
    .target(name: "CCrypt", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("dl")]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
    .target(name: "GridCore", swiftSettings: strict),
    .target(name: "Values", swiftSettings: strict),
    .target(name: "Change", dependencies: ["GridCore", "Words"], swiftSettings: strict),
    .target(name: "Figures", dependencies: ["GridCore", "Words"], swiftSettings: strict),
    .target(name: "Town", dependencies: ["GridCore"], swiftSettings: strict),
    .target(name: "Receiving", dependencies: ["GridCore"], swiftSettings: strict),
    .target(name: "Words", swiftSettings: strict),
    .target(name: "Advice", dependencies: ["GridCore", "Words"], swiftSettings: strict),
    .target(name: "Linux", dependencies: ["CLinux", "GridCore", "Words"], swiftSettings: strict),
    .target(name: "JSON", dependencies: ["GridCore"], swiftSettings: strict),
    .target(
      name: "Formats",
      dependencies: [
        "GridCore", "Receiving", "Figures", "Values", "Words", "JSON",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .target(
      name: "Translation", dependencies: ["GridCore", "Values", "Words", "Linux", "JSON", "Formats"],
      swiftSettings: strict),
    .target(name: "YAML", dependencies: ["CYAML", "Words", "Advice"], swiftSettings: strict),
    .target(name: "Schema", dependencies: ["GridCore", "Words", "JSON", "Formats", "YAML"], swiftSettings: strict),
    .target(
      name: "Rules",
      dependencies: [
        "GridCore", "Change", "Words", "Advice", "Linux", "JSON", "Formats", "Translation", "YAML", "Schema",
      ],
      swiftSettings: strict),
    .target(
      name: "Checking", dependencies: ["GridCore", "Change", "Town", "Words", "YAML", "Rules"], swiftSettings: strict),
    .target(
      name: "Couriers",
      dependencies: [
        "GridCore", "Words", "Advice", "JSON", "Formats", "YAML",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .target(
      name: "CourierService",
      dependencies: [
        "CCurl", "CLinux", "GridCore", "Words", "Linux", "JSON", "Formats", "Couriers", "Custody",
      ],
      swiftSettings: strict),
    .target(name: "Web", dependencies: ["GridCore", "Words", "JSON"], swiftSettings: strict),
    .target(
      name: "Users",
      dependencies: [
        "CCrypt", "CLinux", "GridCore", "Words", "Linux", "Formats", "YAML",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .target(name: "Spool", dependencies: ["CLinux", "Words", "Linux"], swiftSettings: strict),
    .target(
      name: "Seals", dependencies: ["GridCore", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),
    .target(name: "Ledger", dependencies: ["GridCore", "Receiving", "Figures", "Seals"], swiftSettings: strict),
    .target(
      name: "Postings", dependencies: ["GridCore", "Receiving", "Figures", "Seals", "Ledger"], swiftSettings: strict),
    .target(
      name: "Proof", dependencies: ["GridCore", "Figures", "Seals", "Ledger", "Postings"], swiftSettings: strict),
    .target(
      name: "LedgerStore",
      dependencies: [
        "CSQLite", "GridCore", "Receiving", "Figures", "Values", "Seals", "Ledger", "Postings", "Proof",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .target(
      name: "Laws",
      dependencies: [
        "GridCore", "Receiving", "Figures", "Values", "Town", "Words", "JSON", "Formats", "Rules", "Seals", "Ledger",
        "Postings",
        "Proof",
      ],
      swiftSettings: strict),
    .target(
      name: "Custody",
      dependencies: [
        "GridCore", "Change", "Words", "Linux", "JSON", "Formats", "Rules", "Spool", "Ledger", "Proof", "LedgerStore",
        "Laws",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .target(
      name: "Daemon",
      dependencies: [
        "GridCore", "Receiving", "Town", "Words", "Linux", "JSON", "Formats", "Translation", "Spool", "Ledger",
        "Custody",
      ],
      swiftSettings: strict),
    .target(
      name: "Answers",
      dependencies: [
        "GridCore", "Change", "Figures", "Town", "Words", "Advice", "Linux", "JSON", "Formats", "Rules", "Checking",
        "Ledger", "Laws", "Custody",
      ],
      swiftSettings: strict),
    .target(
      name: "Forecasts",
      dependencies: [
        "GridCore", "Change", "Words", "JSON", "Formats", "Rules", "Ledger", "Laws", "Custody", "Answers",
      ],
      swiftSettings: strict),
    .target(
      name: "Reports",
      dependencies: ["GridCore", "Figures", "Town", "Words", "JSON", "Formats", "Ledger", "Answers"],
      swiftSettings: strict),
    .target(
      name: "Cases", dependencies: ["GridCore", "Words", "JSON", "Formats", "Ledger", "Answers", "Web"],
      swiftSettings: strict),
    .target(
      name: "Board",
      dependencies: [
        "GridCore", "Words", "JSON", "Ledger", "Custody", "Answers", "Reports", "Cases", "Web", "Users",
      ],
      resources: [.embedInCode("Assets/board.css"), .embedInCode("Assets/board.js"), .embedInCode("Assets/board.svg")],
      swiftSettings: strict),
    .target(
      name: "Overview",
      dependencies: [
        "GridCore", "Figures", "Words", "JSON", "Formats", "Rules", "Ledger", "Answers", "Reports", "Cases", "Web",
        "Users", "Board",
      ],
      swiftSettings: strict),
    .target(
      name: "Desks",
      dependencies: [
        "GridCore", "Change", "Figures", "Words", "JSON", "Formats", "Rules", "Ledger", "Laws", "Custody", "Answers",
        "Reports", "Cases", "Forecasts", "Web", "Users", "Board",
      ],
      swiftSettings: strict),
    .target(
      name: "Doors",
      dependencies: [
        "GridCore", "Words", "JSON", "Formats", "Translation", "Ledger", "Answers", "Web",
      ],
      swiftSettings: strict),
    .target(
      name: "Endpoints",
      dependencies: [
        "GridCore", "Figures", "Town", "Words", "Linux", "JSON", "Formats", "Rules", "Spool", "Ledger", "Laws",
        "Custody", "Answers", "Reports", "Forecasts", "CourierService", "Web", "Users", "Cases", "Board", "Overview",
        "Desks", "Doors",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .target(
      name: "Serving",
      dependencies: [
        "GridCore", "Words", "Linux", "JSON", "Custody", "Web", "Users", "Endpoints", "CZlib",
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .target(
      name: "Console",
      dependencies: [
        "GridCore", "Figures", "Words", "Advice", "Linux", "JSON", "Formats", "Rules", "Spool", "Ledger", "Custody",
        "Answers", "Reports", "Users",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "gridpost",
      dependencies: [
        "GridCore", "Change", "Figures", "Values", "Words", "Advice", "Linux", "JSON", "Formats", "Translation",
        "Schema", "Rules", "Checking", "Spool", "Ledger", "Proof", "Laws", "Custody", "Answers", "Reports",
        "Forecasts", "Console", "Daemon", "CourierService", "Users", "Endpoints", "Serving",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "Microbench",
      dependencies: [
        "GridCore", "Receiving", "Figures", "Words", "JSON", "Formats", "Rules", "Spool", "Ledger", "Custody",
        "Answers", "Reports",
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "GridCoreTests", dependencies: ["GridCore", "Receiving", "Figures", "Words"], swiftSettings: strict),
    .testTarget(name: "ChangeTests", dependencies: ["GridCore", "Change", "Words"], swiftSettings: strict),
    .testTarget(name: "TownTests", dependencies: ["GridCore", "Town"], swiftSettings: strict),
    .testTarget(name: "TidyTests", exclude: ["exceptions.txt"], swiftSettings: strict),
    .testTarget(name: "JSONTests", dependencies: ["GridCore", "JSON", "FuzzPromises"], swiftSettings: strict),
    .testTarget(
      name: "FormatsTests",
      dependencies: ["GridCore", "Receiving", "Figures", "Words", "JSON", "Formats", "FuzzPromises"],
      swiftSettings: strict),
    .testTarget(
      name: "TranslationTests",
      dependencies: ["GridCore", "Formats", "Translation"],
      swiftSettings: strict),
    // What the fuzzer and the seeded mutations ask of the readers.
    .target(
      name: "FuzzPromises",
      dependencies: [
        "GridCore", "Figures", "Words", "Linux", "JSON", "Formats", "Rules", "Checking", "Spool",
      ],
      path: "Tests/Fuzz/Promises",
      swiftSettings: strict),
    .testTarget(
      name: "FuzzTests", dependencies: ["FuzzPromises"], path: "Tests/Fuzz/Seeded", swiftSettings: strict),
    .testTarget(name: "WordsTests", dependencies: ["Words"], swiftSettings: strict),
    .testTarget(name: "YAMLTests", dependencies: ["Words", "YAML"], swiftSettings: strict),
    .testTarget(
      name: "RulesTests",
      dependencies: [
        "GridCore", "Change", "Town", "Words", "Advice", "JSON", "Formats", "YAML", "Schema", "Rules", "Checking",
        "FuzzPromises",
      ],
      exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "CouriersTests", dependencies: ["GridCore", "Words", "JSON", "Couriers"], swiftSettings: strict),
    .testTarget(name: "SpoolTests", dependencies: ["Spool", "Linux", "CLinux", "Harness"], swiftSettings: strict),
    // A town, its events and an intake in memory, to tell a ledger stories with.
    .target(
      name: "LedgerStories", dependencies: ["GridCore", "Receiving", "Town", "Formats", "Ledger", "Proof"],
      path: "Tests/LedgerStories",
      swiftSettings: strict),
    .testTarget(
      name: "LawsTests",
      dependencies: ["GridCore", "Formats", "Seals", "Ledger", "Postings", "Proof", "LedgerStories", "Laws"],
      swiftSettings: strict),
    .testTarget(
      name: "PostingsTests", dependencies: ["GridCore", "Receiving", "Seals", "Ledger", "Postings", "LedgerStories"],
      swiftSettings: strict),
    .testTarget(
      name: "LedgerStoreTests",
      dependencies: [
        "GridCore", "Words", "Seals", "Ledger", "Postings", "Proof", "LedgerStore", "LedgerStories", "Laws",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    // What every store promises, asked of each.
    .testTarget(
      name: "LedgerContract",
      dependencies: [
        "GridCore", "Receiving", "Figures", "Words", "Formats", "Ledger", "Postings", "Proof", "LedgerStore",
        "LedgerStories",
        "Laws",
      ],
      path: "Tests/LedgerContract", swiftSettings: strict),
    .testTarget(
      name: "CustodyTests",
      dependencies: [
        "GridCore", "Words", "Formats", "Seals", "Ledger", "Postings", "Proof", "LedgerStore", "LedgerStories", "Laws",
        "Custody",
        "gridpost",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "DaemonTests",
      dependencies: [
        "GridCore", "Words", "Linux", "Formats", "Spool", "Ledger", "Proof", "LedgerStore", "LedgerStories", "Laws",
        "Custody", "Daemon", "Harness",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "AnswersTests",
      dependencies: [
        "GridCore", "Figures", "Words", "Linux", "JSON", "Formats", "Rules", "Checking", "Ledger", "LedgerStore",
        "LedgerStories", "Laws", "Custody", "Answers", "Reports",
      ],
      swiftSettings: strict),
    .testTarget(name: "WebTests", dependencies: ["GridCore", "Words", "JSON", "Web"], swiftSettings: strict),
    .testTarget(
      name: "ServingTests",
      dependencies: [
        "GridCore", "Words", "JSON", "Formats", "Ledger", "Custody", "Web", "Users", "Doors", "Endpoints", "Serving",
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "UsersTests", dependencies: ["GridCore", "Words", "Users"], swiftSettings: strict),
    .testTarget(
      name: "BoardTests",
      dependencies: [
        "GridCore", "Figures", "Words", "JSON", "Formats", "Ledger", "LedgerStore", "LedgerStories", "Answers",
        "Reports", "Web", "Users", "Cases", "Board", "Overview", "Desks",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "DoorsTests",
      dependencies: ["GridCore", "Words", "JSON", "Formats", "Rules", "LedgerStories", "Web", "Doors"],
      swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests", dependencies: ["gridpost", "Harness", "Chaos"],
      exclude: ["Support/step-clock.c", "Support/poison-read.c", "Support/no-tmpfile.c"],
      swiftSettings: strict),
    .target(name: "Harness", path: "Tests/Harness", swiftSettings: strict),
    .target(
      name: "Chaos", dependencies: ["Harness", .product(name: "Crypto", package: "swift-crypto")], path: "Tests/Chaos",
      exclude: ["shim.c"], swiftSettings: strict),
    .executableTarget(
      name: "gridpost-chaos", dependencies: ["Chaos", "Harness"], path: "Tests/ChaosRun", swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

// The fuzzer needs the toolchain's libFuzzer, which only `make fuzz` links.
if Context.environment["GRIDPOST_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "gridpost-fuzz", dependencies: ["FuzzPromises"], path: "Tests/Fuzz/Driver", swiftSettings: strict))
}
