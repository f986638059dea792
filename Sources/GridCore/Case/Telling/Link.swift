/// What makes two reports one trouble: the matter, and its subject or, where neither has one, its grid and place.
package enum TroubleKey: Hashable, Sendable {
  case subject(matter: ByteText, ByteText)
  case place(matter: ByteText, grid: ByteText, ByteText)

  init?(matter: String?, subject: String?, grid: String?, place: String?) {
    guard let matter else { return nil }
    if let subject {
      self = .subject(matter: ByteText(matter), ByteText(subject))
    } else if let grid, let place {
      self = .place(matter: ByteText(matter), grid: ByteText(grid), ByteText(place))
    } else {
      return nil
    }
  }
}

/// An item that may be the same trouble as a new one, as the ledger knows it.
package struct Trouble: Hashable, Sendable {
  package let key: TroubleKey
  package let item: EventKey
  package let receivedAt: Timestamp
  /// Of items received at once, the later one's is greater: its number in the ledger.
  package let order: Int64
  package let state: ItemState
  /// When it ended; nil where it has not.
  package let end: Timestamp?

  package init(key: TroubleKey, item: EventKey, receivedAt: Timestamp, order: Int64, state: ItemState, end: Timestamp?)
  {
    self.key = key
    self.item = item
    self.receivedAt = receivedAt
    self.order = order
    self.state = state
    self.end = end
  }

  static func isEarlier(_ left: Trouble, _ right: Trouble) -> Bool {
    (left.receivedAt.seconds, left.order) < (right.receivedAt.seconds, right.order)
  }
}

/// What a new item has to do with an earlier one.
package struct Link: Hashable, Sendable {
  /// What the earlier item is to the new one.
  package enum Kind: String, Sendable, CaseIterable {
    /// The same trouble is still in hand.
    case `repeat`
    /// The same trouble was put right not long ago.
    case recurrence
  }

  package let item: EventKey
  package let kind: Kind

  package init(item: EventKey, kind: Kind) {
    self.item = item
    self.kind = kind
  }

  /// The link of an item to the latest of those with the same trouble; none where none is near enough.
  ///
  /// - Parameter isRecentUntil: the last moment at which something closed then is still a recurrence.
  static func links(
    among troubles: [Trouble], at now: Timestamp, isRecentUntil: (Timestamp) -> Timestamp
  ) -> [Link] {
    let inHand = troubles.filter { $0.state != .closed && $0.state != .void }
    if let latest = inHand.max(by: Trouble.isEarlier) { return [Link(item: latest.item, kind: .repeat)] }
    let recent = troubles.filter { trouble in
      trouble.state == .closed && trouble.end.map { isRecentUntil($0) >= now } ?? false
    }
    return recent.max(by: Trouble.isEarlier).map { [Link(item: $0.item, kind: .recurrence)] } ?? []
  }

  /// A text without blanks at its ends; nil where nothing is left.
  package static func trimmed(_ text: String) -> String? {
    // Most have none: they need no copy.
    if let first = text.unicodeScalars.first, let last = text.unicodeScalars.last, !first.isBlank, !last.isBlank {
      return text
    }
    var scalars = text.unicodeScalars[...]
    while scalars.first?.isBlank == true { scalars.removeFirst() }
    while scalars.last?.isBlank == true { scalars.removeLast() }
    return scalars.isEmpty ? nil : String(scalars)
  }
}

extension Item.Facts {
  /// By what another report would be the same trouble; nil where it says too little.
  package var trouble: TroubleKey? {
    isOwn ? nil : TroubleKey(matter: matter, subject: subject, grid: grid, place: place)
  }
}

extension RuleBook {
  /// By what a report would be the same trouble as another, as the rules read it on its receipt; nil where it says too little, or
  /// goes to triage, where that is decided when it is assigned.
  package func trouble(of report: Report, received: Timestamp) -> TroubleKey? {
    guard report.subject != nil || report.place != nil else { return nil }
    let (matter, grid) = located(report, received: received)
    return TroubleKey(
      matter: matter, subject: report.subject.flatMap(Link.trimmed), grid: grid,
      place: report.place.flatMap(Link.trimmed))
  }
}
