import GridCore
internal import JSON
internal import Words

/// Reads the fields of one event, remembering what it has read of the identity when it stops at a flaw.
struct EventDecoder {
  // 2000-01-01T00:00:00Z: what is before it comes from a clock that is wrong.
  private static let earliest = Timestamp(seconds: 946_684_800)

  let start: Int
  let received: Timestamp
  let maxDepth: Int
  let version: DecidingVersion
  /// Whether this binary itself brought the event forth.
  let isOwn: Bool
  private(set) var source: String?
  private(set) var id: String?
  private(set) var type: String?

  init(start: Int, received: Timestamp, maxDepth: Int, as version: DecidingVersion, isOwn: Bool) {
    self.start = start
    self.received = received
    self.maxDepth = maxDepth
    self.version = version
    self.isOwn = isOwn
  }

  mutating func decode(_ value: JSONValue) throws(EventFlaw) -> Event {
    guard case .object(let members) = value else {
      throw EventFlaw(
        .notAnEvent, at: start, [.found: value.kind.rawValue])
    }
    let top = EventFields(members)
    // The source first, and both before anything can fail: a rejection shall name its sender.
    let source = readName(.source, of: top)
    let id = readName(.id, of: top)
    if !isOwn, version >= .seventh, let named = self.source, EventIdentity.isReserved(source: named) {
      throw EventFlaw(.reservedSource, at: top[.source]?.offset ?? start, [.found: named])
    }
    let identity = EventIdentity(source: try source.get(), id: try id.get())
    var fields = top[.specversion] == nil ? top : try CloudEvent.unwrap(top, maxDepth: maxDepth)
    let type = try readType(of: fields)
    if fields[.type] == nil { fields.add(.type, .string("report")) }
    let time = try moment(.time, of: fields, latest: received.adding(EventReader.farthestAhead))
    let body: Event.Body =
      switch type {
      case .report: .report(try report(of: fields))
      case .step(let kind): .step(try step(kind, of: fields))
      case .order(let kind): .order(try order(kind, of: fields))
      case .rating: .rating(try rating(of: fields))
      }
    return Event(
      identity: identity, key: identity.key, time: time, content: CanonicalForm.digest(of: fields.members), body: body)
  }

  private mutating func readName(_ field: EventField, of fields: EventFields) -> Result<String, EventFlaw> {
    do throws(EventFlaw) {
      let text = try name(
        fields[field], called: field.name, missing: EventFlaw(field == .id ? .missingID : .missingSource, at: start))
      if field == .id { id = text } else { source = text }
      return .success(text)
    } catch {
      return .failure(error)
    }
  }

  /// Text that names something: not empty, at most 256 bytes, no control characters.
  func name(
    _ member: JSONMember?, called name: String, missing: @autoclosure () -> EventFlaw
  ) throws(EventFlaw) -> String {
    guard let member else { throw missing() }
    guard case .string(let text) = member.value else {
      throw .wrongType(name, member, wanted: .string)
    }
    if text.isEmpty { throw missing() }
    guard text.utf8.count <= EventReader.longestName else {
      throw EventFlaw(
        .tooLong, at: member.offset,
        [.name: name, .bytes: "\(text.utf8.count)", .limit: "\(EventReader.longestName)"])
    }
    try Self.refuseControls(in: text, name: name, at: member.offset)
    return text
  }

  /// Whether a text may be an id or a source.
  static func isName(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.count <= EventReader.longestName else { return false }
    do throws(EventFlaw) { try refuseControls(in: text, name: "", at: 0) } catch { return false }
    return true
  }

  /// Control characters are U+0000–001F and U+007F–009F (general category Cc).
  static func refuseControls(in text: String, name: String, at offset: Int) throws(EventFlaw) {
    // No control character but these begins a sequence of bytes, or is one.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != 0xC2 }) { return }
    guard let control = text.unicodeScalars.first(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
    else { return }
    throw EventFlaw(.controlCharacter, at: offset, [.name: name, .found: codePoint(control)])
  }

  /// What kind of event it is.
  private enum EventType {
    case report
    case step(StepKind)
    case order(Order.Kind)
    case rating
  }

  private mutating func readType(of fields: EventFields) throws(EventFlaw) -> EventType {
    guard let member = fields[.type] else {
      type = "report"
      return .report
    }
    guard case .string(let word) = member.value else {
      throw .wrongType("type", member, wanted: .string)
    }
    try Self.refuseControls(in: word, name: "type", at: member.offset)
    if word == "report" {
      type = word
      return .report
    }
    if let order = Order.Kind(rawValue: word), version.orders.contains(order) {
      type = word
      return .order(order)
    }
    if word == Rating.type, version >= .seventh {
      type = word
      return .rating
    }
    let steps = version.steps
    guard let kind = StepKind(rawValue: word), steps.contains(kind) else {
      let rating = version >= .seventh ? [Rating.type] : []
      let known = (["report"] + steps.map(\.rawValue) + rating + version.orders.map(\.rawValue)).joined(
        separator: ", ")
      throw EventFlaw(
        .unknownType, at: member.offset, [.found: Refusal.excerpt(word), .wanted: known])
    }
    type = word
    return .step(kind)
  }

  func text(_ field: EventField, of fields: EventFields) throws(EventFlaw) -> String? {
    guard let member = fields[field] else { return nil }
    guard case .string(let text) = member.value else {
      throw .wrongType(field.name, member, wanted: .string)
    }
    return text
  }

  /// Who took part, or why: what nobody could read anything in says neither.
  func words(_ field: EventField, of fields: EventFields) throws(EventFlaw) -> String? {
    said(try text(field, of: fields))
  }

  /// The same of a part of a field.
  func said(_ text: String?) -> String? { version >= .eleventh && text?.isBlank == true ? nil : text }

  func moment(_ field: EventField, of fields: EventFields, latest: Timestamp?) throws(EventFlaw) -> Timestamp? {
    guard let member = fields[field] else { return nil }
    return try moment(member, called: field.name, latest: latest)
  }

  func moment(_ member: JSONMember, called name: String, latest: Timestamp?) throws(EventFlaw) -> Timestamp {
    guard case .string(let text) = member.value else {
      throw .wrongType(name, member, wanted: .string)
    }
    guard let moment = RFC3339.timestamp(text) else {
      throw EventFlaw(
        .badTime, at: member.offset, [.name: name, .found: Refusal.excerpt(text)])
    }
    if moment < Self.earliest {
      throw EventFlaw(
        .timeOutOfRange, at: member.offset, [.name: name, .found: Refusal.excerpt(text), .fault: "past"])
    }
    if let latest, moment > latest {
      throw EventFlaw(
        .timeOutOfRange, at: member.offset, [.name: name, .found: Refusal.excerpt(text), .fault: "future"])
    }
    return moment
  }
}

extension DecidingVersion {
  /// The orders that the releases of this version could read.
  fileprivate var orders: [Order.Kind] {
    switch self {
    case .first, .second, .third, .fourth: []
    case .fifth: [.apply]
    case .sixth, .seventh, .eighth, .ninth, .tenth, .eleventh: Order.Kind.allCases
    }
  }

  /// The steps that the releases of this version could read.
  fileprivate var steps: [StepKind] {
    let new: Set<StepKind> = [.approve, .refuse, .appeal]
    return self < .fourth ? StepKind.allCases.filter { !new.contains($0) } : StepKind.allCases
  }
}

extension EventIdentity {
  /// Whether only this binary itself may send under a source.
  static func isReserved(source: String) -> Bool {
    let source = ByteText(source)
    return source == ByteText(rounds) || source == ByteText(integrity)
  }
}
