package import GridCore
internal import Synchronization

/// Wrong tries to log in, so that nobody goes on guessing.
package final class Tries: Sendable {
  /// How long one counts, in seconds.
  private static let span: Int64 = 60
  /// So many of a name from an address, and of an address by whatever names.
  private static let (mostOfName, mostOfAddress) = (5, 30)
  /// More addresses are not kept; those that tried longest ago give way.
  private static let mostKept = 100_000

  private struct Key: Hashable {
    let address: String
    /// Nil: whatever name.
    let name: ByteText?
  }

  private let tries = Mutex<[Key: [Timestamp]]>([:])

  /// Nobody has tried.
  package init() {}

  /// Begins a try; answers the seconds to wait where there were too many wrong ones, which the right one has to as well.
  ///
  /// It counts as a wrong one until `forgive`, so that a hundred at once are not a hundred.
  package func begin(name: String, address: String, at now: Timestamp) -> Int? {
    tries.withLock { tries in
      let keys = Self.keys(name, address)
      var wait: Int64 = 0
      for (key, most) in keys {
        let recent = (tries[key] ?? []).filter { $0.adding(Self.span) > now && $0 <= now }
        tries[key] = recent.isEmpty ? nil : recent
        if recent.count >= most {
          wait = max(wait, recent[recent.count - most].adding(Self.span).seconds - now.seconds)
        }
      }
      if wait > 0 { return Int(wait) }
      if tries.count >= Self.mostKept { Self.tidy(&tries, at: now) }
      for (key, _) in keys { tries[key, default: []].append(now) }
      return nil
    }
  }

  /// A try that began then was a right one.
  package func forgive(name: String, address: String, at moment: Timestamp) {
    tries.withLock { tries in
      for (key, _) in Self.keys(name, address) {
        guard var recent = tries[key], let place = recent.lastIndex(of: moment) else { continue }
        recent.remove(at: place)
        tries[key] = recent.isEmpty ? nil : recent
      }
    }
  }

  private static func keys(_ name: String, _ address: String) -> [(Key, Int)] {
    // A name that nobody can have is kept no longer than one that somebody can.
    let name = ByteText(String(decoding: name.utf8.prefix(160), as: UTF8.self))
    return [(Key(address: address, name: name), mostOfName), (Key(address: address, name: nil), mostOfAddress)]
  }

  private static func tidy(_ tries: inout [Key: [Timestamp]], at now: Timestamp) {
    tries = tries.filter { $0.value.contains { $0.adding(span) > now } }
    guard tries.count >= mostKept else { return }
    let latest = tries.values.compactMap(\.last).sorted()
    let middle = latest[latest.count / 2]
    tries = tries.filter { ($0.value.last ?? now) > middle }
  }
}
