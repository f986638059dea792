import Foundation
import Glibc
import Harness
import Synchronization

/// Walks the tables of Guarantees: builds every state they list on a real folder, lets the cleaner loose, and looks at the end.
package struct Walk {
  /// A row's state and its end: makes the one, then checks the other.
  struct Scenario: Sendable {
    let row: String
    let play: @Sendable (Walk, Report) throws -> Void

    init(_ row: String, _ play: @escaping @Sendable (Walk, Report) throws -> Void) {
      self.row = row
      self.play = play
    }
  }

  /// What each kill of a story left: looked up rather than played again.
  private final class Memory {
    var left: [String: Remains] = [:]
  }

  private let binary: String
  private let folder: String
  private let shim: Shim
  private let memory = Memory()

  /// Nil, where a tool that it needs is not here.
  package init?(binary: String, folder: String) throws {
    self.binary = binary
    self.folder = folder
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard Tools.sqlite, let shim = try Shim(in: folder) else { return nil }
    self.shim = shim
  }

  static let scenarios = files + records + items + notices

  package static var rows: [String] { scenarios.map(\.row) }

  /// The rows of the tables: what stands in the first column, where it is a letter with a number.
  package static func rows(of document: String) -> [String] {
    document.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard line.hasPrefix("|"), let first = cells.first, let letter = first.first, "FRIN".contains(letter),
        !first.dropFirst().isEmpty, first.dropFirst().allSatisfy(\.isNumber)
      else { return nil }
      return first
    }
  }

  /// Plays a row; what did not hold is in the report.
  package func play(_ row: String, _ report: Report) throws {
    for scenario in Self.scenarios where scenario.row == row { try scenario.play(self, report) }
  }

  // MARK: Building

  static let monday = "2026-03-02T10:00:00+08:00"
  static let later = "2026-03-02T11:00:00+08:00"
  static let nextWeek = "2026-03-09T11:00:00+08:00"

  /// A state of its own, empty but for its folders.
  func ground(_ name: String) throws -> Ground {
    let ground = try Ground(binary: binary, parent: folder, name: "\(name)-\(UInt32.random(in: 0 ... .max))")
    try Data(RulesText.good(0).utf8).write(to: URL(fileURLWithPath: ground.rules))
    return ground
  }

  /// What a killed pass left of a good file and of a bad one.
  struct Remains: Equatable {
    var inbox: Set<String> = []
    /// The batches in `.claimed`, by the head of their names, with what they hold.
    var claimed: Set<String> = []
    var staged = 0
    var laidDown = 0
    var quarantine: Set<String> = []
    /// The ledger's word: states of files and of notices.
    var files: Set<String> = []
    var notices: Set<String> = []
    /// How many rule books the ledger knows, and whether a witness says that items are to be looked at for the latest.
    var books = 0
    var ladderIsPending = false

    init(_ ground: Ground) throws {
      inbox = Set(ground.names(in: ground.inbox).filter { !$0.hasPrefix(".") })
      claimed = Set(
        ground.files(below: ground.claimed).map { path in
          let parts = path.split(separator: "/")
          return "\(parts[0].prefix { $0 != "-" }) \(parts[parts.count - 1])"
        })
      staged = ground.names(in: ground.staging).count
      laidDown = ground.papers.count
      quarantine = Set(ground.names(in: ground.quarantine))
      let rows = try Self.ledger(ground)
      files = Set(rows.filter { $0.hasPrefix("f ") }.map { String($0.dropFirst(2)) })
      notices = Set(rows.filter { $0.hasPrefix("n ") }.map { String($0.dropFirst(2)) })
      books = rows.count { $0.hasPrefix("r ") }
      ladderIsPending = ground.names(in: ground.state).contains("ladder.changed")
    }

    /// Asks a copy: a reader that closes the ledger last would tidy it up.
    private static func ledger(_ ground: Ground) throws -> [String] {
      let copy = ground.folder + "/copy"
      mkdir(copy, 0o755)
      for name in ground.names(in: ground.state) where name.hasPrefix("ledger.sqlite") {
        try FileManager.default.copyItem(atPath: ground.state + "/" + name, toPath: copy + "/" + name)
      }
      guard access(copy + "/ledger.sqlite", F_OK) == 0 else { return [] }
      // The file without a name stands for what the daemon itself reports.
      let question = """
        SELECT 'f ' || state || ' ' || CAST(name AS TEXT) FROM file WHERE name <> x'';
        SELECT 'n ' || state FROM notice;
        SELECT 'r ' || row FROM rules WHERE text IS NOT NULL;
        """
      let outcome = try ground.call(["sqlite3", copy + "/ledger.sqlite", question])
      return outcome.code == 0 ? outcome.out.split(separator: "\n").map(String.init) : []
    }
  }

  static let plain = ["x.json": Walk.good("x"), "bad.json": "no"]

  /// A state as a pass leaves it that is killed at the right one of these calls.
  func killed(
    _ name: String, _ report: Report, dropping files: [String: String] = Walk.plain,
    before: ((Ground) throws -> Void)? = nil, at time: String = Walk.monday,
    calls: [String] = ["fdatasync", "syncfs", "fsync"],
    when isSo: (Remains) -> Bool
  ) throws -> Ground? {
    var seen: [String] = []
    // Threads overlap: a number need not meet the same call each time.
    for round in 0..<4 {
      for number in 1...100 {
        let key = "\(calls) \(files.keys.sorted()) \(number)"
        if round == 0, before == nil, let left = memory.left[key], !isSo(left) { continue }
        let ground = try ground(name)
        try before?(ground)
        for (name, text) in files { try drop(name, text, ground) }
        ground.environment = try shim.environment(killingAt: number, of: calls)
        let code = try ground.gridpost("pass", "--at", time).code
        ground.environment = [:]
        let left = try Remains(ground)
        if before == nil { memory.left[key] = left }
        if code == -SIGKILL, isSo(left) { return ground }
        seen.append("\(number): \(code) \(left)")
        ground.remove()
        if code != -SIGKILL { break }
      }
    }
    report.fail("\(name): no kill leaves this state; they leave: \(seen.joined(separator: "; "))")
    return nil
  }

  func drop(_ name: String, _ text: String, _ ground: Ground) throws {
    let path = ground.inbox + "/" + name
    // No child in the making may hold a writer for a moment: the pass would leave the file for later.
    try Child.gate.withLock { _ in try Data(text.utf8).write(to: URL(fileURLWithPath: path + ".part")) }
    guard rename(path + ".part", path) == 0 else { throw HarnessFailure("cannot drop \(name): errno \(errno)") }
  }

  func pass(_ ground: Ground, at time: String = Walk.monday) throws {
    let outcome = try ground.gridpost("pass", "--at", time)
    guard outcome.code == 0 else { throw HarnessFailure("pass exits \(outcome.code): \(outcome.said)") }
  }

  /// A report of a matter that is late after a second (`UM-002`), or not for long.
  static func good(_ id: String, matter: String = "CA-001") -> String {
    #"{"id":"\#(id)","source":"walk","matter":"\#(matter)","grid":"jiangwei-01"}"#
  }

  static func step(_ type: String, _ id: String, on report: String, _ more: [String: JSON] = [:]) -> String {
    JSON.object([
      "id": .text(id), "source": "walk", "type": .text(type), "by": "某人",
      "report": ["source": "walk", "id": .text(report)],
    ]).with(more).rendered
  }

  // MARK: Ends

  /// A number of `status`.
  func count(_ name: String, _ ground: Ground) throws -> Int {
    let parts = name.split(separator: ".").map(String.init)
    return try ground.json("status")[parts[0]][parts[1]].int ?? -1
  }

  /// These numbers stand in `status`, nothing is left half done, and all laws hold; then the ground goes.
  func end(_ row: String, _ ground: Ground, _ report: Report, _ wanted: [String: Int]) throws {
    for (name, number) in wanted {
      let found = try count(name, ground)
      report.check(found == number, "\(row): \(name) is \(found), should be \(number)")
    }
    for folder in [ground.claimed, ground.staging] {
      let left = ground.names(in: folder)
      report.check(left.isEmpty, "\(row): left in \(folder): \(left)")
    }
    let verify = try ground.gridpost("verify", "--deep")
    report.check(verify.code == 0, "\(row): verify --deep exits \(verify.code): \(verify.said)")
    ground.remove()
  }

  /// The exported states of an identity's records, in order.
  func states(_ id: String, _ ground: Ground) throws -> [String] {
    try Audit.export(ground).filter { $0.id == id }.map(\.state)
  }

  /// The rungs and addresses of an item's notices, in order.
  func notices(_ id: String, _ ground: Ground) throws -> [String] {
    try Audit.export(ground).filter { $0.id == id }.flatMap(\.notices).map { "\($0.rung) \($0.to) \($0.state)" }
  }

  func item(_ id: String, _ ground: Ground) throws -> JSON {
    try ground.json("list").array.first { $0["id"].text == id } ?? .null
  }
}
