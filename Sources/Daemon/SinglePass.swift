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
    try station.lock.judging { () throws(Failure) in try runStages() }
  }

  private func runStages() throws(Failure) {
    let now = station.now
    let intake = Intake(station, isPatient: false)
    let escalator = Escalator(station)
    let delivery = Delivery(station)
    try intake.recover(now)
    var isDone = false
    while !isDone {
      var taken = 0
      var look = Intake.Look()
      repeat {
        look = try intake.pass(now)
        taken += look.handled
      } while look.next == .zero
      let pressed = try escalator.pass(now)
      let delivered = try delivery.pass(now)
      isDone = taken + pressed + delivered == 0
    }
    try intake.clearUp()
  }
}
