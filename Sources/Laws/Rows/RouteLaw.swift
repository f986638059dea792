internal import GridCore
internal import Ledger
internal import Postings
internal import Proof

/// Every accepted report has its item, every item its notices, every accepted step changed the item it names, and every order to apply
/// rules put them in force.
struct RouteLaw {
  private(set) var findings = LawFindings()
  private(set) var reports: Int64 = 0
  private var items: Int64 = 0
  private var accepted: Int64 = 0
  private var caused: Int64 = 0
  private var lastCause: Int64?
  /// The first report without an item, and the first item without a report.
  private var firstUnmatched: Int64?

  mutating func take(_ record: ChainedRecord) {
    let row = record.row
    // What an order to move items has moved names it in its own entries: none, or many. A rating changes the register only.
    let isCause = row.type != Order.Kind.redispatch.rawValue && row.type != Rating.type
    if row.state == "accepted", isCause { accepted += 1 }
    if row.item == RecordRow.noItem { return }
    if record.owns == 2 {
      reports += 1
      if record.item == nil { firstUnmatched = firstUnmatched ?? row.seq }
    }
    guard row.item != nil else { return }
    guard let item = record.item else { return add(LawPlace(.record, row.seq), .hasNoItem) }
    if let waits = row.waits, waits != item.itemID { add(LawPlace(.record, row.seq), .waitedForAnother) }
  }

  mutating func take(_ entry: ChainedEntry) {
    guard entry.row.seal != nil || entry.row.kind == .rules, let cause = entry.row.cause else { return }
    // A step for a list changes one item after the other.
    if cause != lastCause { caused += 1 }
    lastCause = cause
  }

  /// Takes the next item with all its notices.
  mutating func take(_ row: StoredItem, notices: [NoticePlace]) {
    items += 1
    if !row.isReported { firstUnmatched = firstUnmatched ?? row.position }
    guard let item = row.item else { return }
    let (wanted, found) = (Int64(item.memory.notices), Int64(notices.count))
    if found != wanted || notices.last?.ordinal ?? 0 != wanted {
      add(.item(id: item.id), .notices(wanted: wanted, found: found))
    }
    if item.onSite != (wanted == 0) { add(.item(id: item.id), .onSite(notices: wanted, onSite: item.onSite)) }
  }

  /// Takes a notice of an item that is not there.
  mutating func takeStray(_ notice: NoticePlace) {
    add(LawPlace(.notice, notice.row), .noticeOfNoItem)
  }

  /// Whether the accepted records are as many as the changes that a record caused.
  var isBalanced: Bool { accepted == caused }

  /// After the last row; `counterpart` names a record where the law is not balanced.
  mutating func end(withoutCounterpart counterpart: Int64?) {
    if reports != items {
      add(LawPlace(.record, firstUnmatched ?? 0), .reportsAndItems(reports: reports, items: items))
    }
    if !isBalanced {
      add(LawPlace(.record, counterpart ?? 0), .acceptedAndCaused(accepted: accepted, caused: caused))
    }
  }

  private mutating func add(_ place: LawPlace, _ flaw: RecordFlaw) {
    findings.add(.route, place, .record(flaw))
  }
}
