internal import Synchronization

/// How many connections there are, in all and of each address: nobody takes all of them.
final class ConnectionGate: Sendable {
  private struct Counts {
    var all = 0
    var byPeer: [String: Int] = [:]
  }

  private let most: Int
  private let mostOfOne: Int
  private let counts = Mutex(Counts())

  /// - Parameter mostOfOne: of one address; behind a proxy all come from the same.
  init(most: Int, mostOfOne: Int) {
    self.most = most
    self.mostOfOne = mostOfOne
  }

  /// Whether one more may come; who may is to be counted out by `leave`.
  func enter(_ peer: String) -> Bool {
    counts.withLock { counts in
      guard counts.all < most, counts.byPeer[peer, default: 0] < mostOfOne else { return false }
      counts.all += 1
      counts.byPeer[peer, default: 0] += 1
      return true
    }
  }

  /// One of them is gone.
  func leave(_ peer: String) {
    counts.withLock { counts in
      counts.all -= 1
      counts.byPeer[peer, default: 1] -= 1
      if counts.byPeer[peer] == 0 { counts.byPeer[peer] = nil }
    }
  }
}
