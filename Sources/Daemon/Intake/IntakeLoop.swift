internal import Custody
internal import GridCore
internal import Linux

/// The daemon's turns of the intake: nothing is taken while the clock is held, and others are told of what was taken.
///
/// A crash in a turn leaves what `Intake` leaves.
final class IntakeLoop: Turning {
  /// How often it looks where nobody tells of what comes into the inbox.
  private static let blindPause = Duration.seconds(2)
  /// How often others are told while more is being taken.
  private static let backlogPause = Duration.milliseconds(250)

  private let intake: Intake
  private let clock: ServiceClock
  private let isWatched: Latch
  private let onNews: () -> Void
  /// Whether what a crashed run had claimed is taken, or on its way.
  private var isRecovered: Bool
  /// Whether the clock has stood still so far.
  private var wasHeld: Bool
  private var lastTold = ContinuousClock.now
  private var isNews = false

  /// - Parameters:
  ///   - isRecovered: whether the intake has recovered; a start whose clock is held leaves that to the first turn that may take.
  ///   - isWatched: raised while the kernel tells of what comes into the inbox.
  ///   - onNews: told that something was taken; of a backlog in big parts, for each part has the whole journal of the volume written.
  init(_ intake: Intake, isRecovered: Bool, clock: ServiceClock, isWatched: Latch, onNews: @escaping () -> Void) {
    self.intake = intake
    self.isRecovered = isRecovered
    wasHeld = clock.isHeld
    self.clock = clock
    self.isWatched = isWatched
    self.onNews = onNews
  }

  func turn(_ now: Timestamp) throws(Failure) -> Duration? {
    if clock.isHeld { return nil }
    if wasHeld {
      // This turn's moment may still be the one at which the clock stood.
      wasHeld = false
      return .zero
    }
    var look = Intake.Look()
    defer { if look.next != .zero || lastTold.duration(to: .now) > Self.backlogPause { tell() } }
    do throws(Failure) {
      if !isRecovered {
        // How much that is, nobody tells.
        isNews = true
        try intake.recover(now)
        isRecovered = true
      }
      // What is due is raised before the inbox is read.
      let raised = try intake.callRounds(now)
      look = try intake.pass(now)
      isNews = isNews || look.handled > 0 || raised > 0
    } catch {
      // It may have taken something before it failed.
      isNews = true
      throw error
    }
    let next = look.next ?? (isWatched.isRaised ? nil : Self.blindPause)
    guard let due = intake.rounds.next else { return next }
    let untilDue = max(clock.timeUntil(after: due.adding(-1)), .zero)
    return next.map { min($0, untilDue) } ?? untilDue
  }

  func finish() { intake.finish() }

  private func tell() {
    guard isNews else { return }
    (lastTold, isNews) = (.now, false)
    onNews()
  }
}
