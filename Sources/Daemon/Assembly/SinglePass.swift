package import Custody
internal import GridCore
internal import Spool

/// All the daemon would do at one moment, in its own order, until nothing is left to do: `gridpost pass`.
package struct SinglePass {
  private let station: Station

  package init(_ station: Station) {
    self.station = station
  }

  /// Repeats the stages until nothing can be taken, pressed or delivered. No file is waited for.
  package func run() throws(Failure) {
    try station.lock.explaining { () throws(Failure) in try runStages() }
  }

  private func runStages() throws(Failure) {
    let now = station.now
    let intake = station.intake(isPatient: false)
    let presser = station.presser()
    let delivery = station.delivery()
    try intake.recover(now)
    var isDone = false
    while !isDone {
      let raised = try intake.callRounds(now)
      let (taken, laidDown) = try take(with: intake, now)
      let pressed = try presser.press(now)
      var delivered = laidDown
      repeat { delivered += try delivery.pass(now) } while delivery.hasMore
      isDone = raised + taken + pressed + delivered == 0 && !presser.hasMore
    }
    try intake.clearUp()
  }

  /// Takes all there is; what one batch cannot hold is a backlog, and is delivered and cleared up while it is taken.
  private func take(with intake: Intake, _ now: Timestamp) throws(Failure) -> (taken: Int, delivered: Int) {
    var taken = 0
    var courier: SideStage?
    var clearer: SideStage?
    do throws(Failure) {
      while true {
        let look = try intake.pass(now)
        taken += look.handled
        if look.next != .zero { break }
        if courier == nil { courier = try .courier(station.delivery, now) }
        if clearer == nil { clearer = try .clearer(intake.clearing) }
      }
    } catch {
      // Nothing may write behind a pass that has ended; why it ended is what is told.
      intake.finish()
      for helper in [courier, clearer] { _ = Result { () throws(Failure) in try helper?.finish() } }
      throw error
    }
    let delivered = Result { () throws(Failure) in try courier?.finish() ?? 0 }
    _ = try clearer?.finish()
    return (taken, try delivered.get())
  }
}
