package import Custody
package import GridCore
package import Laws
internal import Linux
internal import Synchronization

/// Has the ledger's laws proved for who looks at its page, on a thread of its own, and keeps what was found.
///
/// It reads, as `gridpost verify` does; one at a time, and not within an hour of the last.
package final class LawWatch: Sendable {
  private struct State {
    var last: (at: Timestamp, report: LawReport)?
    var isLooking = false
  }

  private static let pause: Int64 = 3_600

  private let settings: Settings
  private let state = Mutex(State())

  /// Nothing is looked at yet.
  package init(_ settings: Settings) {
    self.settings = settings
  }

  /// What was found last, and whether somebody looks now; begins where that is long ago.
  package func last(at now: Timestamp) -> (found: (at: Timestamp, report: LawReport)?, isLooking: Bool) {
    let isDue = state.withLock { state in
      guard !state.isLooking, state.last.map({ now.seconds - $0.at.seconds >= Self.pause }) ?? true else {
        return false
      }
      state.isLooking = true
      return true
    }
    if isDue { begin(at: now) }
    return state.withLock { ($0.last, $0.isLooking) }
  }

  private func begin(at now: Timestamp) {
    do throws(WorldError) {
      _ = try Strand("laws") { [self] in
        let report = look()
        Heap.giveBack()
        state.withLock { state in
          state.isLooking = false
          if let report { state.last = (now, report) }
        }
      }
    } catch {
      // Without room for another thread it is looked the next time.
      state.withLock { $0.isLooking = false }
    }
  }

  /// Nil where the ledger could not be read; why, `status` tells.
  private func look() -> LawReport? {
    do throws(Failure) {
      return try LedgerDoor.verify(settings, isDeep: false)
    } catch {
      return nil
    }
  }
}
