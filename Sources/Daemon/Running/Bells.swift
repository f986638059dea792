internal import Custody
internal import Linux

/// What each loop is rung with, and whoever waits for signals.
struct Bells: Sendable {
  let intake: Doorbell
  let delivery: Doorbell
  let clocks: Doorbell
  let care: Doorbell
  let signals: Doorbell

  init(signals: Doorbell) throws(Failure) {
    self.signals = signals
    intake = try attempt { try Doorbell() }
    delivery = try attempt { try Doorbell() }
    clocks = try attempt { try Doorbell() }
    care = try attempt { try Doorbell() }
  }

  /// Some wait long for a ring: none may be lost for good. Answers whether all can be rung.
  func makeUp() -> Bool {
    [intake, delivery, clocks, signals].map { $0.makeUp() }.allSatisfy { $0 }
  }
}
