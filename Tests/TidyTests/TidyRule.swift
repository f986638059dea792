import Foundation

/// What is kept tidy; each rule tells where it is broken, as `path` or `path name`.
enum TidyRule: String, CaseIterable {
  /// A file has less than 300 lines.
  case longFile = "long-file"
  /// A function fits on a screen: at most 60 lines.
  case longFunction = "long-function"
  /// A room has less than 3,500 lines; GridCore and LedgerStore less than 5,000.
  case largeRoom = "large-room"
  /// A folder holds at most 14 files.
  case fullFolder = "full-folder"
  /// A file is named after what is in it: `Type`, or `Type+Topic` where it extends `Type`.
  case fileName = "file-name"
  /// A type that other rooms may use stands in a file that bears a word of its name.
  case hiddenType = "hidden-type"
  /// A name says what a thing is.
  case emptyName = "empty-name"
  /// What other rooms may use is documented.
  case undocumented
  /// What a target imports, Package.swift declares, and nothing more; no arrow is drawn that would undo the house.
  case arrow
  /// Only who opens a ledger knows a store.
  case namedStore = "named-store"
  /// No error is swallowed, nor let go without a word on why, and nothing traps without a broken promise in words.
  case swallowed
  /// What a browser loads of ours: style below 20 KB, script below 15 KB.
  case heavyAsset = "heavy-asset"

  func findings(in tree: SourceTree) -> [String] {
    switch self {
    case .longFile: tree.all.filter { $0.lines.count > 300 }.map(\.path)
    case .longFunction: tree.all.flatMap(Self.longFunctions)
    case .largeRoom: Self.largeRooms(tree)
    case .fullFolder: Dictionary(grouping: tree.all, by: \.folder).filter { $0.value.count > 14 }.map(\.key)
    case .fileName: tree.all.filter { !Self.isNamedAfterItsContent($0) }.map(\.path)
    case .hiddenType: tree.files.flatMap(Self.hiddenTypes)
    case .emptyName: tree.all.flatMap(Self.emptyNames)
    case .undocumented: tree.files.flatMap(Self.undocumented)
    case .arrow: Self.wrongArrows(tree)
    case .namedStore: tree.files.filter(Self.knowsAStore).map(\.path)
    case .swallowed: tree.files.flatMap(Self.swallowed)
    case .heavyAsset: tree.assets.filter { $0.bytes >= Self.mostBytes[$0.ending] ?? 1_000 }.map(\.path)
    }
  }

  // MARK: Sizes

  private static func largeRooms(_ tree: SourceTree) -> [String] {
    tree.rooms.compactMap { room, files in
      let most = ["GridCore", "LedgerStore"].contains(room) ? 5_000 : 3_500
      return files.reduce(0) { $0 + $1.lines.count } >= most ? "Sources/\(room)" : nil
    }
  }

  private static func longFunctions(_ file: SourceTree.File) -> [String] {
    var found: [String] = []
    for (index, line) in file.lines.enumerated() {
      guard let name = line.name(behind: ["func"])?.name, !line.text.hasSuffix("}") else { continue }
      let end = file.lines[(index + 1)...].firstIndex { $0.words == ["}"] && $0.indentation == line.indentation }
      if let end, end - index > 60 { found.append("\(file.path) \(name)") }
    }
    return found
  }

  // MARK: Names

  private static let types: Set<String> = ["struct", "enum", "class", "actor", "protocol", "typealias"]

  private static func isNamedAfterItsContent(_ file: SourceTree.File) -> Bool {
    let parts = file.name.split(separator: "+", maxSplits: 1).map(String.init)
    let outer = file.lines.filter { $0.indentation == 0 }
    let declared = outer.compactMap { $0.name(behind: types)?.name }
    let extended = outer.compactMap { $0.name(behind: ["extension"])?.name.split(separator: ".").map(String.init) }
    if parts.count == 2 { return extended.contains { $0.last == parts[0] || $0.first == parts[0] } }
    if declared.contains(parts[0]) { return true }
    // A file of free functions bears the name of what they give.
    return declared.isEmpty && extended.isEmpty && outer.contains { $0.name(behind: ["func"]) != nil }
  }

  private static func hiddenTypes(_ file: SourceTree.File) -> [String] {
    let told = words(of: file.name)
    let shared = file.lines.filter { $0.indentation == 0 && $0.words.contains("package") }
    return shared.compactMap { $0.name(behind: types.subtracting(["typealias"]))?.name }
      .filter { words(of: $0).isDisjoint(with: told) }.map { "\(file.path) \($0)" }
  }

  /// The words of a name, in small letters and without the s of many.
  private static func words(of name: String) -> Set<String> {
    Set(name.matches(of: /[A-Z]+(?![a-z])|[A-Z][a-z0-9]+/).map { String($0.output).lowercased().trimmingSuffix("s") })
  }

  private static func emptyNames(_ file: SourceTree.File) -> [String] {
    let empty = ["Manager", "Helper", "Util", "Utils", "Info", "Impl"]
    return file.lines.compactMap { $0.name(behind: types)?.name }.filter { name in
      empty.contains { name.hasSuffix($0) }
    }.map { "\(file.path) \($0)" }
  }

  private static func undocumented(_ file: SourceTree.File) -> [String] {
    var found: [String] = []
    let isStore = ["SQLiteLedger+", "SQLiteSnapshot+"].contains { file.name.hasPrefix($0) }
    for (index, line) in file.lines.enumerated() {
      guard line.words.contains("package"), let named = line.name(behind: types.union(["func", "init"])) else {
        continue
      }
      if named.keyword == "init", file.onlyAssigns(at: index) { continue }
      let above = file.lines[..<index].last { $0.words.first?.hasPrefix("@") != true }
      // What a hash or an operator of equality does is what it always does, and a store does what the ledger's protocols say.
      guard !["hash", ""].contains(named.name), above?.isComment != true, !isStore || line.indentation == 0 else {
        continue
      }
      found.append("\(file.path) \(named.name)")
    }
    return found
  }

  // MARK: What the world did

  /// That other rooms do not, their imports say; in this one it is told by folders.
  private static func knowsAStore(_ file: SourceTree.File) -> Bool {
    guard file.room == "Custody", !file.path.hasPrefix("Sources/Custody/Copies/") else { return false }
    return file.lines.contains { $0.name(behind: ["import"])?.name == "LedgerStore" }
  }

  private static let mostBytes = ["css": 20_000, "js": 15_000]

  private static func swallowed(_ file: SourceTree.File) -> [String] {
    file.lines.indices.compactMap { index in
      let line = file.lines[index]
      let isSwallowed = line.words.contains {
        ["try?", "try!", "(try?", "(try!", "as!"].contains($0) || $0.contains("fatalError(")
      }
      return isSwallowed || isLetGo(at: index, of: file)
        ? "\(file.path) \(line.text.dropFirst(line.indentation))" : nil
    }
  }

  /// Whether a `catch` of any error only returns, and nothing is said of it there or in the line above.
  private static func isLetGo(at index: Int, of file: SourceTree.File) -> Bool {
    let text = file.lines[index].text
    if file.lines[index].isComment || file.lines[index - (index > 0 ? 1 : 0)].isComment { return false }
    if text.hasSuffix("catch {") {
      let next = file.lines[index + 1].words
      return next == ["}"] || next == ["return"] && file.lines[index + 2].words == ["}"]
    }
    return text.hasSuffix("catch {}") || text.hasSuffix("catch { return }")
  }
}

extension String {
  /// The text without this end.
  fileprivate func trimmingSuffix(_ end: String) -> String { hasSuffix(end) ? String(dropLast(end.count)) : self }
}
