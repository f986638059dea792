package import Change
internal import Formats
package import GridCore
package import Ledger
internal import Rules
internal import Words

/// Looks through a ledger for what people do again and again against the rules, and works out the edits that would spare them it.
///
/// Nothing is applied. Each proposal was pasted into the text in force and read as `check` reads it.
package struct MiningRun {
  /// An override that is proposed, as somebody would paste it.
  package struct Edit: Sendable {
    package let proposal: Mining.Proposal
    /// One entry, to stand first below `overrides:`.
    package let yaml: String
    /// The lines of those that it wholly hides, to be taken out in the same edit.
    package let replaces: [Int]
    /// How many routes the edit moves to another post.
    package let moved: Int
  }

  package let book: RuleBook
  package let since: Timestamp
  package let now: Timestamp
  private let text: [UInt8]
  private var mining: Mining
  package private(set) var edits: [Edit] = []
  package private(set) var keywords: [Mining.Keyword] = []
  /// How many the examples of the file, or anything else that `check` looks at, speak against.
  package private(set) var refused = 0
  package private(set) var reports = 0

  private let matters: [ByteText: Int]
  private let grids: [ByteText: Int]
  private static let page = 4_096

  /// How many days of 24 hours are looked back upon where nothing else is asked for.
  package static let days: Int64 = 90

  /// - Parameter text: of the book in force.
  package init(_ book: RuleBook, text: [UInt8], since: Timestamp?, at now: Timestamp) {
    (self.book, self.text, self.now) = (book, text, now)
    self.since = since ?? now.adding(-Self.days * 86_400)
    mining = Mining(book)
    matters = Dictionary(book.matters.enumerated().map { (ByteText($1.code), $0) }) { first, _ in first }
    grids = Dictionary(book.grids.enumerated().map { (ByteText($1.id), $0) }) { first, _ in first }
  }

  /// Reads the ledger, and finds what is to be proposed.
  package mutating func find(_ ledger: any LedgerReading) throws(LedgerError) {
    guard since <= now else { return }
    var position: Int64 = 0
    while true {
      let page = try ledger.pastReports(receivedIn: since...now, after: position, limit: Self.page)
      guard let last = page.rows.last else { break }
      for row in page.rows { try add(row, page, ledger) }
      position = last.position
    }
    for proposal in mining.proposals { consider(proposal) }
    keywords = mining.keywords.filter {
      neutralised($0.keyword) == $0.keyword && $0.keyword.utf8.count <= EventReader.longestName
    }
  }

  // MARK: Reading

  private mutating func add(
    _ row: PastReports.Row, _ page: PastReports, _ ledger: any LedgerReading
  ) throws(LedgerError) {
    reports += 1
    guard let first = Addressee(text: Self.text(row.first, page)),
      let (matter, isOnSite) = Self.said(row, page), !isOnSite, let matter
    else { return }
    let listed = book.matter(matter)
    switch first {
    case .post(let post):
      guard let index = listed.flatMap({ matters[ByteText($0.code)] }), let grid = grids[ByteText(post.grid)],
        book.communities[book.grids[grid].community].id == post.community
      else { return }
      let to = row.wasMoved ? try lastMove(of: row.key, from: post, ledger) : nil
      mining.add(
        Mining.Ruling(
          matter: index, grid: grid, source: Self.text(row.source, page), received: row.receivedAt, from: post.post,
          to: to))
    case .triage where listed == nil:
      let assign = try ledger.history(of: row.key).map(\.entry).first { $0.what == .step(.assign) }
      guard let assign else { return }
      // The matter's own line decided, or an override: then its matter is the item's.
      let why = assign.decision?.why
      let code = why?.kind == .matter ? why?.subject : try ledger.item(row.key)?.facts.matter
      if let code { mining.add(assigned: matter, to: code) }
    default: return
    }
  }

  /// The post type that a person gave it to last, where that is another one of the same grid.
  private func lastMove(
    of key: EventKey, from post: GridPost, _ ledger: any LedgerReading
  ) throws(LedgerError) -> String? {
    let moves = try ledger.history(of: key).map(\.entry).filter {
      ($0.what == .step(.transfer) || $0.what == .step(.return)) && $0.to != nil
    }
    guard case .post(let to)? = moves.last?.to, to.community == post.community, to.grid == post.grid,
      ByteText(to.post) != ByteText(post.post)
    else { return nil }
    return to.post
  }

  private static func text(_ place: Range<Int>, _ page: PastReports) -> String {
    String(decoding: page.bytes[place], as: UTF8.self)
  }

  /// The matter that a report names, and whether it was put right on the spot; nil where nobody can read it any more.
  private static func said(_ row: PastReports.Row, _ page: PastReports) -> (matter: String?, isOnSite: Bool)? {
    if let glance = ReportGlance(page.bytes[row.report]) {
      return (glance.matter.map { text($0, page) }, glance.isOnSite)
    }
    guard let event = EventReader.again(Array(page.bytes[row.report]), received: row.receivedAt),
      case .report(let report) = event.body
    else { return nil }
    return (report.matter, report.resolved != nil)
  }

  // MARK: Edits

  /// Pastes a proposal and reads what comes of it; what is so already, or does not pass, is none.
  private mutating func consider(_ proposal: Mining.Proposal) {
    guard book.posts.contains(where: { ByteText($0.id) == ByteText(proposal.to) }) else { return }
    let rule = mining.rule(deciding: proposal)
    let entry = OverrideEntry(proposal, book, group: rule?.group, limit: rule?.limit)
    let hidden = hidden(by: proposal.when.condition)
    let lines = hidden.map { book.overrides[$0].line }
    guard let pasted = PastedRules(text, entry: entry.text, replacing: lines).text,
      let edited = RuleFile.load(bytes: pasted, name: "", digest: sha256(of: pasted)).book
    else {
      refused += 1
      return
    }
    let moved = RuleChange(from: book, to: edited).cells.moved
    // Somebody has pasted it already.
    guard moved > 0 else { return }
    edits.append(Edit(proposal: proposal, yaml: entry.text, replaces: lines, moved: moved))
  }

  /// The overrides that no report comes to any more with this one before them.
  private func hidden(by condition: Override.Condition) -> [Int] {
    var coverage = OverrideCoverage(
      dutyOfMatter: book.matters.map(\.duty), communityOfGrid: book.grids.map(\.community),
      conditions: [condition] + book.overrides.map(\.when))
    let reaches = coverage.reaches().dropFirst()
    return zip(book.overrides.indices, reaches).compactMap { index, reach in
      if case .never = reach { index } else { nil }
    }
  }
}
