internal import Formats
package import GridCore
package import Ledger

/// A record on its way in: an event with its bytes, or bytes that are none.
package struct TestRecord {
  /// The event, as the decoder would have read it; nil where the bytes are none.
  package var event: Event?
  /// The bytes that the ledger keeps.
  package var bytes: [UInt8]
  /// What becomes of bytes that are no event.
  package var refusal = RecordOutcome.duplicate

  /// A report from `hotline`.
  package static func report(
    _ id: String, matter: String? = "UM-001", grid: String? = "heshuikou-01", source: String = "hotline",
    onSite: Bool = false, subject: String? = nil, wording: String = ""
  ) -> TestRecord {
    let resolved = onSite ? OnSiteResolution(by: "王", at: nil, note: "当场") : nil
    let report = Report(
      matter: matter, community: nil, grid: grid, risk: .red, subject: subject, resolved: resolved)
    return TestRecord(source: source, id: id, wording: wording, body: .report(report))
  }

  /// A step from `desk` for the item of a report from `hotline`.
  package static func step(_ id: String, _ kind: StepKind, on report: String, note: String? = "因故") -> TestRecord {
    var step = StepRequest(kind: kind, item: item(of: report).itemID)
    step.by = "李"
    step.note = note
    return TestRecord(source: "desk", id: id, wording: kind.rawValue, body: .step(step))
  }

  /// A rating from `desk`, in bytes that say it.
  package static func rating(_ id: String, _ subject: String, more: String) -> TestRecord {
    let bytes = Array(#"{"source":"desk","id":"\#(id)","type":"rate","subject":"\#(subject)",\#(more)}"#.utf8)
    return TestRecord(event: EventReader.again(bytes, received: noon()), bytes: bytes, refusal: .duplicate)
  }

  /// Bytes that are no event, refused for their syntax.
  package static func unreadable(_ text: String) -> TestRecord {
    TestRecord(event: nil, bytes: Array(text.utf8), refusal: .rejected(code: "syntax", text: "not a record"))
  }

  private init(event: Event?, bytes: [UInt8], refusal: RecordOutcome) {
    self.event = event
    self.bytes = bytes
    self.refusal = refusal
  }

  private init(source: String, id: String, wording: String, body: Event.Body) {
    let identity = EventIdentity(source: source, id: id)
    bytes = Array("{\"source\":\"\(source)\",\"id\":\"\(id)\",\"wording\":\"\(wording)\"}".utf8)
    event = Event(
      identity: identity, key: identity.key, time: nil, content: sha256(of: Array(wording.utf8)), body: body)
  }

  /// The key of the item that a report from `hotline` made.
  package static func item(of report: String) -> EventKey {
    EventIdentity(source: "hotline", id: report).key
  }
}
