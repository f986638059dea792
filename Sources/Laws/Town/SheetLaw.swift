internal import GridCore
internal import Ledger
internal import Postings
internal import Proof
internal import Town

/// All items of a visit sheet are of one subject and one post, and the days of visits are what the lines of histories tell.
///
/// In mind are the sheets that live, and the days of one subject.
struct SheetLaw {
  private(set) var findings = LawFindings()
  private(set) var visits: Int64 = 0
  private var sheets: [String: (subject: ByteText, post: GridPost)] = [:]

  var count: Int64 { Int64(sheets.count) }

  mutating func take(_ row: StoredItem) {
    guard let item = row.item, let sheet = item.memory.sheet else { return }
    let isThere = item.state.end == nil && (item.state != .open || item.holder == item.ownPost)
    guard isThere, let subject = item.facts.subject.map({ ByteText($0) }), let post = item.gridPost,
      sheets[sheet].map({ $0.subject == subject && $0.post == post }) ?? true
    else { return findings.add(.sheets, .item(id: item.id), .record(.onAnothersSheet)) }
    sheets[sheet] = (subject, post)
  }

  /// Takes the days of a subject as the table has them, and as histories tell of them.
  mutating func take(_ rows: [VisitRow], told: [VisitRow]) {
    visits += Int64(rows.count)
    var days: [Int64: Int64] = [:]
    for visit in told { days[visit.day] = max(days[visit.day] ?? 0, visit.own) }
    for row in rows where days.removeValue(forKey: row.day) != row.own {
      findings.add(.sheets, .visit(row), .record(.notAsVisited))
    }
    guard let day = days.keys.min(), let subject = told.first?.subject else { return }
    findings.add(.sheets, .visit(VisitRow(subject: subject, day: day, own: 0)), .row(.missing))
  }
}
