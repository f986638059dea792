// swift-tools-version: 6.2
import PackageDescription

// A package of its own, without dependencies: who builds gridpost never sees it. It knows the binary from outside only.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "gridpost-benchmarks",
  products: [
    .executable(name: "gridpost-bench", targets: ["Bench"]),
    .executable(name: "gridpost-floor", targets: ["Floor"]),
  ],
  targets: [
    .target(name: "CEvents"),
    .executableTarget(name: "Floor", dependencies: ["CEvents"], linkerSettings: [.linkedLibrary("sqlite3")]),
    .executableTarget(name: "Bench", dependencies: ["CEvents"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
