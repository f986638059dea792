internal import GridCore
internal import Spool
internal import Synchronization

/// Delivers beside the intake while a single pass works off a backlog, as the daemon's loops do.
final class Courier: Sendable {
  private let isLast = Latch()
  private let bell: Doorbell
  private let strand: Strand
  private let outcome: Outcome

  private final class Outcome: Sendable {
    let result = Mutex<Result<Int, Failure>>(.success(0))
  }

  /// Begins to deliver what is owed as of this moment.
  init(_ station: Station, _ now: Timestamp) throws(Failure) {
    let (bell, isLast, outcome) = (try Doorbell(), isLast, Outcome())
    self.bell = bell
    self.outcome = outcome
    strand = try Strand("courier", pulse: nil) {
      let result = Self.deliver(station, now, until: isLast, bell)
      outcome.result.withLock { $0 = result }
    }
  }

  private static func deliver(
    _ station: Station, _ now: Timestamp, until isLast: Latch, _ bell: Doorbell
  ) -> Result<Int, Failure> {
    let delivery = Delivery(station)
    var delivered = 0
    do throws(Failure) {
      while true {
        let wasLast = isLast.isRaised
        let laidDown = try delivery.pass(now)
        delivered += laidDown
        if wasLast { return .success(delivered) }
        if laidDown == 0 { bell.wait(.milliseconds(100)) }
      }
    } catch {
      return .failure(error)
    }
  }

  func ring() { bell.ring() }

  /// Waits until it has delivered what was owed by now; answers how many notices, or why it stopped.
  func finish() throws(Failure) -> Int {
    isLast.raise()
    bell.ring()
    strand.join()
    return try outcome.result.withLock { $0 }.get()
  }
}
