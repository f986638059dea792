import GridCore

/// A digest that differs where the text does: good enough to tell contents apart, and no cryptography.
func content(_ text: String) -> Digest {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  var generator = SeededGenerator(seed: hash)
  let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
  guard let digest = Digest(bytes: bytes) else { preconditionFailure("32 bytes are no digest") }
  return digest
}

func key(of identity: EventIdentity) -> EventKey {
  EventKey(content("\(identity.source)\u{0}\(identity.id)"))
}

/// A report from `hotline`; its content is told apart by `wording`.
func reportEvent(
  _ id: String, _ report: Report = Report(matter: "UM-001", grid: "heshuikou-01"), wording: String = "as first told",
  source: String = "hotline"
) -> Event {
  let identity = EventIdentity(source: source, id: id)
  return Event(
    identity: identity, key: key(of: identity), time: nil, content: content("\(id) \(wording)"), body: .report(report))
}

/// A step from `desk` for the item of the report with this id.
func stepEvent(
  _ id: String, _ kind: StepKind, on report: String, wording: String = "",
  changing: (inout StepRequest) -> Void = { _ in }
) -> Event {
  let identity = EventIdentity(source: "desk", id: id)
  var request = StepRequest(kind: kind, item: itemID(of: report))
  request.by = "王"
  changing(&request)
  return Event(
    identity: identity, key: key(of: identity), time: nil, content: content("\(id) \(kind) \(wording)"),
    body: .step(request))
}

func itemKey(of report: String) -> EventKey {
  key(of: EventIdentity(source: "hotline", id: report))
}

func itemID(of report: String) -> String {
  itemKey(of: report).itemID
}

/// The item of a report received at a time.
func newChange(_ report: Report, at received: Timestamp, under book: RuleBook = Town.book) -> ItemChange {
  Item.new(from: reportEvent("r1", report), report: report, received: received, under: book)
}

/// An item at its post: UM-001 in heshuikou-01, received on Monday 2026-03-02 at 10:00, due on Tuesday at 10:00.
func itemAtPost(under book: RuleBook = Town.book) -> Item {
  newChange(Report(matter: "UM-001", grid: "heshuikou-01"), at: at("2026-03-02 10:00"), under: book).item
}

extension StepRequest {
  /// A step with everything a step can want.
  static func request(_ kind: StepKind, note: String? = "因故", changing: (inout StepRequest) -> Void = { _ in })
    -> StepRequest
  {
    var request = StepRequest(kind: kind, item: itemID(of: "r1"))
    request.by = "王"
    request.note = note
    changing(&request)
    return request
  }
}
