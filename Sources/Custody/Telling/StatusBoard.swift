package import GridCore
internal import Synchronization
package import Words

/// What is wrong with the daemon right now, for `status` in any process, on a full disk too: it is written in place into the lock
/// file, whose room was taken at the start.
///
/// A code is shown from the first moment it is raised until it is lowered; its text may change meanwhile.
package final class StatusBoard: Sendable {
  /// A fault, since when, and what there is to say about it.
  package struct Fault: Hashable, Sendable {
    /// The word of a `DegradationCode`, of another version's daemon perhaps.
    package let code: String
    package let since: Timestamp
    package let text: String

    package init(code: String, since: Timestamp, text: String) {
      self.code = code
      self.since = since
      self.text = text
    }
  }

  private let faults = Mutex<[String: Fault]>([:])
  private let publish: @Sendable ([Fault]) -> Void

  /// - Parameter publish: told of all faults, in the order of their codes, whenever they change.
  package init(publish: @escaping @Sendable ([Fault]) -> Void) {
    self.publish = publish
  }

  /// Shows a fault; answers whether that is news.
  package func raise(_ code: DegradationCode, at now: Timestamp, _ text: String) -> Bool {
    let code = code.rawValue
    return change { faults in
      let known = faults[code]
      guard known?.text != text else { return false }
      faults[code] = Fault(code: code, since: known?.since ?? now, text: text)
      return true
    }
  }

  /// Shows a fault no more; answers whether it was shown.
  package func lower(_ code: DegradationCode) -> Bool {
    change { $0.removeValue(forKey: code.rawValue) != nil }
  }

  /// Publishes what there is once more, as a sign of life.
  package func beat() {
    faults.withLock { faults in publish(faults.values.sorted { $0.code < $1.code }) }
  }

  private func change(_ body: (inout [String: Fault]) -> Bool) -> Bool {
    // Published inside the lock, so that an older picture never overwrites a newer one.
    faults.withLock { faults in
      guard body(&faults) else { return false }
      publish(faults.values.sorted { $0.code < $1.code })
      return true
    }
  }
}
