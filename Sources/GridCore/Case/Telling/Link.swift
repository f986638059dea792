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
