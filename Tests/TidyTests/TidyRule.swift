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
  /// A name says what a thing is.
  case emptyName = "empty-name"
  /// What other rooms may use is documented.
  case undocumented
  /// A room knows lower rooms only.
  case upward
  /// Only who opens a ledger knows a store.
  case namedStore = "named-store"
  /// No error is swallowed, and nothing traps without a broken promise in words.
  case swallowed

  func findings(in tree: SourceTree) -> [String] {
    switch self {
    case .longFile: tree.files.filter { $0.lines.count > 300 }.map(\.path)
    case .longFunction: tree.files.flatMap(Self.longFunctions)
    case .largeRoom: Self.largeRooms(tree)
    case .fullFolder: Dictionary(grouping: tree.files, by: \.folder).filter { $0.value.count > 14 }.map(\.key)
    case .fileName: tree.files.filter { !Self.isNamedAfterItsContent($0) }.map(\.path)
    case .emptyName: tree.files.flatMap(Self.emptyNames)
    case .undocumented: tree.files.flatMap(Self.undocumented)
    case .upward: tree.files.flatMap(Self.upwardImports)
    case .namedStore: tree.files.filter(Self.knowsAStore).map(\.path)
    case .swallowed: tree.files.flatMap(Self.swallowed)
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
      guard line.words.contains("package"), let named = line.name(behind: types.union(["func"])) else { continue }
      let above = file.lines[..<index].last { $0.words.first?.hasPrefix("@") != true }
      // What a hash or an operator of equality does is what it always does, and a store does what the ledger's protocols say.
      guard !["hash", ""].contains(named.name), above?.isComment != true, !isStore || line.indentation == 0 else {
        continue
      }
      found.append("\(file.path) \(named.name)")
    }
    return found
  }

  // MARK: Arrows

  /// The rooms that a room may know.
  static let known: [String: Set<String>] = [
    "GridCore": [],
    "Values": [],
    "Change": ["GridCore", "Words"],
    "Figures": ["GridCore", "Words"],
    "Town": ["GridCore"],
    "Receiving": ["GridCore"],
    "Words": [],
    "Advice": ["GridCore", "Words"],
    "Linux": ["GridCore", "Words"],
    "JSON": ["GridCore"],
    "Formats": ["GridCore", "Receiving", "Figures", "Values", "Words", "JSON"],
    "Translation": ["GridCore", "Values", "Words", "Linux", "JSON", "Formats"],
    "YAML": ["Words", "Advice"],
    "Schema": ["GridCore", "Words", "YAML", "JSON", "Formats"],
    "Rules": [
      "GridCore", "Change", "Words", "Advice", "YAML", "JSON", "Formats", "Linux", "Translation", "Schema",
    ],
    "Checking": ["GridCore", "Change", "Town", "Words", "YAML", "Rules"],
    "Couriers": ["GridCore", "Words", "Advice", "JSON", "Formats", "YAML"],
    "CourierService": ["GridCore", "Words", "Linux", "JSON", "Formats", "Couriers", "Custody"],
    "Spool": ["Linux", "Words"],
    "Seals": ["GridCore"],
    "Ledger": ["GridCore", "Receiving", "Figures", "Seals"],
    "Proof": ["GridCore", "Figures", "Seals", "Ledger"],
    "LedgerStore": ["GridCore", "Receiving", "Figures", "Values", "Seals", "Ledger", "Proof"],
    "Laws": [
      "GridCore", "Receiving", "Figures", "Values", "Town", "Words", "JSON", "Formats", "Rules", "Seals", "Ledger",
      "Proof",
    ],
    "Custody": [
      "GridCore", "Change", "Words", "Linux", "JSON", "Formats", "YAML", "Rules", "Spool", "Ledger", "Proof",
      "LedgerStore", "Laws",
    ],
    "Answers": [
      "GridCore", "Change", "Figures", "Town", "Words", "Advice", "Linux", "JSON", "Formats", "Rules", "Checking",
      "Ledger", "Laws", "Custody",
    ],
    "Reports": ["GridCore", "Figures", "Town", "Words", "JSON", "Formats", "Ledger", "Answers"],
    "Forecasts": [
      "GridCore", "Change", "Words", "JSON", "Formats", "Rules", "Ledger", "Laws", "Custody", "Answers",
    ],
    "Web": ["GridCore", "Words", "JSON"],
    "Users": ["GridCore", "Words", "Linux", "Formats", "YAML"],
    "Cases": ["GridCore", "Words", "JSON", "Formats", "Ledger", "Answers", "Web"],
    "Board": [
      "GridCore", "Change", "Figures", "Town", "Words", "Linux", "JSON", "Formats", "Rules", "Ledger", "Laws",
      "Custody", "Answers", "Reports", "Cases", "Forecasts", "Web", "Users",
    ],
    "Overview": [
      "GridCore", "Figures", "Words", "JSON", "Formats", "Rules", "Ledger", "Answers", "Reports", "Cases", "Web",
      "Users", "Board",
    ],
    "Desks": [
      "GridCore", "Change", "Figures", "Words", "JSON", "Formats", "Rules", "Ledger", "Laws", "Custody", "Answers",
      "Reports",
      "Cases", "Forecasts", "Web", "Users", "Board",
    ],
    "Doors": [
      "GridCore", "Values", "Words", "JSON", "Formats", "Translation", "Rules", "Ledger", "Answers", "Web", "Users",
    ],
    "Endpoints": [
      "GridCore", "Change", "Figures", "Town", "Words", "Linux", "JSON", "Formats", "Translation", "Rules", "Spool",
      "Ledger", "Laws", "Custody", "Answers", "Reports", "Forecasts", "CourierService", "Web", "Users", "Cases",
      "Board",
      "Overview", "Desks", "Doors",
    ],
    "Serving": ["GridCore", "Words", "Linux", "JSON", "Formats", "Custody", "Web", "Users", "Endpoints"],
    "Console": [
      "GridCore", "Figures", "Words", "Advice", "Linux", "JSON", "Formats", "Rules", "Spool", "Ledger", "Custody",
      "Answers", "Users",
    ],
    "Daemon": [
      "GridCore", "Receiving", "Change", "Town", "Words", "Linux", "JSON", "Formats", "Translation", "Rules", "Spool",
      "Ledger",
      "Laws", "Custody", "Answers",
    ],
    "gridpost": [
      "GridCore", "Change", "Figures", "Values", "Town", "Words", "Advice", "Linux", "JSON", "Formats", "Translation",
      "YAML", "Schema", "Rules", "Checking", "Spool", "Ledger", "Proof", "Laws", "Custody", "Answers", "Reports",
      "Forecasts",
      "Console", "Daemon", "CourierService", "Web", "Users", "Endpoints", "Serving",
    ],
  ]

  private static func upwardImports(_ file: SourceTree.File) -> [String] {
    // A program that measures belongs to no floor of the house.
    guard file.room != "Microbench" else { return [] }
    return file.lines.compactMap { line in
      guard let room = line.name(behind: ["import"])?.name, known[room] != nil else { return nil }
      return known[file.room]?.contains(room) == true ? nil : "\(file.path) \(room)"
    }
  }

  /// That other rooms do not, their imports say; in this one it is told by folders.
  private static func knowsAStore(_ file: SourceTree.File) -> Bool {
    guard file.room == "Custody", !file.path.hasPrefix("Sources/Custody/Copies/") else { return false }
    return file.lines.contains { $0.name(behind: ["import"])?.name == "LedgerStore" }
  }

  private static func swallowed(_ file: SourceTree.File) -> [String] {
    file.lines.compactMap { line in
      let isSwallowed = line.words.contains {
        ["try?", "try!", "(try?", "(try!", "as!"].contains($0) || $0.contains("fatalError(")
      }
      return isSwallowed ? "\(file.path) \(line.text.dropFirst(line.indentation))" : nil
    }
  }
}
