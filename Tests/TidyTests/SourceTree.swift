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
  }

  let files: [File]

  /// Reads every Swift file below `Sources`.
  init() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let sources = root.appendingPathComponent("Sources")
    let names = try FileManager.default.subpathsOfDirectory(atPath: sources.path).filter { $0.hasSuffix(".swift") }
    files = try names.sorted().map { name in
      let text = try String(contentsOf: sources.appendingPathComponent(name), encoding: .utf8)
      // The last line ends with the file.
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      return File(path: "Sources/" + name, lines: lines.map(Line.init))
    }
  }

  var rooms: [String: [File]] { Dictionary(grouping: files, by: \.room) }
}
