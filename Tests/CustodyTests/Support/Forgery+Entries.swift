extension Forgery {
  private static let seal = "zeroblob(32)"

  /// Appends an entry; columns that are not named hold nothing.
  private static func append(_ columns: String, _ values: String) -> String {
    "INSERT INTO entry (seq, chain, \(columns)) SELECT max(seq) + 1, zeroblob(32), \(values) FROM entry;"
  }

  /// Puts an entry before the first that the condition fits.
  private static func insert(before condition: String, _ columns: String, _ values: String) -> String {
    """
    CREATE TEMP TABLE place AS SELECT min(seq) AS seq FROM entry WHERE \(condition);
    UPDATE entry SET seq = -seq WHERE seq >= (SELECT seq FROM place);
    UPDATE entry SET seq = 1 - seq WHERE seq < 0;
    UPDATE notice SET entry = entry + 1 WHERE entry >= (SELECT seq FROM place);
    INSERT INTO entry (seq, chain, \(columns)) SELECT seq, zeroblob(32), \(values) FROM place;
    """
  }

  /// Lets two entries change places.
  private static func exchange(_ one: String, _ other: String) -> String {
    """
    CREATE TEMP TABLE pair AS SELECT (SELECT seq FROM entry WHERE \(one)) AS a, (SELECT seq FROM entry WHERE \(other)) AS b;
    UPDATE entry SET seq = -1 WHERE seq = (SELECT a FROM pair);
    UPDATE entry SET seq = (SELECT a FROM pair) WHERE seq = (SELECT b FROM pair);
    UPDATE entry SET seq = (SELECT b FROM pair) WHERE seq = -1;
    UPDATE notice SET entry = CASE entry WHEN (SELECT a FROM pair) THEN (SELECT b FROM pair) ELSE (SELECT a FROM pair) END
      WHERE entry IN (SELECT a FROM pair UNION SELECT b FROM pair);
    """
  }

  private static let line = "kind, item, revision, at, what, by, note, rung, rules"
  private static func said(by who: String, on item: String, revision: String, at: String = "max(at)") -> String {
    "'history', \(item), \(revision), \(at), 'note', '\(who)', 'said', 0, 1"
  }
  private static let spot = "(SELECT position FROM item i JOIN record r ON r.seq = i.position WHERE r.id = 'spot')"
  private static func file(_ name: String) -> String {
    "(SELECT row FROM file WHERE name = CAST('\(name)' AS BLOB))"
  }
  private static func revision(_ item: String) -> String {
    "(SELECT revision FROM item WHERE position = \(item))"
  }

  /// Entries that nothing brought forth.
  static let entries = [
    Forgery(
      "a line of history at the end of a life", names: "entry",
      append(line, said(by: "nobody", on: a, revision: "\(revision(a)) + 1"))),
    Forgery(
      "the same as if it belonged to the last change", names: "entry",
      append(line, said(by: "nobody", on: a, revision: revision(a)))),
    Forgery(
      "a line on an item that has ended", names: "entry",
      append(line, said(by: "nobody", on: spot, revision: "\(revision(spot)) + 1"))),
    Forgery(
      "a line in the middle of a life, after a change", names: "entry",
      insert(before: "item = \(a) AND revision = 2", line, said(by: "nobody", on: a, revision: "1", at: "1772416800"))),
    Forgery(
      "a line in the middle of a life, of no revision at all", names: "entry",
      insert(before: "item = \(a) AND revision = 3", line, said(by: "nobody", on: a, revision: "99", at: "1772416800"))
    ),
    Forgery(
      "a line before the report", names: "entry",
      insert(before: "item = \(a)", line, said(by: "nobody", on: a, revision: "0", at: "1772416800"))),
    Forgery(
      "a silent change that changes nothing", names: "entry",
      append(
        "kind, item, revision, at, what, rung, rules", "'silent', \(a), \(revision(a)) + 1, max(at), 'note', 0, 1")),
    Forgery(
      "the same before a real change, and as if part of it", names: "entry",
      insert(
        before: "item = \(a) AND revision = 2", "kind, item, revision, at, what, rung, rules",
        "'silent', \(a), 2, 1772416800, 'note', 0, 1")),
    Forgery(
      "a silent change that is sealed", names: "notice",
      append(
        "kind, item, revision, at, what, rung, rules, seal",
        "'silent', \(b), \(revision(b)) + 1, max(at), 'note', 0, 1, \(seal)")
        + "UPDATE item SET revision = revision + 1 WHERE position = \(b)"),
    Forgery("the words of a silent change", names: "entry", "UPDATE entry SET note = 'said' WHERE kind = 'silent'"),
    Forgery("the hand in a silent change", names: "entry", "UPDATE entry SET by = 'nobody' WHERE kind = 'silent'"),
    Forgery("the moment of a silent change", names: "entry", "UPDATE entry SET at = at + 60 WHERE kind = 'silent'"),
    Forgery("the rung of a silent change", names: "entry", "UPDATE entry SET rung = rung + 1 WHERE kind = 'silent'"),
    Forgery(
      "the rules of a silent change", names: "entry",
      "UPDATE entry SET rules = (SELECT max(row) FROM rules) WHERE kind = 'silent'"),
    Forgery(
      "an escalation that no clock asked for", names: "entry",
      append(
        "kind, item, revision, at, what, rung, holder, rules",
        "'history', \(b), \(revision(b)) + 1, max(at), 'escalate', 1, 'heshuikou/group/city-appearance', 3")),
    Forgery(
      "a step's entry gone, and a release in its place", names: "entry",
      """
      CREATE TEMP TABLE gone AS SELECT seq FROM entry WHERE what = 'note' AND item = \(spot);
      UPDATE item SET revision = revision - 1 WHERE position = \(spot);
      DELETE FROM entry WHERE seq = (SELECT seq FROM gone);
      UPDATE notice SET entry = entry - 1 WHERE entry > (SELECT seq FROM gone);
      UPDATE entry SET seq = -seq WHERE seq > (SELECT seq FROM gone);
      UPDATE entry SET seq = -seq - 1 WHERE seq < 0;
      UPDATE entry SET seal = \(seal) WHERE kind = 'release' AND what = 'accepted'
      """),
    Forgery(
      "an incident that names a record", names: "entry",
      append("kind, at, what, note, rung, cause, seal", "'incident', max(at), 'clock', 'back', 0, 7, NULL")),
    Forgery(
      "a rung in a release", names: "entry", "UPDATE entry SET rung = 1 WHERE kind = 'release' AND what = 'accepted'"),
    Forgery(
      "a release at another moment", names: "record",
      """
      UPDATE entry SET at = at + 1 WHERE kind = 'release' AND what = 'accepted';
      UPDATE entry SET at = at + 1 WHERE kind = 'history' AND cause = \(seq("w1", "accepted"))
      """),
    Forgery(
      "a refusal after a wait at another moment", names: "record",
      "UPDATE entry SET at = at + 1 WHERE kind = 'release' AND by = 'illegal-step'"),
    Forgery(
      "a release after what it brought", names: "entry",
      exchange("kind = 'release' AND what = 'accepted'", "cause = \(seq("w1", "accepted")) AND kind = 'history'")),
    Forgery(
      // Notices are numbered in the order of what raised them.
      "two steps in another order", names: "entry", beside: ["chain"],
      exchange(
        "kind = 'history' AND cause = \(seq("s4", "accepted"))", "kind = 'history' AND cause = \(seq("s8", "accepted"))"
      )),
    Forgery(
      "a file taken that was taken at once", names: "entry",
      append(
        "kind, at, what, rung, rules, file, seal",
        "'file', max(at), 'taken', 0, 1, \(file("1.ndjson")), \(seal)")),
    Forgery(
      "a file set aside twice", names: "entry",
      append(
        "kind, at, what, by, note, rung, rules, file, seal",
        """
        'file', min(at), 'quarantined', 'syntax', 'broken.json', 0, 1, \(file("broken.json")),
        \(seal)
        """)),
    Forgery(
      "a file set aside for one thing and then for another", names: "entry",
      insert(
        before: "file = \(file("broken.json"))", "kind, at, what, by, note, rung, rules, file, seal",
        """
        'file', 1772416800, 'quarantined', 'encoding', 'other.json', 0, 1, \(file("broken.json")),
        \(seal)
        """)),
    Forgery(
      "a file read on after it was set aside", names: "entry",
      insert(
        before: "file = \(file("sole.json"))", "kind, at, what, note, rung, rules, file, seal",
        """
        'file', 1772416800, 'reading', '9999', 0, 1, \(file("sole.json")),
        \(seal)
        """)),
    Forgery(
      "a file set aside at another moment", names: "record",
      "UPDATE entry SET at = at + 1 WHERE file = \(file("sole.json"))"),
    Forgery(
      "a notice announced twice, another never", names: "entry",
      "UPDATE entry SET note = '1-2,2' WHERE kind = 'delivery' AND what = 'publishing' AND note = '1-3'"),
    Forgery(
      "a notice laid down twice, another never", names: "entry",
      "UPDATE entry SET note = '1-2,2' WHERE kind = 'delivery' AND what = 'delivered' AND note = '1-3'"),
    Forgery(
      "notices laid down before they were announced", names: "entry",
      """
      UPDATE entry SET what = CASE what WHEN 'publishing' THEN 'delivered' ELSE 'publishing' END
      WHERE kind = 'delivery' AND note = '1-3'
      """),
    Forgery(
      "notices announced before they were raised", names: "entry",
      """
      UPDATE entry SET note = CASE note WHEN '1-3' THEN '4-7' ELSE '1-3' END
      WHERE kind = 'delivery' AND what = 'publishing' AND note IN ('1-3', '4-7')
      """),
    Forgery(
      "notices that moved nobody knows where", names: "entry",
      "UPDATE entry SET what = 'elsewhere' WHERE kind = 'delivery' AND what = 'publishing' AND note = '1-3'"),
    Forgery(
      "notices carried over from no other ledger", names: "entry",
      append("kind, at, what, note, rung", "'delivery', max(at), 'carried', 'triage 0123456789abcdefn1', 0")),
    Forgery(
      "rules put in force that were", names: "entry",
      append(
        "kind, at, what, note, rung, rules",
        """
        'rules', (SELECT loaded_at FROM rules ORDER BY row DESC LIMIT 1), 'adopt',
        (SELECT note FROM entry WHERE kind = 'rules' ORDER BY seq DESC LIMIT 1), 0, (SELECT max(row) FROM rules)
        """)),
    Forgery(
      "rules that count more duties than they have", names: "entry",
      """
      UPDATE rules SET duties = 9 WHERE row = 1;
      UPDATE entry SET note = '9' || substr(note, 2) WHERE kind = 'rules' AND rules = 1
      """),
  ]
}
