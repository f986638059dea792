import GridCore
import Postings
import Proof
import Testing

@testable import Laws
@testable import Ledger

@Suite struct RouteLawTests {
  private static func findings(
    _ records: [ChainedRecord], causes: [Int64], items: [(StoredItem, [NoticePlace])], counterpart: Int64? = nil
  ) -> [LawFinding] {
    var law = RouteLaw()
    for record in records { law.take(record) }
    for (index, cause) in causes.enumerated() {
      law.take(HandMade.entry(Int64(index + 1), .history, "note", item: 1, cause: cause, seal: .zero))
    }
    for (item, places) in items { law.take(item, notices: places) }
    law.end(withoutCounterpart: counterpart)
    return law.findings[.route]
  }

  private static func found(_ place: LawPlace, _ flaw: RecordFlaw) -> [LawFinding] {
    [LawFinding(place: place, flaw: .record(flaw))]
  }

  private static let report = HandMade.chained(HandMade.record(1))
  private static let item = (HandMade.item(1, notices: 2), HandMade.places(of: 1, 1, 2))

  @Test func aReportHasItsItemAndTheItemItsNotices() {
    let step = HandMade.chained(HandMade.record(2, item: 1))
    let spot = (HandMade.item(3, notices: 0, state: .closed, onSite: true), [NoticePlace]())
    #expect(
      Self.findings(
        [Self.report, step, HandMade.chained(HandMade.record(3))], causes: [1, 2, 3], items: [Self.item, spot]) == [])
  }

  @Test func whatHasNoCounterpartIsNamed() {
    let lost = HandMade.chained(HandMade.record(1), item: nil)
    #expect(
      Self.findings([lost], causes: [1], items: [])
        == Self.found(LawPlace(.record, 1), .hasNoItem)
        + Self.found(LawPlace(.record, 1), .reportsAndItems(reports: 1, items: 0)))
    #expect(
      Self.findings([], causes: [], items: [(HandMade.item(4, isReported: false), HandMade.places(of: 4, 1))])
        == Self.found(LawPlace(.record, 4), .reportsAndItems(reports: 0, items: 1)))
    #expect(
      Self.findings([Self.report], causes: [], items: [Self.item], counterpart: 1)
        == Self.found(LawPlace(.record, 1), .acceptedAndCaused(accepted: 1, caused: 0)))
  }

  @Test func aStepThatWaitedConcernsTheItemItWaitedFor() {
    let waited = HandMade.chained(HandMade.record(2, item: 1, waits: HandMade.key.itemID))
    #expect(Self.findings([Self.report, waited], causes: [1, 2], items: [Self.item]) == [])
    let other = HandMade.chained(HandMade.record(2, item: 1, waits: "another"))
    #expect(
      Self.findings([Self.report, other], causes: [1, 2], items: [Self.item])
        == Self.found(LawPlace(.record, 2), .waitedForAnother))
  }

  @Test func noticesThatLackOrAreTooManyAreFound() {
    let place = LawPlace.item(id: Self.item.0.item?.id ?? "")
    for ordinals in [[1], [1, 3], [1, 2, 3]] as [[Int64]] {
      let places = ordinals.map { NoticePlace(item: 1, ordinal: $0, row: $0) }
      #expect(
        Self.findings([Self.report], causes: [1], items: [(Self.item.0, places)])
          == Self.found(place, .notices(wanted: 2, found: Int64(ordinals.count))))
    }
    let silent = HandMade.item(1, notices: 0)
    #expect(
      Self.findings([Self.report], causes: [1], items: [(silent, [])])
        == Self.found(place, .onSite(notices: 0, onSite: false)))
    var law = RouteLaw()
    law.takeStray(NoticePlace(item: 9, ordinal: 1, row: 5))
    #expect(law.findings[.route] == Self.found(LawPlace(.notice, 5), .noticeOfNoItem))
  }
}

@Suite struct BalanceLawTests {
  private static func moved(_ what: String, _ rows: String) -> ChainedEntry {
    HandMade.entry(7, .delivery, what, note: rows, rules: nil)
  }

  private static func findings(
    _ notices: [StoredNotice], _ entries: [ChainedEntry], owed: Int64? = nil, delivered: Int64? = nil,
    items: [StoredItem]? = nil, notMoved: Int64? = nil
  ) throws -> [LawFinding] {
    var law = BalanceLaw()
    for notice in notices { law.take(notice) }
    for entry in entries { law.take(entry) { $0.contains(notMoved ?? 0) ? notMoved : nil } }
    for item in items ?? [HandMade.item(1, notices: notices.count)] { law.take(item) }
    var tally = Tally()
    tally[.owed] = owed ?? Int64(notices.count)
    tally[.delivered] = delivered ?? Int64(notices.filter { $0.state == "delivered" }.count)
    try law.end(tally) { RowStream(notices) }
    return law.findings[.balance]
  }

  private static func found(_ place: LawPlace, _ flaw: NoticeFlaw) -> [LawFinding] {
    [LawFinding(place: place, flaw: .notice(flaw))]
  }

  private static let notices = [
    HandMade.notice(1), HandMade.notice(2, to: "heshuikou/group/x", state: "publishing", deliveredAt: nil),
    HandMade.notice(3, state: "owed", deliveredAt: nil),
  ]
  private static let entries = [moved("publishing", "1-2"), moved("delivered", "1")]

  @Test func owedIsDeliveredAndPending() throws {
    #expect(try Self.findings(Self.notices, Self.entries) == [])
    // What a restored ledger was told of notices it does not know moves none.
    #expect(try Self.findings([], [Self.moved("carried", "triage x")]) == [])
  }

  @Test func aNoticeThatIsNeitherOrBothIsToldWithItsAddressee() throws {
    var notices = Self.notices
    notices[0].deliveredAt = nil
    #expect(
      try Self.findings(notices, Self.entries).first
        == Self.found(LawPlace(.notice, 1), .account(addressee: "triage", owed: 2, delivered: 0, pending: 1)).first)
    notices = Self.notices
    notices[2].seat = 4
    #expect(try Self.findings(notices, Self.entries) == Self.found(LawPlace(.notice, 3), .owedFromSomewhere))
  }

  @Test func theSumsAreTheCounters() throws {
    #expect(
      try Self.findings(Self.notices, Self.entries, delivered: 2)
        == Self.found(.tally, .tallyOfNotices(owed: 3, delivered: 2, pending: 2)))
    #expect(
      try Self.findings(Self.notices, Self.entries, items: [])
        == Self.found(.tally, .noticesOfItems(owed: 3, raised: 0)))
  }

  @Test func whatMovedIsWhatTheEntriesSay() throws {
    #expect(
      try Self.findings(Self.notices, Self.entries, notMoved: 1)
        == Self.found(LawPlace(.notice, 1), .notMoved(what: "publishing", entry: 7))
        + Self.found(LawPlace(.notice, 1), .notMoved(what: "delivered", entry: 7)))
    #expect(
      try Self.findings(Self.notices, [Self.moved("publishing", "1"), Self.moved("delivered", "1")])
        == Self.found(LawPlace(.notice, 2), .movedUntold(what: .announced, found: 2, told: 1)))
    #expect(
      try Self.findings(Self.notices, [Self.moved("publishing", "1-2")])
        == Self.found(LawPlace(.notice, 1), .movedUntold(what: .delivered, found: 1, told: 0)))
    #expect(
      try Self.findings(Self.notices, Self.entries + [Self.moved("publishing", "x")])
        == Self.found(LawPlace(.entry, 7), .namesNoNotices))
  }
}

@Suite struct CounterLawTests {
  private static func law() -> CounterLaw {
    var law = CounterLaw()
    law.take(HandMade.file(1))
    law.take(HandMade.file(2, state: "quarantined", records: 0))
    for (seq, state) in ["accepted", "rejected", "duplicate", "held"].enumerated() {
      law.take(HandMade.record(Int64(seq + 1), state: state))
    }
    var climb = HandMade.entry(1, .history, "escalate", item: 1)
    climb.row.holder = "triage"
    law.take(climb)
    // A rung that nobody was called to is none that was raised.
    law.take(HandMade.entry(3, .history, "escalate", item: 1))
    law.take(HandMade.entry(2, .incident, "clock", note: "back", rules: nil))
    law.take(HandMade.notice(1))
    law.take(HandMade.item(1))
    law.take(StoredRules(row: 1, digest: .zero, textDigest: nil, loadedAt: nil, counts: StoredRules.noCounts))
    return law
  }

  private static func findings(
    records: Int64 = 4, isSealed: Bool = true, _ change: (inout Tally) -> Void = { _ in }
  ) -> [LedgerLaw: [LawFinding]] {
    var law = law()
    var tally = law.counted
    tally[.replayed] = 3
    change(&tally)
    let standing = LedgerStanding(
      ledger: "l", epoch: 1, revision: 1, records: records, recordChain: .zero, entries: 2, entryChain: .zero)
    law.end(LedgerHeart(standing: standing, rulesInForce: nil, tally: tally, isSealed: isSealed))
    return Dictionary(uniqueKeysWithValues: LedgerLaw.allCases.map { ($0, law.findings[$0]) }).filter {
      !$0.value.isEmpty
    }
  }

  @Test func theCountersAreWhatTheRowsSay() {
    #expect(Self.findings().isEmpty)
    let counted = Self.law().counted
    let columns: [Tally.Column] = [
      .files, .taken, .quarantined, .accepted, .rejected, .duplicate, .held, .open, .triage, .owed, .delivered,
      .escalations, .rules, .incidents,
    ]
    for column in columns { #expect(counted[column] == (column == .files ? 2 : 1), "\(column)") }
  }

  @Test(arguments: [
    (Tally.Column.files, LedgerLaw.door), (.accepted, .door), (.incidents, .door), (.owed, .balance),
    (.delivered, .balance), (.open, .items), (.escalations, .items), (.onSite, .items),
  ])
  func aCounterThatIsOffBreaksTheLawItIsAbout(_ column: Tally.Column, _ law: LedgerLaw) {
    let findings = Self.findings { $0[column] += 1 }
    let stored = Self.law().counted[column] + 1
    let flaw = HeartFlaw.counter(column, stored: stored, found: stored - 1)
    #expect(findings == [law: [LawFinding(place: .tally, flaw: .heart(flaw))]])
  }

  @Test func theHeartIsSealedAndCountsAllThatWasDecided() {
    #expect(
      Self.findings(isSealed: false) == [.door: [LawFinding(place: .meta, flaw: .heart(.heartNotAsWritten))]])
    #expect(
      Self.findings(records: 5)
        == [.door: [LawFinding(place: .meta, flaw: .heart(.received(stored: 5, decided: 4)))]])
  }
}
