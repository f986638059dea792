/// Lets so many messages through in any stretch of time, and no more.
struct RateGate: Sendable {
  private let rate: Rate?
  /// When the last ones went, oldest first; no more than the rate counts.
  private var sent: [Int64] = []

  init(_ rate: Rate?) { self.rate = rate }

  /// When the next may go.
  var opens: Int64 {
    guard let rate, sent.count >= rate.count, let oldest = sent.first else { return .min }
    return oldest + rate.span
  }

  mutating func pass(_ now: Int64) {
    guard let rate else { return }
    sent.append(now)
    if sent.count > rate.count { sent.removeFirst() }
  }
}
