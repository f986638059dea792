internal import GRDB
internal import GridCore

extension LawWalk {
  /// `route` and `items`: every accepted record has its item, and every item is what its entries say.
  mutating func items() throws {
    let lost = try first(
      """
      SELECT min(r.seq), count(*) FROM record r LEFT JOIN item i ON i.position = r.item
      WHERE r.item IS NOT NULL AND i.position IS NULL
      """)
    if let lost {
      fault(.route, "record \(lost.row): accepted, and has no item", "记录 record \(lost.row)：已接受，却没有事项")
    }
    try checkReleasedSteps()
    let reports = try number("SELECT count(*) FROM record WHERE owns = 2")
    let rows = try number("SELECT count(*) FROM item")
    if reports != rows {
      let row =
        try first(
          """
          SELECT min(r.seq), count(*) FROM record r LEFT JOIN item i ON i.position = r.seq
          WHERE r.owns = 2 AND i.position IS NULL
          """)
        ?? first(
          """
          SELECT min(i.position), count(*) FROM item i LEFT JOIN record r ON r.seq = i.position
          WHERE r.owns IS NOT 2
          """)
      fault(
        .route,
        "record \(row?.row ?? 0): \(some(reports, "report was", "reports were")) accepted, the items are \(rows)",
        "记录 record \(row?.row ?? 0)：接受上报 \(reports) 件，事项 \(rows) 件")
    }
    let walked = try walkItems()
    if walked != rows {
      let row = try number(
        """
        SELECT min(i.position) FROM item i LEFT JOIN record r ON r.seq = i.position
        LEFT JOIN rules u ON u.row = i.rules WHERE r.seq IS NULL OR u.row IS NULL
        """)
      fault(.items, "item \(row): has no record or no rules", "事项 item \(row)：没有记录或规则")
    }
    summarise(
      .route, "\(some(reports, "report")) accepted, each with its item and, unless put right on the spot, a notice",
      "接受上报 \(reports) 件，各有事项；除当场办结的外各有通知单")
    summarise(
      .items, some(rows, "item is what its entries say", "items are what their entries say"), "事项 \(rows) 件，均与其经过相符")
  }

  /// A step that waited concerns the item it waited for.
  private mutating func checkReleasedSteps() throws {
    var statement = try LedgerStatement(
      """
      SELECT r.seq, r.waits, i.key FROM record r JOIN item i ON i.position = r.item
      WHERE r.waits IS NOT NULL AND r.item IS NOT NULL
      """, in: db)
    try statement.each { row in
      let seq = row.int()
      if try row.text() != row.key().itemID {
        fault(.route, "record \(seq): waited for another item", "记录 record \(seq)：等候的是另一件事项")
      }
    }
  }

  private mutating func walkItems() throws -> Int64 {
    var walked: Int64 = 0
    var hasher = FieldHasher()
    var raised: Int64 = 0
    var statement = try LedgerStatement(
      """
      SELECT \(SQLiteRows.itemColumns),
        (SELECT count(*) FROM notice n WHERE n.item = i.position),
        (SELECT max(ordinal) FROM notice n WHERE n.item = i.position),
        (SELECT count(*) FROM entry e WHERE e.item = i.position AND e.seal IS NOT NULL),
        (SELECT e.seal FROM entry e WHERE e.item = i.position AND e.seal IS NOT NULL ORDER BY e.seq DESC LIMIT 1)
      FROM \(SQLiteRows.itemTables) ORDER BY i.position
      """, in: db)
    try statement.each { row in
      let item = try row.item()
      walked += 1
      count(item)
      let notices = row.int()
      let highest = row.int()
      let changes = row.int()
      raised += Int64(item.notices)
      if notices != item.notices || highest != item.notices {
        fault(
          .route, "item \(item.id): had \(some(Int64(item.notices), "notice")), \(notices) found",
          "事项 item \(item.id)：应有通知单 \(item.notices) 张，实有 \(notices) 张")
      }
      if item.onSite != (item.notices == 0) {
        fault(
          .route,
          "item \(item.id): \(some(Int64(item.notices), "notice")), put right on the spot: \(item.onSite ? "yes" : "no")",
          "事项 item \(item.id)：通知单 \(item.notices) 张，当场办结：\(item.onSite ? "是" : "否")")
      }
      if changes != item.revision || row.anyDigest() != item.seal(with: &hasher) {
        fault(.items, "item \(item.id): not what its entries say", "事项 item \(item.id)：与其经过不符")
      }
    }
    if raised != tally[.owed] {
      fault(
        .balance, "tally 1: \(some(tally[.owed], "notice")) owed, the items had \(raised)",
        "tally 1：应发通知单 \(tally[.owed]) 张，各事项共 \(raised) 张")
    }
    return walked
  }

  private mutating func count(_ item: Item) {
    counted[item.state.column] += 1
    if item.onSite { counted[.onSite] += 1 }
    if item.isInTriage { counted[.triage] += 1 }
  }
}
