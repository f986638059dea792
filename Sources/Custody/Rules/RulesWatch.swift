internal import GridCore

/// Watches the rules file for a text to judge: another one than was judged last, and one that has lain unchanged for a while.
///
/// A file that is written in place may hold half of the old text and half of the new, both of one length, for as long as its writer
/// rests between two writes: a mix that nobody wrote. So a text is read twice, and twice the same, before it is judged. Neither the
/// times of the file nor any clock that can be set is trusted for that.
package struct RulesWatch {
  /// The longest that a text is left to settle: a save shall be in force within a second.
  static let longestSettle = Duration.milliseconds(500)

  /// What a look at the file came to.
  enum Look {
    /// The text that was judged last lies there.
    case unchanged
    /// Another text lies there since a moment ago: to be looked at again after so long.
    case unsettled(Duration)
    /// No text can be read there.
    case unreadable(RulesFile.Trouble)
    /// Another text, to be judged.
    case settled(RulesFile.Sight)
  }

  let path: String
  private var judged: RulesFile.Sight?
  private var waiting: (sight: RulesFile.Sight, since: Duration)?

  package init(path: String, judged: RulesFile.Sight? = nil) {
    self.path = path
    self.judged = judged
  }

  /// Has the next look take the file for one that was not judged yet.
  mutating func forget() {
    judged = nil
  }

  /// Looks at the file.
  ///
  /// - Parameters:
  ///   - isAsked: reads it even though nothing tells it from the file that was judged last.
  ///   - now: a clock that only runs forwards and stands still while the machine sleeps: whoever writes sleeps too.
  ///   - settle: how long a text is left to settle.
  ///   - isKnown: whether a text need not settle, because it is known from elsewhere.
  mutating func look(
    isAsked: Bool, now: Duration, settle: Duration, isKnown: (RulesFile.Sight) -> Bool
  ) -> Look {
    if !isAsked, let judged, case .success(judged.traits) = RulesFile.traits(path) {
      waiting = nil
      return .unchanged
    }
    switch RulesFile.sight(path) {
    case .failure(let trouble):
      (judged, waiting) = (nil, nil)
      return .unreadable(trouble)
    case .success(nil):
      waiting = nil
      return .unsettled(Self.shortestPause)
    case .success(let sight?):
      if let judged, judged.isSame(as: sight) {
        waiting = nil
        return .unchanged
      }
      guard hasSettled(sight, now, settle) || isKnown(sight) else {
        let rest = settle - (now - (waiting?.since ?? now))
        return .unsettled(settle > .zero ? max(Self.shortestPause, rest) : .zero)
      }
      (judged, waiting) = (sight, nil)
      return .settled(sight)
    }
  }

  private static let shortestPause = Duration.milliseconds(10)

  private mutating func hasSettled(_ sight: RulesFile.Sight, _ now: Duration, _ settle: Duration) -> Bool {
    guard let waiting, waiting.sight.isSame(as: sight) else {
      self.waiting = (sight, now)
      return false
    }
    return now - waiting.since >= settle
  }
}
