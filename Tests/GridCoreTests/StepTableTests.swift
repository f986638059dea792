import GridCore
import Testing

/// Every cell of state × step, against the contract.
@Suite struct StepTableTests {
  static let now = at("2026-03-02 11:00")

  /// A life up to a place: UM-001 in heshuikou-01, due on Tuesday 10:00.
  static func item(at place: Item.Place, under book: RuleBook = Town.book) -> Item {
    let before = at("2026-03-02 10:30")
    let open = itemAtPost(under: book)
    let steps: [StepRequest] =
      switch place {
      case .triage, .open, .resolved: []
      case .accepted: [.request(.accept)]
      case .suspended: [.request(.suspend) { $0.until = at("2026-03-05 10:00") }]
      case .closed: [.request(.resolve)]
      case .void: [.request(.void)]
      }
    if place == .triage { return newChange(Report(matter: "UM-001"), at: at("2026-03-02 10:00")).item }
    if place == .resolved {
      var town = Town()
      town.lifecycle.check = .group
      return open.after([.request(.resolve)], at: before, under: town.book)
    }
    return open.after(steps, at: before, under: book)
  }

  /// `+` the step is legal; `c` a condition forbids it here; `s` the state does; `t` it is for items in triage only; `i` triage takes
  /// few; `a` it is accepted already.
  static let legality = """
    step      triage  open  accepted  suspended  resolved  closed  void
    assign    +       t     t         s          s         s       s
    accept    i       +     a         s          s         s       s
    return    i       +     +         s          s         s       s
    transfer  i       +     +         s          s         s       s
    extend    i       +     +         s          s         s       s
    suspend   i       +     +         s          s         s       s
    resume    i       s     s         +          s         s       s
    approve   i       c     c         c          c         c       c
    refuse    i       c     c         c          c         c       c
    resolve   +       +     +         s          s         s       s
    check     i       s     s         s          +         +       s
    visit     i       s     s         s          +         +       s
    reopen    i       s     s         s          +         +       s
    appeal    i       s     s         s          s         c       s
    void      +       +     +         +          s         s       s
    note      +       +     +         +          +         +       +
    """

  struct Cell: Sendable, CustomTestStringConvertible {
    let step: StepKind
    let place: Item.Place
    let mark: String

    var testDescription: String { "\(step) at \(place)" }
  }

  static let cells: [Cell] = {
    let rows = legality.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    let places = rows[0].dropFirst().compactMap { Item.Place(rawValue: $0) }
    return rows.dropFirst().flatMap { row in
      zip(places, row.dropFirst()).compactMap { place, mark in
        StepKind(rawValue: row[0]).map { Cell(step: $0, place: place, mark: mark) }
      }
    }
  }()

  /// A step that says all it must.
  static func request(_ step: StepKind) -> StepRequest {
    .request(step) {
      $0.grid = step == .return ? "heshuikou-02" : "heshuikou-01"
      $0.to = "heshuikou/heshuikou-01/patrol"
      $0.until = at("2026-03-04 10:00")
      $0.byLimit = limit("1wd")
      $0.outcome = "pass"
      if step == .transfer || step == .note { $0.grid = nil }
    }
  }

  @Test func theTestHoldsEveryStepAtEveryPlaceAndSoDoesTheTable() {
    #expect(Self.cells.count == StepKind.allCases.count * Item.Place.allCases.count)
    #expect(StepTable.rows.map(\.step) == StepKind.allCases)
    for place in Item.Place.allCases { #expect(Self.item(at: place).place == place) }
    for row in StepTable.rows { #expect(Set(row.cells.map(\.place)).count == row.cells.count) }
  }

  @Test(arguments: cells) func everyCellIsTakenOrRefusedAsTheContractSays(_ cell: Cell) {
    let item = Self.item(at: cell.place)
    let answer = item.applying(Self.request(cell.step), received: Self.now, under: Town.book)
    let legal = Self.cells.filter { $0.place == cell.place && $0.mark == "+" }.map(\.step)
    #expect(item.legalSteps(at: Self.now, under: Town.book) == legal)
    switch cell.mark {
    case "+": #expect(refusalOf(answer) == nil)
    case "t": expect(answer, refuses: cell.step, .notInTriage, legal: legal)
    case "i": expect(answer, refuses: cell.step, .inTriage, legal: legal)
    case "a": expect(answer, refuses: cell.step, .alreadyAccepted, legal: legal)
    case "c":
      let condition: StepTable.Condition = cell.step == .appeal ? .late : .requestWaits
      expect(answer, refuses: cell.step, .condition(condition), legal: legal)
    default: expect(answer, refuses: cell.step, .state(item.state.kind), legal: legal)
    }
    #expect((StepTable.cell(of: cell.step, at: cell.place) != nil) == ("+c".contains(cell.mark)))
  }

  @Test(arguments: cells.filter { $0.mark == "+" }) func noStepSucceedsWithoutAnEntryAndARevision(_ cell: Cell) throws {
    let item = Self.item(at: cell.place)
    let change = try item.applying(Self.request(cell.step), received: Self.now, under: Town.book).get()
    #expect(change.entries.contains { $0.what == .step(cell.step) && $0.at == Self.now && $0.by == "王" })
    #expect(change.item.memory.revision == item.memory.revision + 1)
    #expect(change.item.memory.notices == item.memory.notices + change.notices.count)
  }

  // MARK: Notes

  static let noted: [StepKind] = [.return, .void, .reopen, .suspend, .refuse, .appeal]

  @Test(arguments: cells.filter { $0.mark == "+" }) func someStepsNeedANoteThatIsNotBlank(_ cell: Cell) {
    let item = Self.item(at: cell.place)
    for note in [nil, "", " \u{3000} ", "\u{A0}\t\n", "\u{200B}"] {
      var request = Self.request(cell.step)
      request.note = note
      let refusal = refusalOf(item.applying(request, received: Self.now, under: Town.book))
      #expect(refusal?.why == (Self.noted.contains(cell.step) ? .noteMissing : nil))
      #expect(refusal?.legal.contains(cell.step) != true)
    }
  }

  @Test func theStateIsToldBeforeTheMissingNote() {
    let answer = Self.item(at: .void).applying(.request(.reopen, note: nil), received: Self.now, under: Town.book)
    #expect(refusalOf(answer)?.why == .state(.void))
  }
}

extension Item {
  /// The item after steps that it takes.
  func after(_ steps: [StepRequest], at now: Timestamp, under book: RuleBook = Town.book) -> Item {
    steps.reduce(self) { item, step in
      switch item.applying(step, received: now, under: book) {
      case .success(let change): return change.item
      case .failure(let failure): preconditionFailure("\(step.kind) is refused: \(failure.refusal.why)")
      }
    }
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
