internal import GRDB
internal import GridCore

extension LawWalk {
  /// L2 and L7: every accepted record has its item, and every item is what its entries say.
  mutating func items() throws {
    let lost = try number(
      """
      SELECT count(*) FROM record r LEFT JOIN item i ON i.position = r.item
      WHERE r.item IS NOT NULL AND i.position IS NULL
      """)
    if lost > 0 { fault(.route, "\(some(lost, "accepted record has", "accepted records have")) no item") }
    try checkReleasedSteps()
    let reports = try number("SELECT count(*) FROM record WHERE owns = 2")
    let rows = try number("SELECT count(*) FROM item")
    if reports != rows {
      fault(.route, "\(some(reports, "report was", "reports were")) accepted, the items are \(rows)")
    }
    let walked = try walkItems()
    if walked != rows { fault(.items, "\(some(rows - walked, "item has", "items have")) no record or no rules") }
    summarise(
      .route, "\(some(reports, "report")) accepted, each with its item and, unless put right on the spot, a notice",
      reports)
    summarise(.items, some(rows, "item is what its entries say", "items are what their entries say"), rows)
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
      if try row.text() != row.key().itemID { fault(.route, "record \(seq) waited for another item") }
    }
  }

  private mutating func walkItems() throws -> Int64 {
    var walked: Int64 = 0
    var hasher = FieldHasher()
    var seal = HashChain().head
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
        fault(.route, "item \(item.id) had \(some(Int64(item.notices), "notice")), \(notices) found")
      }
      if item.onSite != (item.notices == 0) {
        let spot = item.onSite ? "was put right on the spot" : "was not put right on the spot"
        fault(.route, "item \(item.id) has \(some(Int64(item.notices), "notice")) and \(spot)")
      }
      item.seal(with: &hasher, into: &seal)
      if changes != item.revision || row.bytes() != seal {
        fault(.items, "item \(item.id) is not what its entries say")
      }
    }
    if raised != tally[.owed] { fault(.balance, "\(some(tally[.owed], "notice")) owed, the items had \(raised)") }
    return walked
  }

  private mutating func count(_ item: Item) {
    counted[item.state.column] += 1
    if item.onSite { counted[.onSite] += 1 }
    if item.isInTriage { counted[.triage] += 1 }
  }
}
