import Foundation
import Glibc
import Harness
import Synchronization

/// Drops whatever producers drop, good and bad, and enters it in the truth.
final class Producer {
  /// What it may do; a section leaves out what it does not want.
  struct Habits {
    var steps = true
    var faults = true
    var repeats = true
    /// Files written under their own name, in two parts.
    var inPlace = true
    /// The lines of the longest file.
    var longest = 200
    /// Late after a second, and again after another.
    var late = true
    /// How many files are synced, with their folder.
    var syncing = 0.0
  }

  let truth: Truth
  var habits: Habits
  private let ground: Ground
  private var dice: Dice
  private let prefix: String
  private var count = 0
  /// Texts that may be sent again: identity, text.
  private var sent: [(identity: String, text: String, notices: [String])] = []
  /// Reports promised to steps that went ahead.
  private var promised: [() -> Truth.Record] = []

  init(_ ground: Ground, _ truth: Truth, dice: Dice, prefix: String, habits: Habits = Habits()) {
    self.ground = ground
    self.truth = truth
    self.dice = dice
    self.prefix = prefix
    self.habits = habits
  }

  /// A few files of any kind.
  func dropSome() throws {
    for _ in 0..<dice.number(1...4) { try dropOne() }
  }

  /// Many single files at once.
  func dropBurst(_ number: Int) throws {
    for _ in 0..<number { try drop([report()], ".json") }
  }

  /// What steps that went ahead are still waiting for.
  func keepPromises() throws {
    let due = promised
    promised = []
    for make in due { try drop([make()], ".json") }
  }

  private func dropOne() throws {
    switch dice.number(0...19) {
    case 0...6: try drop([report()], ".json")
    case 7...9: try drop(lines(dice.number(2...12)), ".ndjson")
    case 10: try drop(lines(dice.number(min(20, habits.longest)...habits.longest)), ".ndjson")
    case 11: try drop((0..<dice.number(2...6)).map { _ in report() }, ".json")
    case 12 where habits.steps: try drop(chain(), ".ndjson")
    case 13 where habits.steps: try sendStepAhead()
    case 14 where habits.faults: try dropFaulty()
    case 15 where habits.repeats: try drop([again()], ".json")
    case 16 where habits.repeats: try dropConflict()
    case 17: try drop([report(source: "p\(dice.number(1...3))")], ".json", inFolder: true)
    case 18 where habits.steps: try drop([reportToBeAssigned()].flatMap { $0 }, ".ndjson")
    default:
      if promised.count > 3 { try keepPromises() } else { try drop([report()], ".json") }
    }
  }

  // MARK: Records

  private func fresh() -> String {
    count += 1
    return "\(prefix)-\(count)"
  }

  private func report(source: String = "town", plain: Bool = false) -> Truth.Record {
    let id = fresh()
    let grid = dice.pick(RulesText.grids)
    var fields: [String: JSON] = [
      "id": .text(id), "source": .text(source), "grid": .text(grid), "summary": .text("事 \(dice.next())"),
    ]
    var notices: [String]
    switch plain ? 9 : dice.number(0...9) {
    case 0 where habits.late:
      fields["matter"] = "UM-002"
      notices = [
        "0 " + RulesText.address("UM-002", grid), "1 " + RulesText.group(grid), "2 " + RulesText.office,
      ]
    case 1:
      fields["matter"] = "not listed"
      notices = ["0 triage"]
    case 2:
      fields["matter"] = "UM-001"
      fields["resolved"] = ["by": "某人", "at": "2026-03-02T10:00:00+08:00", "note": "当场"]
      notices = []
    default:
      let matter = dice.pick(["UM-001", "CA-001", "CA-002"])
      fields["matter"] = .text(matter)
      notices = ["0 " + RulesText.address(matter, grid)]
    }
    let text = JSON.object(fields).rendered
    if !plain && sent.count < 200 { sent.append((source + "/" + id, text, notices)) }
    return Truth.Record(text: text, identity: source + "/" + id, notices: notices)
  }

  private func step(_ type: String, on report: String, _ more: [String: JSON] = [:]) -> Truth.Record {
    let id = fresh()
    let text = JSON.object([
      "id": .text(id), "source": "steps", "type": .text(type), "by": "小李",
      "report": ["source": "town", "id": .text(report)],
    ]).with(more).rendered
    return Truth.Record(text: text, identity: "steps/" + id)
  }

  private func idOf(_ record: Truth.Record) -> String {
    String(record.identity?.split(separator: "/").last ?? "")
  }

  /// Lines, some of them bad where that is wanted.
  private func lines(_ number: Int) -> [Truth.Record] {
    var lines = (0..<number).map { _ in report() }
    if habits.faults && dice.chance(0.3) {
      lines.insert(Truth.Record(text: "{\"no\": json \(fresh())", fate: .refused), at: dice.number(0...number))
    }
    return lines
  }

  /// Accepted, perhaps given back in vain, resolved, and perhaps opened again; what is bounced and what is reopened lays a notice down.
  private func chain() -> [Truth.Record] {
    var first = report(plain: true)
    let (id, own) = (idOf(first), first.notices)
    var records = [step("accept", on: id)]
    if dice.chance(0.4) {
      records.append(step("return", on: id, ["note": "不归我管", "to": "subdistrict/command-centre"]))
      first.notices += own
    }
    records.append(step("resolve", on: id))
    if dice.chance(0.5) {
      records.append(step("reopen", on: id, ["note": "又来了"]))
      first.notices += own
    }
    return [first] + records
  }

  private func reportToBeAssigned() -> [Truth.Record] {
    let id = fresh()
    let grid = dice.pick(RulesText.grids)
    let text = JSON.object(["id": .text(id), "source": "town", "matter": "?", "summary": "哪里都不是"]).rendered
    let notices = ["0 triage", "0 " + RulesText.address("CA-001", grid)]
    return [
      Truth.Record(text: text, identity: "town/" + id, notices: notices),
      step("assign", on: id, ["matter": "CA-001", "grid": .text(grid)]),
    ]
  }

  /// A step whose report comes later, or, seldom, never.
  private func sendStepAhead() throws {
    if dice.chance(0.2) {
      var lost = step("note", on: "never-\(fresh())", ["note": "?"])
      lost.fate = .held
      return try drop([lost], ".json")
    }
    let report = report(plain: true)
    try drop([step("resolve", on: idOf(report))], ".json")
    promised.append { report }
  }

  /// The same again, in another file and perhaps in another form.
  private func again() -> Truth.Record {
    guard !sent.isEmpty else { return report() }
    let old = sent[dice.number(0...(sent.count - 1))]
    let text = dice.chance(0.5) ? old.text : old.text.replacing("{\"", with: "{ \"")
    return Truth.Record(text: text, identity: old.identity, notices: old.notices)
  }

  private func dropConflict() throws {
    let first = report(plain: true)
    var second = Truth.Record(text: first.text.replacing("事 ", with: "别的事 "), identity: first.identity)
    second.fate = .conflicting
    // Neither alone in its file: refused alone, it would take the file with it, and which of the two is refused is open.
    for record in [first, second] { try drop([record, report(plain: true)], ".ndjson") }
  }

  private func dropFaulty() throws {
    switch dice.number(0...3) {
    case 0: try drop([], ".json", raw: "garbage \(fresh())")
    case 1:
      let refused = Truth.Record(text: "{\"id\":7,\"source\":\"town\",\"summary\":\"\(fresh())\"}", fate: .refused)
      try drop([refused], ".json", isSetAside: true)
    case 2:
      let id = fresh()
      let text = JSON.object(["id": .text(id), "source": "p2", "matter": "UM-001"]).rendered
      let stranger = Truth.Record(text: text, identity: "p2/" + id, fate: .refused)
      try drop([stranger], ".json", isSetAside: true, inFolder: true, folder: "p1")
    default:
      let id = fresh()
      let text = JSON.object(["id": .text(id), "source": "town", "type": "unheard-of"]).rendered
      try drop([Truth.Record(text: text, identity: "town/" + id, fate: .refused)], ".json", isSetAside: true)
    }
  }

  // MARK: Files

  private func drop(
    _ records: [Truth.Record], _ ending: String, raw: String? = nil, isSetAside: Bool = false, inFolder: Bool = false,
    folder: String? = nil
  ) throws {
    var text = records.map { $0.text + "\n" }.joined()
    if ending == ".json" && records.count > 1 { text = "[" + records.map(\.text).joined(separator: ", ") + "]" }
    if let raw { text = raw }
    let source = records.first?.identity.map { String($0.prefix { $0 != "/" }) }
    let place = inFolder ? folder ?? source ?? "p1" : nil
    let syncs = dice.chance(habits.syncing)
    let name = (place.map { $0 + "/" } ?? "") + fresh() + ending
    if let place { mkdir(ground.inbox + "/" + place, 0o777) }
    // Entered first: from the rename on the daemon may have it.
    truth.files.append(
      Truth.File(
        name: name, sha: Truth.sha(text), records: records, isSetAside: isSetAside || raw != nil,
        isSynced: syncs))
    let path = ground.inbox + "/" + name
    if habits.inPlace && dice.chance(0.1) {
      return try write(text, to: path, in: 2, syncing: syncs)
    }
    let beside = dice.chance(0.5) ? ground.inbox + "/" + (place.map { $0 + "/" } ?? "") + "." + fresh() : path + ".part"
    try write(text, to: beside, in: 1, syncing: syncs)
    guard rename(beside, path) == 0 else { throw HarnessFailure("cannot drop \(name): errno \(errno)") }
    if syncs { try sync(folder: ground.inbox + "/" + (place ?? "")) }
  }

  private func write(_ text: String, to path: String, in parts: Int, syncing: Bool) throws {
    try Child.gate.withLock { _ in
      let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      guard file >= 0 else { throw HarnessFailure("cannot write \(path): errno \(errno)") }
      defer { close(file) }
      var rest = Array(text.utf8)[...]
      for part in 0..<parts {
        let piece = part == parts - 1 ? rest : rest.prefix(rest.count / 2)
        rest = rest.dropFirst(piece.count)
        let done = piece.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
        guard done == piece.count else { throw HarnessFailure("cannot write \(path): errno \(errno)") }
        if part < parts - 1 { nap(0.005) }
      }
      if syncing { fsync(file) }
    }
  }

  private func sync(folder: String) throws {
    let held = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard held >= 0 else { throw HarnessFailure("cannot open \(folder): errno \(errno)") }
    defer { close(held) }
    fsync(held)
  }
}
