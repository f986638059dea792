import Figures
import Formats
import GridCore
import JSON
import Words

enum EventPromises {
  static func check(_ bytes: [UInt8]) throws(BrokenPromise) {
    try checkPaper(bytes)
    switch read(bytes) {
    case .failure(let rejection): try checkRejection(rejection, of: bytes)
    case .success(let event):
      let value: JSONValue
      do {
        value = try StrictJSON.read(bytes[...], maxDepth: IntakeLimits().maxDepth)
      } catch {
        throw BrokenPromise(description: "an event is JSON, yet \(error)")
      }
      try checkNames(event)
      try checkSame(event, Respelling.of(value, seed: bytes))
      try checkOther(event, value)
      try checkFlat(event, bytes)
      try checkNotice(event, bytes)
      try checkGlance(event, bytes)
    }
  }

  private static func read(_ bytes: [UInt8]) -> Result<Event, Rejection> {
    EventReader(limits: IntakeLimits()).read(bytes[...], received: FuzzTown.receipt)
  }

  /// What is read of a report at a glance is what is read of it.
  private static func checkGlance(_ event: Event, _ bytes: [UInt8]) throws(BrokenPromise) {
    guard case .report(let report) = event.body, let glance = ReportGlance(bytes[...]) else { return }
    let text = { (place: Range<Int>?) in place.map { String(decoding: bytes[$0], as: UTF8.self) } }
    let pairs = [
      (text(glance.matter), report.matter), (text(glance.community), report.community),
      (text(glance.grid), report.grid),
    ]
    let isSame = pairs.allSatisfy { $0.map { ByteText($0) } == $1.map { ByteText($0) } }
    try promise(
      isSame && glance.risk == report.risk && glance.isOnSite == (report.resolved != nil),
      "a glance at a report sees what it says: \(glance)")
  }

  private static func checkRejection(_ rejection: Rejection, of bytes: [UInt8]) throws(BrokenPromise) {
    let end = place(of: bytes.count, in: bytes)
    try promise(
      (rejection.line, rejection.column) >= (1, 1) && (rejection.line, rejection.column) <= (end.line, end.column + 1),
      "the fault lies in the record, not at \(rejection.line):\(rejection.column)")
    try checkWords(rejection.message)
    for name in [rejection.source, rejection.id].compactMap({ $0 }) { try checkName(name) }
    if rejection.endsEarly {
      let fault = StrictJSON.syntaxFault(of: bytes[...])
      try promise(fault?.endsEarly == true, "only what is not complete ends early: \(rejection)")
    }
  }

  private static func checkName(_ name: String) throws(BrokenPromise) {
    let isGood =
      (1...256).contains(name.utf8.count) && !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
    try promise(isGood, "a name has 1 to 256 bytes and no control characters: \(name.debugDescription)")
  }

  private static func checkNames(_ event: Event) throws(BrokenPromise) {
    try checkName(event.identity.source)
    try checkName(event.identity.id)
    try promise(event.key == event.identity.key, "the key is the identity's")
    guard let time = event.time else { return }
    try promise(
      time.seconds >= 946_684_800 && time <= FuzzTown.receipt.adding(86_400),
      "the time is from 2000 to tomorrow: \(time)")
  }

  /// White space, key order and escapes make no other event.
  private static func checkSame(_ event: Event, _ text: [UInt8]) throws(BrokenPromise) {
    switch read(text) {
    case .failure(let rejection): throw BrokenPromise(description: "spelt in another way it is refused: \(rejection)")
    case .success(let again):
      try promise(again.content == event.content, "spelt in another way the content is the same")
      try checkBody(of: again, as: event, "spelt in another way")
    }
  }

  private static func checkBody(of other: Event, as event: Event, _ how: String) throws(BrokenPromise) {
    try promise(other.identity == event.identity && other.key == event.key, "\(how) the identity is the same")
    try promise(other.time == event.time && other.type == event.type, "\(how) time and type are the same")
    try promise("\(other.body)" == "\(event.body)", "\(how) it says the same: \(other.body), not \(event.body)")
  }

  /// Another member, or another text in one, makes another content.
  private static func checkOther(_ event: Event, _ value: JSONValue) throws(BrokenPromise) {
    guard case .object(var members) = value, !isEnvelope(members) else { return }
    let name = "zz" + String(members.count)
    guard !members.contains(where: { $0.key == name }) else { return }
    members.append(JSONMember(key: name, value: .number("0")))
    let more = Respelling.of(.object(members), seed: [1])
    members[members.count - 1].value = .number("-0")
    let other = Respelling.of(.object(members), seed: [2])
    guard case .success(let first) = read(more), case .success(let second) = read(other) else { return }
    try promise(
      Set([event.content.hex, first.content.hex, second.content.hex]).count == 3, "another member is another content")
    try promise(first.identity == event.identity, "another member is no other event")
  }

  private static func isEnvelope(_ members: [JSONMember]) -> Bool {
    members.contains { $0.key == "specversion" && $0.value != .null }
  }

  /// Without its envelope it is the same event, and stays as it is.
  private static func checkFlat(_ event: Event, _ bytes: [UInt8]) throws(BrokenPromise) {
    let flat = flatEvent(bytes)
    switch read(flat) {
    case .failure(let rejection) where rejection.code.rawValue == "too-large": return
    case .failure(let rejection): throw BrokenPromise(description: "without its envelope it is refused: \(rejection)")
    case .success(let again): try checkBody(of: again, as: event, "without its envelope")
    }
    try promise(flatEvent(flat) == flat, "what has no envelope stays as it is")
  }

  /// Whatever bytes the ledger holds, what is made of them is JSON.
  private static func checkPaper(_ bytes: [UInt8]) throws(BrokenPromise) {
    let fault = StrictJSON.syntaxFault(of: flatEvent(bytes)[...])
    try promise(fault == nil, "what is shown of a record is JSON, yet \(fault.map { "\($0)" } ?? "")")
  }

  private static func checkNotice(_ event: Event, _ bytes: [UInt8]) throws(BrokenPromise) {
    guard let book = FuzzTown.book else { throw BrokenPromise(description: "the town's rules are good") }
    guard case .report(let report) = event.body else { return }
    var change = Item.new(from: event, report: report, received: FuzzTown.receipt, under: book)
    try promise(change.notices.isEmpty == (report.resolved != nil), "a report gives a notice unless it is put right")
    var previous: [(notice: Notice, at: Timestamp)] = []
    var history: [HistoryEntry] = []
    while let notice = change.notices.last {
      let told = history.count + notice.entry
      history += change.entries
      for language in [Language.en, .zh] {
        let paper = NoticeWriter(book: book, language: language).write(
          notice, seq: Int64(notice.ordinal), of: NoticedItem(change.item), report: bytes, previous: previous,
          history: Array(history.prefix(told + 1)))
        try checkText(paper, holds: notice.id)
      }
      previous.append((notice, FuzzTown.receipt))
      guard let due = change.item.wake, let next = change.item.pressed(at: due.adding(1), under: book) else {
        break
      }
      change = next
    }
    try promise(previous.count <= 3, "the ladder has two rungs, not \(previous.count - 1)")
  }

  private static func checkText(_ paper: [UInt8], holds id: String) throws(BrokenPromise) {
    do {
      guard case .object(let members) = try StrictJSON.read(paper[...], maxDepth: IntakeLimits().maxDepth + 1) else {
        throw BrokenPromise(description: "a notice is an object")
      }
      try promise(members.first?.value == .string(id) && members.last?.key == "event", "a notice is laid out as agreed")
      try promise(paper.last == 0x0A && !paper.dropLast().contains(0x0A) || paper.contains(0x0A), "a notice is a line")
    } catch let broken as BrokenPromise {
      throw broken
    } catch {
      throw BrokenPromise(description: "a notice is JSON, yet \(error)")
    }
  }
}
