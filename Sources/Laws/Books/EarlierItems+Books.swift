internal import Figures
internal import Formats
internal import GridCore
internal import JSON
package import Proof
internal import Values

extension EarlierItems {
  /// Reads the reports again, and counts by the books that each line of history names.
  package static func byBooks() -> EarlierItems {
    let shelf = BookShelf()
    return EarlierItems(trouble: trouble) { earlier, history, text in
      var books: [Digest: RuleBook] = [:]
      for digest in Set(history.map(\.rules)) {
        books[digest] = try shelf.book(digest) { try text(digest) }
      }
      let known = books
      let latest = history.last.flatMap { known[$0.rules] }
      return Item(earlier, history: history, calendar: latest?.calendar ?? .dayAndNight) { known[$0] }
    }
  }

  @Sendable private static func trouble(inReport bytes: [UInt8]) -> (subject: String?, place: String?) {
    guard case .report(let report) = StoredEvent.read(bytes, as: .third)?.body else { return (nil, nil) }
    let subject = report.subject.flatMap(Link.trimmed)
    return (subject, subject == nil ? report.place.flatMap(Link.trimmed) : nil)
  }
}

/// An event that was taken once.
enum StoredEvent {
  /// Reads its bytes: once taken, always readable.
  ///
  /// - Parameter version: which code read them.
  static func read(
    _ bytes: [UInt8], received: Timestamp = Timestamp(seconds: .max / 2), as version: DecidingVersion = .current
  ) -> Event? {
    var limits = IntakeLimits()
    (limits.maxEvent, limits.maxDepth) = (.max, StrictJSON.deepest)
    guard
      case .success(let event) = EventReader(limits: limits, as: version, isOwn: true).read(
        KeptBytes.event(in: bytes[...]), received: received)
    else { return nil }
    return event
  }
}
