import GridCore
import Testing

/// Every cell of state × step, against the contract (§3, States and steps).
@Suite struct StepTableTests {
  /// Where an item may stand when a step comes.
  enum Place: String, CaseIterable, Sendable {
    case triage, atPost, suspended, resolved, closed, void

    /// An item there; outside triage it has climbed to rung 1 and had two notices.
    var item: Item {
      if self == .triage { return newChange(Report(matter: "UM-001"), at: at("2026-03-02 10:00")).item }
      guard var item = itemAtPost().escalation(at: at("2026-03-03 10:00:01"), under: Town.book)?.item else {
        preconditionFailure("the item does not climb")
      }
      if self == .atPost { return item }
      item.state = ItemState(rawValue: rawValue) ?? .open
      item.nextDue = nil
      return item
    }
  }

  /// `+` the step is legal; `s` the state forbids it; `t` it is for items in triage only.
  static let legality = """
    step      triage  atPost  suspended  resolved  closed  void
    assign    +       t       s          s         s       s
    accept    +       +       s          s         s       s
    return    +       +       s          s         s       s
    transfer  +       +       s          s         s       s
    extend    +       +       s          s         s       s
    suspend   +       +       s          s         s       s
    resume    s       s       +          s         s       s
    resolve   +       +       s          s         s       s
    check     s       s       s          +         +       s
    visit     s       s       s          +         +       s
    reopen    s       s       s          +         +       s
    void      +       +       +          s         s       s
    note      +       +       +          +         +       +
    """

  struct Cell: Sendable, CustomTestStringConvertible {
    let step: StepKind
    let place: Place
    let mark: String

    var testDescription: String { "\(step) at \(place)" }
  }

  static let cells: [Cell] = {
    let rows = legality.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    let places = rows[0].dropFirst().compactMap { Place(rawValue: $0) }
    return rows.dropFirst().flatMap { row in
      zip(places, row.dropFirst()).compactMap { place, mark in
        StepKind(rawValue: row[0]).map { Cell(step: $0, place: place, mark: mark) }
      }
    }
  }()

  /// The legal steps told with a refusal: of those this version carries out.
  static let taken: [Place: [StepKind]] = [
    .triage: [.assign, .accept, .resolve, .void, .note],
    .atPost: [.accept, .resolve, .void, .note],
    .suspended: [.void, .note],
    .resolved: [.reopen, .note],
    .closed: [.reopen, .note],
    .void: [.note],
  ]

  @Test func theTableHoldsEveryStepAtEveryPlace() {
    #expect(Self.cells.count == StepKind.allCases.count * Place.allCases.count)
    #expect(Set(Self.cells.map(\.testDescription)).count == Self.cells.count)
    #expect(Set(Place.allCases.map(\.item.state)) == Set(ItemState.allCases))
    #expect(Place.allCases.filter(\.item.isInTriage) == [.triage])
  }

  @Test(arguments: cells) func everyCellIsTakenOrRefusedAsTheContractSays(_ cell: Cell) {
    let item = cell.place.item
    let request = StepRequest.request(cell.step) { $0.grid = "heshuikou-01" }
    let answer = item.applying(request, received: at("2026-03-04 10:00"), under: Town.book)
    if cell.mark == "+" {
      #expect(refusalOf(answer) == nil)
    } else {
      let why: StepRefusal.Why = cell.mark == "t" ? .notInTriage : .state(item.state)
      expect(answer, refuses: cell.step, why, legal: Self.taken[cell.place])
    }
  }

  @Test(arguments: Place.allCases) func theLegalStepsAreThoseThatTheTableHasAndThisVersionTakes(_ place: Place) {
    #expect(place.item.legalSteps == Self.taken[place])
  }

  @Test func theStepsThisVersionTakesAreSix() {
    #expect(StepKind.taken == [.assign, .accept, .resolve, .reopen, .void, .note])
  }

  // MARK: Notes

  @Test(arguments: [
    (StepKind.void, Place.atPost), (.void, .triage), (.void, .suspended), (.reopen, .closed), (.reopen, .resolved),
    (.return, .atPost),
  ])
  func voidReopenAndReturnNeedANote(_ step: StepKind, _ place: Place) {
    let item = place.item
    for note in [nil, "", " \u{3000} ", "\u{A0}\t\n", "\u{200B}"] {
      let answer = item.applying(.request(step, note: note), received: at("2026-03-04 10:00"), under: Town.book)
      expect(answer, refuses: step, .noteMissing, legal: Self.taken[place]?.filter { $0 != step })
    }
  }

  @Test(arguments: [
    (StepKind.assign, Place.triage), (.accept, .atPost), (.resolve, .atPost), (.note, .closed), (.accept, .triage),
  ])
  func theOtherStepsNeedNone(_ step: StepKind, _ place: Place) {
    let request = StepRequest.request(step, note: nil) { $0.grid = "heshuikou-01" }
    #expect(refusalOf(place.item.applying(request, received: at("2026-03-04 10:00"), under: Town.book)) == nil)
  }

  @Test func theStateIsToldBeforeTheMissingNote() {
    let answer = Place.void.item.applying(
      .request(.reopen, note: nil), received: at("2026-03-04 10:00"), under: Town.book)
    #expect(refusalOf(answer)?.why == .state(.void))
  }
}

func refusalOf(_ answer: Result<ItemChange, StepRefusal.Failure>) -> StepRefusal? {
  if case .failure(let failure) = answer { failure.refusal } else { nil }
}

func expect(
  _ answer: Result<ItemChange, StepRefusal.Failure>, refuses step: StepKind, _ why: StepRefusal.Why,
  legal: [StepKind]?, at location: SourceLocation = #_sourceLocation
) {
  let refusal = refusalOf(answer)
  #expect(refusal?.step == step, sourceLocation: location)
  #expect(refusal?.why == why, sourceLocation: location)
  #expect(refusal?.legal == legal, sourceLocation: location)
}
