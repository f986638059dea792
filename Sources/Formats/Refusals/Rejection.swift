package import GridCore
package import Words

/// Why a record is rejected, and as much of who sent it as could be read.
package struct Rejection: Error, Hashable, Sendable {
  /// Why, in no language and without a place.
  package let refusal: Refusal
  /// The place of the offending value in the file, from 1.
  package let line: Int
  /// From 1, in Unicode scalars.
  package let column: Int
  /// The sender's `source`, where it is text within the limits.
  package let source: String?
  /// The sender's `id`, where it is text within the limits.
  package let id: String?
  /// `report` or a step's word, where it was read.
  package let type: String?
  /// Whether the record is only not written to its end yet, as far as can be seen.
  package let endsEarly: Bool

  /// A rejection at a place in the file.
  package init(
    _ refusal: Refusal, at position: TextPosition, source: String? = nil, id: String? = nil,
    type: String? = nil, endsEarly: Bool = false
  ) {
    self.refusal = refusal
    line = position.line
    column = position.column
    self.source = source
    self.id = id
    self.type = type
    self.endsEarly = endsEarly
  }

  /// What kind of refusal it is.
  package var code: RejectionCode { refusal.code }

  /// What was found and what was wanted.
  package var message: Bilingual { refusal.message }

  /// Who sent it and what he calls it, where both could be read.
  package var identity: EventIdentity? {
    guard let source, let id else { return nil }
    return EventIdentity(source: source, id: id)
  }
}

extension Rejection {
  /// For an event in a producer's folder that speaks for another source, and one that speaks for the board outside its folder; nil for
  /// all others.
  ///
  /// - Parameter producer: whose folder its file lay in; nil for the inbox itself.
  package init?(
    stranger event: Event, from producer: [UInt8]?, at position: TextPosition, as version: DecidingVersion = .current
  ) {
    let source = event.identity.source
    let code: RejectionCode
    if let producer {
      guard !producer.elementsEqual(source.utf8) else { return nil }
      code = .wrongSource
    } else {
      guard version >= .eighth, ByteText(source) == ByteText(EventIdentity.board) else { return nil }
      code = .reservedSource
    }
    self.init(
      Refusal(code, [.found: source]), at: position, source: source, id: event.identity.id, type: event.type)
  }
}
