internal import Foundation
import Ledger
package import Proof

/// A reader who does not come to the end of his page: on a thread of its own it reads a ledger until it is told to stop.
///
/// It stops by itself after `patience` seconds, and says so: whoever waits for it in vain is seen to have waited.
package final class HeldPage: Sendable {
  private let isHeld = DispatchSemaphore(value: 0)
  private let mayEnd = DispatchSemaphore(value: 0)
  private let hasEnded = DispatchSemaphore(value: 0)
  private let found = Found()

  /// What the page showed, written by its thread before it ends and read after that only.
  private final class Found: @unchecked Sendable {
    var records: [Int] = []
    var wasLetGo = false
    var error: (any Error)?
  }

  /// How a page ended.
  package struct End: Sendable {
    /// The records on its snapshot, at its beginning and at its end.
    package let records: [Int]
    /// Whether it went on until it was told to stop.
    package let wasLetGo: Bool
  }

  /// Begins to read, and returns once the snapshot is held.
  package init(_ ledger: any LedgerProving, patience: Int = 30) {
    Thread.detachNewThread { [self] in
      do {
        try ledger.prove { snapshot in
          found.records.append(try Self.count(snapshot))
          isHeld.signal()
          found.wasLetGo = mayEnd.wait(timeout: .now() + .seconds(patience)) == .success
          found.records.append(try Self.count(snapshot))
        }
      } catch {
        found.error = error
        isHeld.signal()
      }
      hasEnded.signal()
    }
    isHeld.wait()
  }

  /// Lets it come to its end, and tells what it saw.
  package func letGo() throws -> End {
    mayEnd.signal()
    hasEnded.wait()
    if let error = found.error { throw error }
    return End(records: found.records, wasLetGo: found.wasLetGo)
  }

  private static func count(_ snapshot: any LedgerSnapshot) throws -> Int {
    var count = 0
    try snapshot.eachRecord { _ in count += 1 }
    return count
  }
}
