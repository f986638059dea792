@preconcurrency internal import Dispatch

/// Wakes a loop: rings that come while it works are one ring. A ring is a hint; what there is to do is found by looking.
package final class Doorbell: Sendable {
  package let rings: AsyncStream<Void>
  private let bell: AsyncStream<Void>.Continuation
  private let timer: any DispatchSourceTimer

  /// A bell that rings at once, so that a loop looks before it waits.
  package init() {
    let (rings, bell) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    self.rings = rings
    self.bell = bell
    timer = DispatchSource.makeTimerSource()
    timer.setEventHandler { bell.yield() }
    timer.activate()
    bell.yield()
  }

  deinit { timer.cancel() }

  package func ring() {
    bell.yield()
  }

  /// Rings once after the delay; only the last call counts.
  package func ring(after delay: Duration) {
    let (seconds, attoseconds) = delay.components
    let nanoseconds = Int(min(max(seconds, 0), 3600)) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
    timer.schedule(deadline: .now() + .nanoseconds(nanoseconds), leeway: .milliseconds(5))
  }
}
