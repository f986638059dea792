import GridCore
import Postings
import Proof
import Testing

@testable import Laws
@testable import Ledger

/// The walk that asks of each entry whether anything brought it forth, on rows made by hand.
@Suite struct CauseLawTests {
  private static let rules = digest(1)

  private static func digest(_ byte: UInt8) -> Digest {
    [UInt8](repeating: byte, count: 32).withUnsafeBytes { Digest($0) } ?? .zero
  }

  /// Rows in a few words: what is not said is as in a good one. Numbers are given in order.
  private static func rows(_ rows: EntryRow...) -> [ChainedEntry] { numbered(rows) }

  private static func numbered(_ rows: [EntryRow]) -> [ChainedEntry] {
    rows.enumerated().map { index, row in ChainedEntry(seq: Int64(index + 1), row: row, link: .zero) }
  }

  private static func entry(
    _ kind: EntryRow.Kind, _ what: String, at: Int64 = 100, _ change: (inout EntryRow) -> Void = { _ in }
  ) -> EntryRow {
    var entry = EntryRow(kind: kind, at: Timestamp(seconds: at), what: what)
    switch kind {
    case .history, .silent: (entry.item, entry.revision, entry.rules, entry.seal) = (1, 1, rules, .zero)
    case .release: (entry.cause, entry.rules) = (1, rules)
    case .file: (entry.file, entry.rules, entry.seal) = (1, rules, .zero)
    case .delivery, .incident: entry.note = "1"
    case .rules: (entry.rules, entry.note) = (rules, "1 3 2 5")
    }
    change(&entry)
    return entry
  }

  private static func line(
    _ item: Int64, _ revision: Int64, cause: Int64?, sealed: Bool = true, what: String = "report", at: Int64 = 100
  ) -> EntryRow {
    entry(.history, what, at: at) {
      ($0.item, $0.revision, $0.cause, $0.seal) = (item, revision, cause, sealed ? .zero : nil)
    }
  }

  private static func moved(_ what: String, _ rows: String) -> EntryRow {
    entry(.delivery, what) { $0.note = rows }
  }

  /// What the law finds where so many notices were raised from the start.
  private static func findings(_ rows: [ChainedEntry], notices: Int64 = 9) -> [EntryFinding] {
    var law = CauseLaw()
    return rows.flatMap { law.take($0, lastNotice: notices) } + law.end()
  }

  private static func found(_ entry: Int64, _ flaw: EntryFlaw) -> [EntryFinding] {
    [EntryFinding(entry: entry, flaw: flaw)]
  }

  @Test func allThatTheHouseWritesIsInOrder() {
    let rows = Self.rows(
      Self.entry(.rules, "adopt"),
      Self.entry(.file, "quarantined") { ($0.by, $0.note) = ("syntax", "x.json") },
      Self.entry(.release, "accepted") { $0.cause = 2 },
      Self.entry(.release, "rejected") { ($0.cause, $0.by, $0.note) = (3, "illegal-step", "no") },
      Self.line(1, 1, cause: 1), Self.line(4, 1, cause: 4), Self.line(4, 2, cause: 2, what: "accept"),
      Self.line(1, 2, cause: 5, what: "note"),
      Self.line(1, 3, cause: nil, sealed: false, what: "escalate"), Self.line(1, 3, cause: nil, what: "escalate"),
      Self.entry(.silent, "note") { $0.revision = 4 },
      Self.moved("publishing", "1-3,5"), Self.moved("delivered", "2-3"), Self.moved("publishing", "4"),
      Self.moved("delivered", "1,4-5"),
      Self.entry(.incident, "restore"), Self.moved("carried", "triage 0123456789abcdefn1"),
      Self.moved("carried", "heshuikou/group/x 0123456789abcdefn2"), Self.moved("publishing", "6"),
      Self.entry(.rules, "adopt") { $0.rules = Self.digest(2) }, Self.entry(.rules, "adopt"))
    #expect(Self.findings(rows) == [])
  }

  @Test func aLineThatEndsNoChangeIsFoundWhereverItStands() {
    let (good, loose) = (Self.line(1, 1, cause: 1), Self.line(1, 2, cause: nil, sealed: false, what: "note"))
    #expect(Self.findings(Self.rows(good, loose)) == Self.found(2, .changesNothing))
    #expect(Self.findings(Self.rows(loose, good)) == Self.found(1, .changesNothing))
    #expect(
      Self.findings(Self.rows(good, loose, Self.line(1, 3, cause: nil, what: "escalate")))
        == Self.found(2, .changesNothing))
    #expect(Self.findings(Self.rows(good, loose, Self.moved("publishing", "1"))) == Self.found(2, .changesNothing))
  }

  @Test func linesOfOneChangeHaveOneMomentOneCauseAndOneBook() {
    let first = Self.line(1, 2, cause: nil, sealed: false, what: "escalate")
    var others = [(inout EntryRow) -> Void]()
    others += [{ $0.cause = 2 }, { $0.rules = Self.digest(2) }, { $0.item = 2 }, { $0.revision = 3 }]
    let seconds = others.map { change in
      var second = Self.line(1, 2, cause: nil, what: "escalate")
      change(&second)
      return second
    }
    for second in seconds + [Self.line(1, 2, cause: nil, what: "escalate", at: 101)] {
      #expect(Self.findings(Self.rows(first, second)).first == EntryFinding(entry: 1, flaw: .changesNothing))
    }
  }

  /// A suspension whose end has come, and a request past its time, have ended before the step: at their own moment.
  @Test func whatAClockEndedBeforeAStepStandsAtItsMoment() {
    let note = Self.line(1, 2, cause: 5, what: "note", at: 100)
    for word in ["resume", "lapse"] {
      let ended = { Self.line(1, 2, cause: $0, sealed: false, what: word, at: $1) }
      #expect(Self.findings(Self.rows(ended(5, 40), note)) == [])
      #expect(Self.findings(Self.rows(ended(5, 101), note)).first?.flaw == .changesNothing)
      let pressed = Self.line(1, 2, cause: nil, what: "escalate", at: 100)
      #expect(Self.findings(Self.rows(ended(nil, 40), pressed)).first?.flaw == .changesNothing)
    }
    let other = Self.line(1, 2, cause: 5, sealed: false, what: "accept", at: 40)
    #expect(Self.findings(Self.rows(other, note)).first?.flaw == .changesNothing)
  }

  @Test func whatNoEntryOfItsKindHoldsIsFound() {
    let flawed: [(EntryRow.Kind, String, (inout EntryRow) -> Void)] = [
      (.history, "note", { $0.file = 1 }), (.history, "note", { $0.rules = nil }),
      (.silent, "note", { $0.cause = 1 }), (.silent, "note", { $0.seal = nil }),
      (.release, "accepted", { $0.rung = 1 }), (.release, "accepted", { $0.holder = "triage" }),
      (.release, "accepted", { $0.seal = .zero }), (.release, "accepted", { $0.cause = nil }),
      (.file, "taken", { $0.seal = nil }), (.file, "taken", { $0.cause = 1 }),
      (.delivery, "publishing", { $0.by = "nobody" }), (.delivery, "publishing", { $0.seal = .zero }),
      (.delivery, "publishing", { $0.rules = Self.rules }), (.delivery, "publishing", { $0.note = nil }),
      (.delivery, "publishing", { $0.note = "2-1" }), (.delivery, "elsewhere", { _ in }),
      (.rules, "adopt", { $0.file = 1 }), (.rules, "take", { _ in }),
      (.incident, "clock", { $0.cause = 1 }), (.incident, "clock", { $0.seal = .zero }),
      (.incident, "clock", { $0.rules = Self.rules }), (.incident, "clock", { $0.note = nil }),
    ]
    for (kind, what, change) in flawed {
      let row = Self.entry(kind, what, change)
      #expect(Self.findings(Self.rows(row)) == Self.found(1, .misshapen), "\(row)")
    }
  }

  @Test func aCauseHasItsTurnOnceAndInOrder() {
    let report = Self.line(4, 1, cause: 4)
    for row in [
      Self.line(4, 2, cause: 4), Self.line(2, 1, cause: 2), Self.line(1, 2, cause: 3),
    ] {
      #expect(Self.findings(Self.rows(report, row)) == Self.found(2, .outOfOrder), "\(row)")
    }
    // Those that waited for one report come in their order, and before what came later.
    let (first, second) = (Self.line(4, 2, cause: 2, what: "accept"), Self.line(4, 3, cause: 3, what: "note"))
    #expect(Self.findings(Self.rows(report, first, second)) == [])
    #expect(Self.findings(Self.rows(report, second, first)) == Self.found(3, .outOfOrder))
    #expect(Self.findings(Self.rows(report, Self.line(1, 2, cause: 5), first)) == Self.found(3, .outOfOrder))
  }

  @Test func aNoticeIsRaisedAnnouncedAndLaidDownOnceEachInThisOrder() {
    let broken: [([EntryRow], Int64, EntryFlaw)] = [
      ([Self.moved("publishing", "8-10")], 1, .announcedBeforeRaised(notice: 10)),
      ([Self.moved("publishing", "1-3"), Self.moved("publishing", "2")], 2, .announcedAlready(notice: 2)),
      ([Self.moved("publishing", "1-2,2")], 1, .announcedAlready(notice: 2)),
      ([Self.moved("delivered", "1")], 1, .deliveredUnannounced(notice: 1)),
      ([Self.moved("publishing", "1-3"), Self.moved("delivered", "2-4")], 2, .deliveredUnannounced(notice: 4)),
      (
        [Self.moved("publishing", "1-3"), Self.moved("delivered", "1"), Self.moved("delivered", "1-2")], 3,
        .deliveredAlready(notice: 1)
      ),
      ([Self.moved("carried", "triage 0123456789abcdefn1")], 1, .carriedFromNowhere),
      (
        [Self.entry(.incident, "restore"), Self.entry(.incident, "clock"), Self.moved("carried", "triage x")], 3,
        .carriedFromNowhere
      ),
    ]
    for (rows, entry, flaw) in broken {
      #expect(Self.findings(Self.numbered(rows)) == Self.found(entry, flaw))
    }
  }

  @Test func rulesReplaceOthers() {
    let adopt = Self.entry(.rules, "adopt")
    #expect(Self.findings(Self.rows(adopt, adopt)) == Self.found(2, .rulesInForceAlready))
  }
}
