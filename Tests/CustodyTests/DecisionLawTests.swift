import Foundation
import GridCore
import LedgerStore
import Testing
import Words

/// A change of a ledger that decides otherwise than the rules do.
struct Forgery: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let sql: String
  /// What the law must name: a row's beginning.
  let named: String
  /// Laws of the ledger itself that even a forger cannot make hold.
  let beside: [String]

  init(_ what: String, names named: String, beside: [String] = [], _ sql: String) {
    testDescription = what
    self.sql = sql
    self.named = named
    self.beside = beside
  }

  private static let a = "(SELECT position FROM item i JOIN record r ON r.seq = i.position WHERE r.id = 'a')"
  private static let b = "(SELECT position FROM item i JOIN record r ON r.seq = i.position WHERE r.id = 'b')"
  private static func seq(_ id: String, _ state: String) -> String {
    "(SELECT min(seq) FROM record WHERE id = '\(id)' AND state = '\(state)')"
  }

  static let all = [
    Forgery(
      "an item's holder, its notice and its history", names: "notice",
      """
      UPDATE item SET holder = 'heshuikou/heshuikou-02/patrol', grid = 'heshuikou-02' WHERE position = \(b);
      UPDATE notice SET addressee = 'heshuikou/heshuikou-02/patrol' WHERE item = \(b);
      UPDATE entry SET holder = 'heshuikou/heshuikou-02/patrol' WHERE item = \(b)
      """),
    Forgery(
      "an item's holder alone", names: "item",
      "UPDATE item SET holder = 'heshuikou/heshuikou-02/patrol' WHERE position = \(b)"),
    Forgery("a deadline", names: "item", "UPDATE item SET deadline = deadline + 3600 WHERE position = \(b)"),
    Forgery("the next rung's moment", names: "item", "UPDATE item SET next_due = next_due + 60 WHERE position = \(b)"),
    Forgery(
      "a deadline counted as provisional", names: "item", "UPDATE item SET provisional = 1 WHERE position = \(b)"),
    Forgery(
      "the line that decided", names: "item", "UPDATE item SET rules_line = rules_line + 1 WHERE position = \(b)"),
    Forgery("the reason", names: "item", "UPDATE item SET why = 'override' WHERE position = \(b)"),
    Forgery("an item's rung", names: "item", "UPDATE item SET rung = 1 WHERE position = \(a)"),
    Forgery("an item closed", names: "item", "UPDATE item SET state = 'closed', next_due = NULL WHERE position = \(b)"),
    Forgery("an item's risk", names: "item", "UPDATE item SET risk = 'red' WHERE position = \(b)"),
    Forgery("a notice's addressee", names: "notice", "UPDATE notice SET addressee = 'triage' WHERE item = \(b)"),
    Forgery("a notice's deadline", names: "notice", "UPDATE notice SET deadline = deadline + 1 WHERE item = \(b)"),
    Forgery(
      "the addressee of a rung", names: "notice",
      "UPDATE notice SET addressee = 'subdistrict/command-centre' WHERE item = \(a) AND ordinal = 2"),
    Forgery(
      "a rung that fired too early", names: "entry",
      """
      UPDATE entry SET at = at - 7200 WHERE what = 'escalate' AND item = \(a) AND rung = 1;
      UPDATE notice SET raised_at = raised_at - 7200 WHERE item = \(a) AND rung = 1
      """),
    Forgery(
      "a rung that fired days late", names: "notice",
      """
      UPDATE entry SET at = at + 864000 WHERE what = 'escalate' AND item = \(a) AND rung = 1;
      UPDATE notice SET raised_at = raised_at + 864000 WHERE item = \(a) AND rung = 1
      """),
    Forgery("who took a step", names: "entry", "UPDATE entry SET by = 'nobody' WHERE what = 'accept'"),
    Forgery("the words of a step", names: "entry", "UPDATE entry SET note = 'other words' WHERE what = 'accept'"),
    Forgery("a step's kind", names: "entry", "UPDATE entry SET what = 'note' WHERE what = 'accept'"),
    Forgery(
      "where an event happened, bytes and all", names: "record",
      "UPDATE raw SET bytes = CAST(replace(CAST(bytes AS TEXT), 'heshuikou-03', 'heshuikou-01') AS BLOB) WHERE seq = \(b)"
    ),
    Forgery("a record's type", names: "record", "UPDATE record SET type = 'accept' WHERE seq = \(b)"),
    Forgery("a record's content", names: "record", "UPDATE record SET content = zeroblob(32) WHERE seq = \(b)"),
    Forgery(
      "a refusal's code", names: "record",
      "UPDATE record SET code = 'syntax' WHERE id = 'bad'"),
    Forgery(
      "a conflict called a duplicate", names: "record",
      """
      DELETE FROM raw WHERE seq = (SELECT seq FROM record WHERE code = 'conflict');
      UPDATE record SET state = 'duplicate', code = NULL, text = NULL WHERE code = 'conflict'
      """),
    Forgery(
      "a duplicate that is none", names: "record",
      "UPDATE record SET id = 'zz' WHERE seq = \(seq("a", "duplicate"))"),
    Forgery(
      "a legal step called illegal", names: "",
      """
      CREATE TEMP TABLE gone AS SELECT seq FROM entry WHERE what = 'note';
      UPDATE record SET state = 'rejected', owns = 0, item = NULL, code = 'illegal-step', text = 'no' WHERE type = 'note';
      UPDATE item SET revision = revision - 1 WHERE position = \(a);
      UPDATE entry SET revision = revision - 1 WHERE item = \(a) AND seq > (SELECT seq FROM gone);
      DELETE FROM entry WHERE what = 'note';
      UPDATE notice SET entry = entry - 1 WHERE entry > (SELECT seq FROM gone);
      UPDATE entry SET seq = -seq WHERE seq > (SELECT seq FROM gone);
      UPDATE entry SET seq = -seq - 1 WHERE seq < 0
      """),
    Forgery(
      "a wait that was cut short", names: "record",
      "UPDATE entry SET at = at - 86400 WHERE kind = 'release' AND by = 'unknown-item'"),
    Forgery(
      "a step that waits for another item", names: "record", beside: ["route"],
      "UPDATE record SET waits = '0000000000000000' WHERE id = 'w1'"),
    Forgery(
      "a file set aside for another reason", names: "file",
      """
      UPDATE file SET code = 'syntax' WHERE name = CAST('sole.json' AS BLOB);
      UPDATE entry SET by = 'syntax' WHERE kind = 'file'
        AND file = (SELECT row FROM file WHERE name = CAST('sole.json' AS BLOB))
      """),
    Forgery(
      "an item on rules that were not in force", names: "",
      "UPDATE entry SET rules = (SELECT max(row) FROM rules) WHERE item = \(a) AND what = 'report'"),
  ]
}

/// `verify --deep` finds a forged ledger whose chains, seals and counters all hold.
@Suite struct DecisionLawTests {
  /// Something of everything the house decides, under two books.
  static func lively() throws -> Household {
    let house = try Household()
    try house.drop(
      "1.ndjson",
      """
      {"source":"hotline","id":"a","matter":"UM-001","grid":"heshuikou-03","summary":"one"}
      {"source":"hotline","id":"a","matter":"UM-001","grid":"heshuikou-03","summary":"one"}
      {"source":"hotline","id":"a","matter":"UM-001","grid":"heshuikou-03","summary":"other"}
      {"source":"hotline","id":"t","matter":"停电","community":"heshuikou"}
      {"source":"hotline","id":"bad","risk":"purple"}
      {"source":"hotline","id":"spot","matter":"UM-002","grid":"jiangwei-01","resolved":{"by":"李","note":"done"}}
      {"source":"steps","id":"s1","type":"accept","report":{"source":"hotline","id":"a"},"by":"李","note":"ok"}
      {"source":"steps","id":"s2","type":"resume","report":{"source":"hotline","id":"a"}}
      {"source":"steps","id":"s3","type":"assign","report":{"source":"hotline","id":"a"},"grid":"heshuikou-01"}
      {"source":"steps","id":"w1","type":"accept","report":{"source":"hotline","id":"late"},"by":"王"}
      {"source":"steps","id":"w2","type":"assign","report":{"source":"hotline","id":"late"}}
      {"source":"steps","id":"w3","type":"accept","report":{"source":"hotline","id":"never"}}
      {"source":"steps","id":"w4","type":"accept","report":{"source":"hotline","id":"same"}}
      {"source":"steps","id":"w5","type":"assign","report":{"source":"hotline","id":"same"}}
      {"source":"hotline","id":"same","matter":"UM-002","grid":"jiangwei-02"}

      """)
    try house.drop("broken.json", "{")
    try house.drop("sole.json", #"{"source":"hotline","id":"sole","risk":"purple"}"#)
    try house.drop("desk/x.json", #"{"source":"another","id":"x","matter":"UM-001","grid":"heshuikou-01"}"#)
    try house.pass(at: "2026-03-02T10:00:00+08:00")
    try house.drop(
      "2.ndjson",
      """
      {"source":"hotline","id":"late","matter":"UM-001","grid":"heshuikou-02"}
      {"source":"steps","id":"s4","type":"assign","report":{"source":"hotline","id":"t"},"matter":"UM-002","grid":"heshuikou-01"}
      {"source":"steps","id":"s5","type":"resolve","report":{"source":"hotline","id":"same"}}
      {"source":"steps","id":"s6","type":"reopen","report":{"source":"hotline","id":"same"},"note":"again"}
      {"source":"steps","id":"s7","type":"void","report":{"source":"hotline","id":"spot"},"note":"no"}
      {"source":"steps","id":"s8","type":"note","report":{"source":"hotline","id":"a"},"note":"seen"}

      """)
    try house.pass(at: "2026-03-02T12:00:01+08:00")
    house.rules = house.rules.replacingOccurrences(of: "UM-001: 占道经营", with: "UM-001: {name: 占道经营, deadline: 3h}")
      .replacingOccurrences(
        of: "      - {to: subdistrict/command-centre, after: 1wd}",
        with:
          "      - {to: subdistrict/command-centre, after: 1wd}\n      - {to: subdistrict/command-centre, after: 1wd}")
    try house.pass(at: "2026-03-03T12:00:02+08:00")
    try house.drop("3.json", #"{"source":"hotline","id":"b","matter":"UM-001","grid":"heshuikou-03"}"#)
    try house.pass(at: "2026-03-05T09:00:00+08:00")
    return house
  }

  @Test func aLivelyLedgerIsDecidedAgainAsItWas() throws {
    for law in try Self.lively().laws() { #expect(law.ok, "\(law.law): \(law.text)") }
  }

  @Test func everyForgeryIsFound() throws {
    let house = try Self.lively()
    let whole = try #require(FileManager.default.contents(atPath: house.ledgerPath))
    for forgery in Forgery.all {
      for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: house.ledgerPath + ending) }
      try whole.write(to: URL(fileURLWithPath: house.ledgerPath))
      try Reforge.change(house.ledgerPath, forgery.sql)
      let laws = try house.laws()
      let broken = laws.filter { !$0.ok }
      #expect(
        broken.map(\.law) == forgery.beside + ["decisions"], "\(forgery): \(broken.map { "\($0.law): \($0.text)" })")
      #expect(broken.last?.text.hasPrefix(forgery.named) == true, "\(forgery): \(broken.last?.text ?? "")")
    }
  }
}
