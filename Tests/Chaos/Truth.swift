import Crypto
import Foundation

/// What was dropped and what must come of it, by our own reckoning: nothing here is asked of the program under test.
final class Truth {
  /// What must become of a record.
  enum Fate {
    /// Accepted; of several with one identity and content, one, and the others are duplicates.
    case taken
    /// Other content under a known identity: the first one stands, whichever that is.
    case conflicting
    case refused
    /// A step for an item that never comes.
    case held
  }

  struct Record {
    let text: String
    /// Source and id, where it has them.
    var identity: String?
    var fate = Fate.taken
    /// The notices it must bring, all in all: rung and address.
    var notices: [String] = []

    var sha: String { Truth.sha(text) }
  }

  struct File {
    let name: String
    let sha: String
    let records: [Record]
    /// Set aside whole, its bytes unchanged.
    var isSetAside: Bool
    /// The producer synced it and its folder: not even a power cut may lose it.
    var isSynced: Bool
    /// Some answer said that it was taken.
    var isPromised = false
  }

  var files: [File] = []
  /// Digests of every good rules text that ever lay there.
  var books: Set<String> = []
  /// Steps taken through `act`.
  var acts = 0

  var records: Int { files.reduce(0) { $0 + $1.records.count } }

  static func sha(_ text: String) -> String { sha(Array(text.utf8)) }

  static func sha(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// What must have become of one identity: accepted, duplicate, rejected, held.
  struct Account: Equatable, CustomStringConvertible {
    var accepted = 0
    var duplicate = 0
    var rejected = 0
    var held = 0

    var description: String { "\(accepted) accepted, \(duplicate) duplicate, \(rejected) rejected, \(held) held" }
  }

  var accounts: [String: Account] {
    var taken: [String: Int] = [:]
    var conflicting: [String: Int] = [:]
    var result: [String: Account] = [:]
    for record in files.flatMap(\.records) {
      let identity = record.identity ?? ""
      switch record.fate {
      case .taken: taken[identity, default: 0] += 1
      case .conflicting: conflicting[identity, default: 0] += 1
      case .refused: result[identity, default: Account()].rejected += 1
      case .held: result[identity, default: Account()].held += 1
      }
    }
    for identity in Set(taken.keys).union(conflicting.keys) {
      let (same, other) = (taken[identity] ?? 0, conflicting[identity] ?? 0)
      result[identity, default: Account()].accepted += 1
      result[identity, default: Account()].duplicate += max(0, max(same, other) - 1)
      result[identity, default: Account()].rejected += min(same, other)
    }
    return result
  }

  /// The notices each identity must have brought, in order.
  var notices: [String: [String]] {
    var result: [String: [String]] = [:]
    for record in files.flatMap(\.records) where !record.notices.isEmpty {
      if let identity = record.identity { result[identity] = record.notices.sorted() }
    }
    return result
  }
}
