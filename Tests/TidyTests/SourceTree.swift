import Foundation

/// The sources as text: each file with its path below the project's folder, its room and its lines.
struct SourceTree {
  struct Line {
    let text: String
    /// How many blanks it begins with.
    let indentation: Int
    /// Its words; none of a comment.
    let words: [Substring]

    init(_ text: Substring) {
      self.text = String(text)
      indentation = text.utf8.prefix { $0 == UInt8(ascii: " ") }.count
      let code = text.dropFirst(indentation)
      words = code.hasPrefix("//") ? [] : code.split(separator: " ")
    }

    var isComment: Bool { words.isEmpty && text.utf8.count > indentation }

    /// The name behind one of these words, where only modifiers and attributes stand before it.
    func name(behind keywords: Set<String>) -> (keyword: String, name: String)? {
      for (index, word) in words.enumerated() {
        if keywords.contains(String(word)), index + 1 < words.count {
          return (String(word), String(words[index + 1].prefix { $0.isLetter || $0.isNumber || $0 == "." }))
        }
        if keywords.contains("init"), word.hasPrefix("init(") || word.hasPrefix("init?(") { return ("init", "init") }
        guard Self.modifiers.contains(String(word)) || word.hasPrefix("@") else { return nil }
      }
      return nil
    }

    private static let modifiers: Set<String> = [
      "package", "public", "private", "fileprivate", "internal", "final", "static", "mutating", "nonisolated",
      "override",
      "indirect", "convenience", "private(set)", "nonisolated(unsafe)",
    ]
  }

  struct File {
    let path: String
    let lines: [Line]

    /// The folder below `Sources`.
    var room: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
    var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }
    /// The file's name without its ending.
    var name: String { String((path.split(separator: "/").last ?? "").dropLast(".swift".count)) }
    var imports: [String] { lines.compactMap { $0.name(behind: ["import"])?.name } }

    /// Whether the body that begins in or behind this line does nothing but fill in fields.
    func onlyAssigns(at index: Int) -> Bool {
      guard let opening = lines[index...].firstIndex(where: { $0.text.contains("{") }) else { return true }
      let isOneLine = lines[opening].text.hasSuffix("}")
      if isOneLine { return lines[opening].text.hasSuffix("{}") || lines[opening].text.contains(" = ") }
      let end = lines[opening...].firstIndex { $0.words == ["}"] && $0.indentation == lines[index].indentation }
      return lines[(opening + 1)..<(end ?? opening + 1)].allSatisfy { $0.words.isEmpty || $0.words.contains("=") }
    }
  }

  /// A target of Package.swift.
  struct Target {
    let name: String
    let folder: String
    /// The targets and products it declares.
    let knows: Set<String>
  }

  /// What is embedded into the program and sent as it is.
  struct Asset {
    let path: String
    let bytes: Int
    var ending: String { String(path.split(separator: ".").last ?? "") }
  }

  /// The files of the rooms.
  let files: [File]
  /// Those and the tests.
  let all: [File]
  let targets: [Target]
  let assets: [Asset]

  /// Reads every Swift file below `Sources` and `Tests`, and Package.swift.
  init() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    func names(_ folder: String) throws -> [String] {
      try FileManager.default.subpathsOfDirectory(atPath: root.appendingPathComponent(folder).path)
        .sorted().map { "\(folder)/\($0)" }
    }
    let (sources, tests) = (try names("Sources"), try names("Tests"))
    all = try (sources + tests).filter { $0.hasSuffix(".swift") }.map { path in
      let text = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
      // The last line ends with the file.
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      return File(path: path, lines: lines.map(Line.init))
    }
    files = all.filter { $0.path.hasPrefix("Sources/") }
    assets = try sources.filter { $0.contains("/Assets/") }.map { path in
      Asset(path: path, bytes: try Data(contentsOf: root.appendingPathComponent(path)).count)
    }
    targets = Self.targets(
      in: try String(contentsOf: root.appendingPathComponent("Package.swift"), encoding: .utf8))
  }

  /// The targets, as the text of Package.swift lists them.
  private static func targets(in package: String) -> [Target] {
    let beginning = /\.(?:t|executableT|testT)arget\(/
    return package.split(separator: beginning).dropFirst().compactMap { text in
      guard let name = text.firstMatch(of: /name: "([^"]+)"/)?.1 else { return nil }
      let listed = text.firstMatch(of: /dependencies: \[([^\]]*)\]/)?.1 ?? ""
      let products = listed.matches(of: /\.product\(name: "([^"]+)"/).map { String($0.1) }
      let others = listed.replacing(/\.product\([^)]*\)/, with: "").matches(of: /"([^"]+)"/).map { String($0.1) }
      let isTest = package[..<text.startIndex].hasSuffix(".testTarget(")
      let folder = text.firstMatch(of: /path: "([^"]+)"/)?.1 ?? "\(isTest ? "Tests" : "Sources")/\(name)"
      return Target(name: String(name), folder: String(folder), knows: Set(products + others))
    }
  }

  var rooms: [String: [File]] { Dictionary(grouping: files, by: \.room) }
}
