package import GridCore

/// What other rules would have made of the reports of the past: fed one by one, each by its facts as reported.
///
/// The old side is what was decided when they came, or what another book says of them. Both sides are asked of the function that
/// decides whatever comes in.
package struct Backtest: Sendable {
  /// How many were late.
  package struct Late: Hashable, Sendable {
    package var before = 0
    package var after = 0
  }

  /// The digest of the old side's book; nil: what was decided.
  package let from: Digest?
  package let to: Digest
  package private(set) var events = 0
  /// They had a post, and would have had another.
  package private(set) var moved = 0
  /// From a post to triage, and from triage to a post.
  package private(set) var newlyUnlisted = 0
  package private(set) var newlyListed = 0
  /// Neither on site nor in triage on either side, and receipt + limit is earlier, or later.
  package private(set) var sooner = 0
  package private(set) var later = 0
  package private(set) var late = Late()
  /// When the first of them was received.
  package private(set) var earliest: Timestamp?
  /// The names that reports are told by.
  package private(set) var names = NameTable()

  private(set) var load = LoadTable()
  private(set) var moves: [MoveKey: Int] = [:]
  private let now: Timestamp
  private var new: BookRouter
  private var old: BookRouter?
  /// The rules that some were decided under, where they had to be asked; a handful at a time.
  private var recorded: [Digest: BookRouter?] = [:]
  /// The addresses of the recorded decisions, with what they stand for.
  private var addresses = NameTable()
  private var firsts: [Side?] = [nil]

  struct MoveKey: Hashable, Sendable {
    /// Nil where no book tells.
    var matter: Int32?
    /// Nil: triage.
    var from: Int32?
    var to: Int32?
  }

  /// What one side makes of a report.
  private struct Side: Sendable {
    /// Nil: triage.
    var post: Int32?
    var row = LoadTable.triage
    var matter: Int32?
    var deadline: Timestamp?
  }

  /// - Parameters:
  ///   - old: the book of the old side; nil: what was decided.
  ///   - now: the moment that what is open is late by.
  package init(to book: RuleBook, against old: RuleBook?, at now: Timestamp) {
    (from, to, self.now) = (old?.digest, book.digest, now)
    new = BookRouter(book, &names)
    self.old = old.map { BookRouter($0, &names) }
  }

  // MARK: What was recorded

  /// Whoever a report was given to first, by the text of his address.
  package mutating func first(_ address: UnsafeRawBufferPointer) -> PastReport.First {
    let number = addresses.add(address)
    if Int(number) == firsts.count {
      guard case .post(let post)? = Addressee(text: addresses[number]) else {
        firsts.append(nil)
        return .triage
      }
      let type = names.add(post.post)
      firsts.append(Side(post: type, row: load.row(post: type, community: names.add(post.community))))
    }
    return firsts[Int(number)] == nil ? .triage : .post(number)
  }

  /// What a report says, by the numbers of its names.
  package func numbered(_ report: Report, source: String, received: Timestamp) -> PastReport {
    var past = PastReport(received: received)
    past.matter = report.matter.map { names.number(of: $0) }
    past.community = report.community.map { names.number(of: $0) }
    past.grid = report.grid.map { names.number(of: $0) }
    (past.risk, past.isOnSite) = (report.risk, report.resolved != nil)
    past.source = names.number(of: source)
    return past
  }

  // MARK: Counting

  /// Counts a report.
  ///
  /// - Parameter recall: asked for what the record of a decision does not tell.
  package mutating func add<Fault: Error>(_ report: PastReport, _ recall: PastRecall<Fault>) throws(Fault) {
    events += 1
    if earliest.map({ report.received < $0 }) ?? true { earliest = report.received }
    let after = Self.side(report, &new, names, &load)
    let before = old == nil ? try recordedSide(report, recall) : oldSide(report)
    load.count(before: before.row, after: after.row)
    if before.post != after.post { try countMove(report, before, after, recall) }
    countDeadlines(report, before, after)
  }

  private mutating func countMove<Fault: Error>(
    _ report: PastReport, _ before: Side, _ after: Side, _ recall: PastRecall<Fault>
  ) throws(Fault) {
    switch (before.post, after.post) {
    case (nil, _): newlyListed += 1
    case (_, nil): newlyUnlisted += 1
    default: moved += 1
    }
    var matter = after.matter
    if after.post == nil, old == nil { matter = try recordedWay(report, recall)?.matter ?? matter }
    if after.post == nil, let before = before.matter { matter = before }
    let key = MoveKey(matter: matter, from: before.post, to: after.post)
    moves[key, default: 0] += 1
  }

  private mutating func countDeadlines(_ report: PastReport, _ before: Side, _ after: Side) {
    if !report.isOnSite, let one = before.deadline, let other = after.deadline {
      if other < one { sooner += 1 } else if one < other { later += 1 }
    }
    let end: Timestamp
    switch report.end {
    case .none: end = now
    case .stopped(let moment): end = moment
    case .void: return
    }
    if let deadline = before.deadline, deadline < end { late.before += 1 }
    if let deadline = after.deadline, deadline < end { late.after += 1 }
  }

  // MARK: Sides

  private static func side(
    _ report: PastReport, _ router: inout BookRouter, _ names: NameTable, _ load: inout LoadTable
  ) -> Side {
    let way = router.way(of: report, names, &load)
    return Side(
      post: way.post, row: way.row, matter: way.matter, deadline: router.deadline(way, received: report.received))
  }

  private mutating func oldSide(_ report: PastReport) -> Side {
    guard var router = old.take() else { return Side() }
    defer { old = router }
    return Self.side(report, &router, names, &load)
  }

  private mutating func recordedSide<Fault: Error>(
    _ report: PastReport, _ recall: PastRecall<Fault>
  ) throws(Fault) -> Side {
    guard case .post(let number) = report.first, var side = firsts[Int(number)] else { return Side() }
    side.deadline = report.deadline
    // It tells no deadline of what was put right on the spot, nor what an earlier release decided. Of what has ended where it began none
    // is wanted.
    if side.deadline == nil, report.end != .stopped(report.received) {
      side.deadline = try recordedWay(report, recall)?.deadline
    }
    return side
  }

  private static let mostRecorded = 8

  /// The decision taken again, under the rules it was recorded with.
  private mutating func recordedWay<Fault: Error>(
    _ report: PastReport, _ recall: PastRecall<Fault>
  ) throws(Fault) -> Side? {
    if recorded[report.rules] == nil {
      if recorded.count >= Self.mostRecorded { recorded = [:] }
      recorded[report.rules] = .some(try recall.book(report.rules).map { BookRouter($0, &names) })
    }
    guard var router = recorded[report.rules]?.take() else { return nil }
    defer { recorded[report.rules] = .some(router) }
    var report = report
    // What it named may have been unknown until its own book was there.
    if report.namesUnknown, let (said, source) = recall.said() {
      report = numbered(said, source: source, received: report.received)
    }
    return Self.side(report, &router, names, &load)
  }
}
