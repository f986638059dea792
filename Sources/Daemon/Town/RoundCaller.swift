internal import Custody
internal import Formats
internal import GridCore
internal import Ledger
internal import Linux
internal import Town
internal import Words

/// Brings forth the reports of rounds that have come round: a producer of the daemon's own, through the same door as all.
///
/// Each chunk of places is one durable transaction, together with how far the round is raised. Killed anywhere, the next start goes on
/// behind the last place; and as a report's id is made of its cause, nothing can be brought forth twice.
final class RoundCaller {
  /// Places that one transaction deals with.
  private static let chunk = 1024

  private let registrar: Registrar
  private let seat: LedgerSeat
  private let rules: RulesInForce
  private let alarms: Alarms
  private let journal: Journal
  /// Under which rules the next moment was worked out, and which that is.
  private var known: (rules: Digest, next: Timestamp?)?

  init(_ registrar: Registrar, alarms: Alarms) {
    self.registrar = registrar
    self.alarms = alarms
    (seat, rules, journal) = (registrar.seat, registrar.rules, registrar.journal)
  }

  /// Whether a round may have come round.
  func isDue(_ now: Timestamp) -> Bool {
    guard let known, known.rules == rules.current.digest else { return true }
    return known.next.map { $0 <= now } ?? false
  }

  /// When the next one is due, as far as it is known.
  var next: Timestamp? { known?.next }

  /// Raises all that is due by now; answers how many reports and lines that brought.
  func call(_ now: Timestamp) throws(Failure) -> Int {
    let (book, ledger) = (rules.current, seat.ledger)
    guard !book.rounds.isEmpty else {
      alarms.lower(.round)
      known = (book.digest, nil)
      return 0
    }
    let definitions = try attempt { try ledger.definitions() }
    let standings = definitions.filter { $0.source == EventIdentity.rounds }
      .map { RoundStanding(name: $0.name, done: $0.done, place: $0.place) }
    let plan = RoundPlan(book, standings, through: now)
    show(book, now)
    var brought = 0
    for call in plan.calls { brought += try raise(call, under: book, now) }
    known = (book.digest, plan.next)
    return brought
  }

  /// Tells of rounds that cannot be raised.
  private func show(_ book: RuleBook, _ now: Timestamp) {
    let hindered = book.rounds.filter { $0.hindrance(under: book, at: now) != nil }.map(\.name)
    guard let first = hindered.first else { return alarms.lower(.round) }
    let more = hindered.count > 1 ? " (+\(hindered.count - 1))" : ""
    alarms.raise(
      .round,
      Bilingual(
        en: "the matter or the office of round “\(first)”\(more) is gone: it is missed until rules.yaml names another",
        zh: "定期任务“\(first)”\(more)的事项或办公室已不存在：在 rules.yaml 改好之前，到期都记为漏办"))
  }

  private func raise(_ call: RoundCallDue, under book: RuleBook, _ now: Timestamp) throws(Failure) -> Int {
    let places = try places(of: call.rule, under: book).filter { place in
      call.afterPlace.map { $0.utf8.lexicographicallyPrecedes(place.id.utf8) } ?? true
    }
    if call.isOver || call.rule.hindrance(under: book, at: now) != nil {
      return try miss(call, places, under: book, now)
    }
    let ledger = seat.ledger
    let name = call.rule.name
    let inHand = call.rule.unlessOpen ? try attempt { try ledger.placesInHand(ofRound: name) } : []
    let isSpared = try capReached(call.rule, under: book, now)
    var (rest, raised, left, isFirst) = (places[...], 0, 0, true)
    while !rest.isEmpty || isFirst {
      isFirst = false
      let chunk = rest.prefix(Self.chunk)
      rest = rest.dropFirst(Self.chunk)
      let brought = try raise(
        call, at: Array(chunk), isLast: rest.isEmpty, inHand: inHand, isSpared: isSpared, under: book, now)
      raised += brought.raised
      left += brought.left
    }
    journal.notice(
      "round \(call.rule.name) \(call.due.period.text): \(counted(raised, "report")) raised"
        + (left > 0 ? ", \(left) spared or skipped" : ""),
      "定期任务 \(call.rule.name) \(call.due.period.text)：生成 \(raised) 件" + (left > 0 ? "，免查或跳过 \(left) 处" : ""))
    return raised + left
  }

  private func raise(
    _ call: RoundCallDue, at places: [RoundPlace], isLast: Bool, inHand: Set<ByteText>,
    isSpared: (RoundPlace) -> Bool, under book: RuleBook, _ now: Timestamp
  ) throws(Failure) -> (raised: Int, left: Int) {
    // Names of rules and register always make a report that reads.
    let drafts = places.compactMap { place in draft(call, at: place, now).map { (place, $0) } }
    let knowledge = try registrar.knowledge(of: drafts.map(\.1))
    var own = OwnBatch()
    var wanted: [OwnDraft] = []
    for (place, draft) in drafts where knowledge.known[draft.event.key] == nil {
      if isSpared(place) {
        own.lines.append(line(.spared, call, .place(place.id)))
      } else if inHand.contains(ByteText(place.id)) {
        own.lines.append(line(.skipped, call, .place(place.id)))
      } else {
        wanted.append(draft)
      }
    }
    own.progress = [progress(call, upTo: isLast ? nil : places.last?.id)]
    try registrar.enter(wanted, knowing: knowledge, own, under: book, now)
    return (wanted.count, own.lines.count)
  }

  /// Says once at how many places it is not raised any more.
  private func miss(
    _ call: RoundCallDue, _ places: [RoundPlace], under book: RuleBook, _ now: Timestamp
  ) throws(Failure) -> Int {
    var missed = 0
    var rest = places[...]
    while !rest.isEmpty {
      let drafts = rest.prefix(Self.chunk).compactMap { draft(call, at: $0, now) }
      let knowledge = try registrar.knowledge(of: drafts)
      missed += drafts.count { knowledge.known[$0.event.key] == nil }
      rest = rest.dropFirst(Self.chunk)
    }
    var own = OwnBatch()
    if missed > 0 { own.lines = [line(.missed, call, .places(missed))] }
    own.progress = [progress(call, upTo: nil)]
    try registrar.enter([], knowing: IntakeKnowledge(), own, under: book, now)
    guard missed > 0 else { return 0 }
    journal.warning(
      "round \(call.rule.name) \(call.due.period.text): missed at \(counted(missed, "place"))",
      "定期任务 \(call.rule.name) \(call.due.period.text)：\(missed) 处漏办")
    return 1
  }

  private func progress(_ call: RoundCallDue, upTo place: String?) -> OwnBatch.Progress {
    OwnBatch.Progress(
      name: call.rule.name, done: place == nil ? call.due.moment : call.due.moment.adding(-1), place: place)
  }

  private func line(_ word: RoundLine.Word, _ call: RoundCallDue, _ extent: RoundLine.Extent) -> RoundLine {
    RoundLine(word, name: call.rule.name, period: call.due.period.text, due: call.due.moment, extent: extent)
  }

  private func draft(_ call: RoundCallDue, at place: RoundPlace, _ now: Timestamp) -> OwnDraft? {
    let (rule, period) = (call.rule, call.due.period)
    let id = rule.reportID(of: period, at: place.id) { sha256(of: Array($0.utf8)) }
    let text = OwnReportText(
      matter: rule.matter, community: place.community, grid: place.grid,
      subject: rule.audience == .subject ? place.id : nil, summary: rule.told)
    let round = RoundCall(name: rule.name, period: period.text, place: place.id, due: call.due.moment)
    return OwnDraft(text.bytes(of: round, id: id), received: now)
  }

  // MARK: Places

  /// Where it is raised, in the order of the bytes of their ids: by that a raising goes on where it was broken off.
  private func places(of rule: RoundRule, under book: RuleBook) throws(Failure) -> [RoundPlace] {
    let places = rule.audience == .subject ? try subjects(of: rule, under: book) : book.places(of: rule)
    return places.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
  }

  /// The subjects of the register at which it is raised.
  private func subjects(of rule: RoundRule, under book: RuleBook) throws(Failure) -> [RoundPlace] {
    let ledger = seat.ledger
    return try attempt {
      var places: [RoundPlace] = []
      try ledger.eachSubject { if let place = book.place(of: $0, in: rule) { places.append(place) } }
      return places
    }
  }

  /// Tells of a subject whether it has had its visits of the year; of an inspection only.
  private func capReached(
    _ rule: RoundRule, under book: RuleBook, _ now: Timestamp
  ) throws(Failure) -> (RoundPlace) -> Bool {
    let matter = rule.matter.flatMap { book.matter($0) }
    guard rule.audience == .subject, let visits = book.visits,
      visits.isInspection(matter: matter?.code, duty: matter.map { book.duties[$0.duty].id })
    else { return { _ in false } }
    let year = Period(.year, of: book.calendar.local(now).day)
    let ledger = seat.ledger
    let made = try attempt { try ledger.visits(in: year.first...year.last) }
    return { place in
      visits.cap[place.colour ?? .colourless].map { (made[ByteText(place.id)] ?? 0) >= $0 } ?? false
    }
  }
}
