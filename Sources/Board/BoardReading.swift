package import Cases
package import Custody
package import GridCore
package import Ledger
package import Reports
package import Users
package import Words

// The one shape of all pages. A page is an enum with one function:
//
//     package enum TownPage {
//       package static func page(_ reading: BoardReading, _ query: Query) throws -> Page
//     }
//
// What the path names stands behind the query: `ItemPage.page(reading, query, id)`. A page throws a `Problem` (404, 400 …), which
// whoever asked turns into `ProblemPage.page(reading, problem)`, or what the ledger throws. It reads no clock, opens nothing and
// changes nothing; forms lead to paths of which `Form` knows the names. Query names that every page knows: `lang`, `wall`, `print`.

/// All that a page is made of beside its query.
package struct BoardReading: Sendable {
  /// Nil before there is a state.
  package var ledger: (any LedgerReading)?
  /// The rules in force; nil where none ever were.
  package let book: RuleBook?
  /// What the rules in force call places and people.
  package let names: Names
  /// Taken once, when the request came.
  package var now: Timestamp
  package var language: Language
  package var viewer: Viewer
  /// The path that was asked for, with its question mark and what follows: for the switch of languages and the way back after a log-in.
  package var target = "/"
  /// What `status` shows as wrong.
  package var degraded: [StatusBoard.Fault] = []
  /// The rules that the guard holds back.
  package var held: RuleHold?
  /// All that is not ended, kept current; nil where nobody keeps it, then it is read anew.
  package var cases: OpenCases?
  /// The figures of reports, kept current; nil likewise.
  package var figures: FigureKeeper?
  /// The steps that this viewer may take on an item, legal now or not. `note` alone makes nobody one who may see a reporter.
  package var steps: @Sendable (Item) -> Set<StepKind> = { _ in [] }

  /// What nobody is told more of.
  ///
  /// - Parameter names: of the book, where somebody has read them already.
  package init(
    ledger: (any LedgerReading)?, book: RuleBook?, now: Timestamp, language: Language = .zh, viewer: Viewer,
    names: Names? = nil
  ) {
    self.ledger = ledger
    self.book = book
    self.names = names ?? Names(book)
    self.now = now
    self.language = language
    self.viewer = viewer
  }

  /// Whether somebody may do something here at all, so that forms are worth showing.
  package var mayAct: Bool { viewer.at != nil }

  /// Whether he is told what a reporter is called, and how to reach him: he may take a step that is more than a note.
  package func maySeeReporter(of item: Item) -> Bool {
    book.map { viewer.hasSay(in: item, under: $0) } ?? false
  }

  /// Whether he is shown an item at all: an integrity station's lead only to who may, or has it.
  package func maySee(_ item: Item) -> Bool {
    viewer.sees(item)
  }

  /// The same without what is kept for all pages: for what outlives its page, and would have all of that copied meanwhile.
  package var withoutFigures: BoardReading {
    var bare = self
    (bare.cases, bare.figures) = (nil, nil)
    return bare
  }

  /// What waits in triage.
  package func triage() throws -> Int {
    if let cases { return cases.triage }
    return try ledger?.counts(at: now).triage ?? 0
  }
}
