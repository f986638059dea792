import GridCore

/// Where a book sends reports, asked of the book once for all that it cannot tell apart: the same names, risk, source, span of the day
/// and listing. What it remembers is bounded.
struct BookRouter: Sendable {
  /// What a decision comes to.
  struct Way: Sendable {
    /// The number of the post type; nil: triage.
    var post: Int32?
    /// The row of the load that it counts in.
    var row: Int32
    /// The number of the matter's code, where the book knows it.
    var matter: Int32?
    var limit: TimeLimit?
    var hours: WorkingHours
  }

  // All that one decision is asked by.
  private struct Key: Hashable {
    var matter: Int32
    var grid: Int32
    var community: Int32
    var source: Int32
    /// The risk, the span of the day, and which of the days have passed.
    var kind: Int32
  }

  private static let mostWays = 1 << 18

  private let book: RuleBook
  private let space: KindSpace
  /// Numbers of the sources that overrides name.
  private let sources: [Int32]
  private let risks: [Risk]
  /// The last days on which matters are listed, in order.
  private let untils: [Int]
  private var ways: [Key: Way] = [:]

  /// - Parameter names: is given all names of the book.
  init(_ book: RuleBook, _ names: inout NameTable) {
    self.book = book
    space = KindSpace([book])
    sources = space.sources.map { names.add($0.text) }
    risks = space.risks
    untils = Set(book.matters.compactMap(\.until)).sorted()
    for matter in book.matters { for name in [matter.code, matter.name] { names.add(name) } }
    for grid in book.grids { names.add(grid.id) }
    for community in book.communities { names.add(community.id) }
    for post in book.posts { names.add(post.id) }
  }

  /// Where the book sends a report.
  mutating func way(of report: PastReport, _ names: NameTable, _ load: inout LoadTable) -> Way {
    let local = book.calendar.local(report.received)
    let source = sources.contains(report.source) ? report.source : NameTable.unknown
    let risk = report.risk.flatMap { risks.contains($0) ? $0 : nil }
    let key = Key(
      matter: report.matter ?? -1, grid: report.grid ?? -1, community: report.community ?? -1, source: source,
      kind: kind(risk, local))
    if let known = ways[key] { return known }
    let way = ask(report, risk, source, names, &load)
    if ways.count >= Self.mostWays { ways.removeAll(keepingCapacity: true) }
    ways[key] = way
    return way
  }

  /// When the limit of a way is used up.
  func deadline(_ way: Way, received: Timestamp) -> Timestamp? {
    way.limit.map { book.calendar.due(from: received, limit: $0, hours: way.hours).moment }
  }

  private func kind(_ risk: Risk?, _ local: (day: Int, second: Int)) -> Int32 {
    // Mostly there is one span, and no day or a few.
    var span = 0
    while span + 1 < space.bounds.count, space.bounds[span + 1] <= local.second { span += 1 }
    var passed = 0
    while passed < untils.count, untils[passed] < local.day { passed += 1 }
    let colour = risk.flatMap { risks.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
    return Int32((passed * space.bounds.count + span) * (Risk.allCases.count + 1) + colour)
  }

  private func ask(
    _ report: PastReport, _ risk: Risk?, _ source: Int32, _ names: NameTable, _ load: inout LoadTable
  ) -> Way {
    let said = Report(
      matter: report.matter.map { names[$0] }, community: report.community.map { names[$0] },
      grid: report.grid.map { names[$0] }, risk: risk)
    let decision = book.assign(said, source: names[source], received: report.received)
    let matter = decision.matter.map { names.number(of: $0) }
    guard case .post(let post) = decision.to else {
      return Way(post: nil, row: LoadTable.triage, matter: matter, limit: nil, hours: book.calendar.hours)
    }
    let number = names.number(of: post.post)
    return Way(
      post: number, row: load.row(post: number, community: names.number(of: post.community)), matter: matter,
      limit: decision.limit, hours: book.hours(ofPost: post.post))
  }
}
