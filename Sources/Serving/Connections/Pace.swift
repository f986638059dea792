internal import NIOCore

/// How long a connection may take for what: pure, with the clock handed in.
///
/// 10 s for a head from its first byte (of a new connection from its start), 30 s without a byte, and over a body 1 KiB a second on
/// average once 10 s are over; a reader that takes nothing of what waits for it for 30 s is gone.
struct Pace {
  /// What is to be done with a connection.
  enum Verdict: Equatable {
    case goOn
    /// Tell it that it took too long (408), and close.
    case tooSlow
    case close
  }

  private enum Phase {
    case idle(since: NIODeadline, isNew: Bool)
    case head(since: NIODeadline)
    case body(since: NIODeadline, last: NIODeadline, bytes: Int)
    case answering
  }

  static let head = TimeAmount.seconds(10)
  static let silence = TimeAmount.seconds(30)
  static let grace = TimeAmount.seconds(10)
  static let bytesASecond: Int64 = 1024

  private var phase: Phase
  /// Bytes that were written, and how many of them were taken when somebody last looked.
  private var sent: Int64 = 0
  private var taken: Int64 = 0
  private var stuckSince: NIODeadline?

  init(now: NIODeadline) {
    phase = .idle(since: now, isNew: true)
  }

  /// Whether what comes next belongs to a head.
  var awaitsHead: Bool {
    switch phase {
    case .idle, .head: true
    case .body, .answering: false
    }
  }

  /// Whether a head is whole, and its body is not.
  var awaitsBody: Bool { if case .body = phase { true } else { false } }

  /// How long what is being read has come already.
  func spent(_ now: NIODeadline) -> TimeAmount {
    switch phase {
    case .idle(let since, _), .head(let since), .body(let since, _, _): now - since
    case .answering: .nanoseconds(0)
    }
  }

  /// Bytes came.
  mutating func received(_ count: Int, _ now: NIODeadline) {
    switch phase {
    case .idle: phase = .head(since: now)
    case .body(let since, _, let bytes): phase = .body(since: since, last: now, bytes: bytes + count)
    case .head, .answering: return
    }
  }

  /// A head is whole.
  mutating func headEnded(_ now: NIODeadline) { phase = .body(since: now, last: now, bytes: 0) }
  /// A body is whole.
  mutating func bodyEnded() { phase = .answering }
  /// An answer is whole.
  mutating func answered(_ now: NIODeadline) { phase = .idle(since: now, isNew: false) }

  /// Bytes were written.
  mutating func sent(_ count: Int) { sent += Int64(count) }

  /// How much of what was written nobody has taken yet: it lies here, or with our own kernel.
  ///
  /// Of a local socket the kernel tells more than there is, for it counts what it needs to hold it; what counts is whether it gets less.
  mutating func untaken(_ count: Int64, _ now: NIODeadline) {
    let before = taken
    taken = sent - count
    if count == 0 {
      stuckSince = nil
    } else if taken > before || stuckSince == nil {
      stuckSince = now
    }
  }

  /// What is to be done now.
  func verdict(_ now: NIODeadline) -> Verdict {
    if let stuckSince, now - stuckSince > Self.silence { return .close }
    switch phase {
    case .idle(let since, let isNew):
      if isNew { return now - since > Self.head ? .tooSlow : .goOn }
      return now - since > Self.silence ? .close : .goOn
    case .head(let since): return now - since > Self.head ? .tooSlow : .goOn
    case .body(let since, let last, let bytes):
      if now - last > Self.silence { return .tooSlow }
      let taken = now - since
      guard taken > Self.grace else { return .goOn }
      return Int64(bytes) < taken.nanoseconds / 1_000_000_000 * Self.bytesASecond ? .tooSlow : .goOn
    case .answering: return .goOn
    }
  }
}
