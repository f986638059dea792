internal import Custody
internal import GridCore
internal import Linux

/// Does one stage beside the intake while a single pass works off a backlog, as the daemon's loops do.
final class SideStage: Sendable {
  /// How long it waits for more to do.
  private static let pause = Duration.milliseconds(100)

  private let isLast = Latch()
  private let bell: Doorbell
  private let errand: Errand<Result<Int, Failure>>

  /// Begins to work; `stage` makes what is called again and again, and which answers how much it did.
  private init(
    _ name: String, _ stage: @escaping @Sendable () -> () throws(Failure) -> Int
  ) throws(Failure) {
    let (bell, isLast) = (try attempt { try Doorbell() }, isLast)
    self.bell = bell
    let work = { @Sendable in
      Result { () throws(Failure) in
        let turn = stage()
        var done = 0
        while true {
          let wasLast = isLast.isRaised
          let now = try turn()
          done += now
          if now > 0 { continue }
          if wasLast { return done }
          bell.wait(Self.pause)
        }
      }
    }
    errand = try attempt { try Errand(name, work) }
  }

  /// Delivers what is owed as of this moment.
  ///
  /// - Parameter make: makes the delivery, on the thread that it works on.
  static func courier(_ make: @escaping @Sendable () -> Delivery, _ now: Timestamp) throws(Failure) -> SideStage {
    try SideStage("courier") {
      let delivery = make()
      return { () throws(Failure) in try delivery.pass(now) }
    }
  }

  /// Removes finished files.
  static func clearer(_ clearing: Clearing) throws(Failure) -> SideStage {
    try SideStage("clearer") {
      { () throws(Failure) in try clearing.clearUp(IntakeDraft.mostFiles) ? 1 : 0 }
    }
  }

  /// Waits until it has done all there was to do by now; answers how much that was, or why it stopped.
  func finish() throws(Failure) -> Int {
    isLast.raise()
    bell.ring()
    return try errand.finish().get()
  }
}
