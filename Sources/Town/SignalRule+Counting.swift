package import GridCore

extension SignalRule {
  /// Whether a fact is counted, or only one of those that it is counted among; nil where it is neither.
  package func counts(_ fact: WorkFact, in calendar: WorkCalendar) -> Bool? {
    guard fact.kind == kind else { return nil }
    switch kind {
    case .quick: return within.flatMap { calendar.due(from: fact.received, limit: $0).moment >= fact.at ? true : nil }
    case .onSite: return fact.onSite
    case .late, .bounced, .reopened, .sameHand, .silent: return true
    }
  }

  /// Whether so many, among so many, are a sign.
  package func isReached(_ count: Int, among base: Int) -> Bool {
    switch threshold {
    case .times(let times): count >= times
    case .share(let share, let least): base >= least && Int128(count) * 1_000_000 >= Int128(share) * Int128(base)
    }
  }
}

extension SignalCall {
  private static let longestID = 256

  /// The id of its report, by which it is there once: beyond 256 bytes with a digest in the post's place.
  package func reportID(sha256: (String) -> Digest) -> String {
    let (start, place) = ("\(name)/\(period)/", "\(post.grid)/\(post.post)")
    guard start.utf8.count + place.utf8.count > Self.longestID else { return start + place }
    return start + "sha256:" + sha256(place).hex.prefix(32)
  }
}
