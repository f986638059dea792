import Testing

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

  static let a = "(SELECT position FROM item i JOIN record r ON r.seq = i.position WHERE r.id = 'a')"
  static let b = "(SELECT position FROM item i JOIN record r ON r.seq = i.position WHERE r.id = 'b')"
  static func seq(_ id: String, _ state: String) -> String {
    "(SELECT min(seq) FROM record WHERE id = '\(id)' AND state = '\(state)')"
  }

  static let decisions = [
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
    Forgery(
      "the next rung's moment", names: "item",
      "UPDATE item SET next_due = next_due + 60, wake = next_due + 60 WHERE position = \(b)"),
    Forgery(
      "a deadline counted as provisional", names: "item", "UPDATE item SET provisional = 1 WHERE position = \(b)"),
    Forgery(
      "the line that decided", names: "item", "UPDATE item SET rules_line = rules_line + 1 WHERE position = \(b)"),
    Forgery("the reason", names: "item", "UPDATE item SET why = 'override' WHERE position = \(b)"),
    Forgery("an item's rung", names: "item", "UPDATE item SET rung = 1 WHERE position = \(a)"),
    Forgery(
      "an item closed", names: "item",
      "UPDATE item SET state = 'closed', next_due = NULL, wake = NULL, ended_at = 0 WHERE position = \(b)"),
    Forgery("what an item remembers", names: "item", "UPDATE item SET life = life || 'id1:5' WHERE position = \(b)"),
    Forgery("what it concerns", names: "item", "UPDATE item SET subject = '乙厂' WHERE position = \(b)"),
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
      "a refusal's code beside what was accepted", names: "record",
      "UPDATE record SET code = 'syntax' WHERE seq = \(b)"),
    Forgery(
      "the item of what was refused", names: "record", "UPDATE record SET item = \(a) WHERE id = 'bad'"),
    Forgery(
      "what a refusal's words need beside what was accepted", names: "record",
      "UPDATE record SET params = '{}' WHERE seq = \(b)"),
    Forgery(
      "what became of a list beside what named none", names: "record",
      "UPDATE record SET params = '{\"items\":[{\"item\":\"0000000000000000\"}]}' WHERE seq = \(b)"),
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
      CREATE TEMP TABLE gone AS SELECT seq FROM entry WHERE what = 'note' AND item = \(a) AND kind = 'history';
      UPDATE record SET state = 'rejected', owns = 0, item = NULL, code = 'illegal-step', text = 'no' WHERE id = 's8';
      UPDATE item SET revision = revision - 1 WHERE position = \(a);
      UPDATE entry SET revision = revision - 1 WHERE item = \(a) AND seq > (SELECT seq FROM gone);
      DELETE FROM entry WHERE seq = (SELECT seq FROM gone);
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
      "rules put in force by a record that is no order", names: "entry",
      "UPDATE entry SET cause = \(b) WHERE seq = (SELECT max(seq) FROM entry WHERE kind = 'rules')"),
    Forgery(
      "an item on rules that were not in force", names: "",
      "UPDATE entry SET rules = (SELECT max(row) FROM rules) WHERE item = \(a) AND what = 'report'"),
  ]
}
