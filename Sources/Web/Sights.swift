package import GridCore
internal import Synchronization

/// How something that changes stands, for many who look: one look for all of them while it changes faster than anybody can follow.
///
/// Guarantees: who asks is shown it as it is when he asks. Only in a storm, which is when it was another more than `few` times within a
/// second, is he shown it as it was within this second, and no longer than until nothing has changed for `calm`. Who wrote sees what he
/// wrote, and nobody is shown an earlier state than the one before him.
package final class Sights<Sight: Equatable & Sendable, Viewer: Hashable & Sendable>: Sendable {
  /// A moment of the clock that sights grow old by.
  package typealias Moment = ContinuousClock.Instant

  private struct Kept {
    let sight: Sight
    /// Taken before it was looked.
    let since: Moment
    /// The second of the daemon's for which it is.
    let second: Timestamp
  }

  private struct State {
    /// When the second began that changes are counted in, and how many it and the one before had.
    var begun: Moment?
    var changes = 0
    var before = 0
    /// What was seen last, and when it was seen first.
    var last: Sight?
    var changed: Moment?
    var looked: Moment?
    var kept: Kept?
    var wrote: [Viewer?: Moment] = [:]
  }

  /// So many changes a second are shown at once; more are a storm, and one that had them lasts through the next.
  private static var few: Int { 5 }
  /// A storm is over when nothing has changed for so long.
  private static var calm: Duration { .milliseconds(200) }
  /// In a storm it is looked no sooner again, to see whether it is over.
  private static var glance: Duration { .milliseconds(25) }

  private let state = Mutex(State())

  /// Nothing is seen yet.
  package init() {}

  /// What somebody is shown without a look; nil where he has to look. It never waits.
  package func atHand(
    for viewer: Viewer?, at second: Timestamp, within age: Duration = .seconds(1), _ moment: Moment = .now
  ) -> Sight? {
    state.withLockIfAvailable { state in
      Self.turn(&state, moment)
      return Self.atHand(state, viewer, second, age, moment)
    } ?? nil
  }

  /// What somebody is shown; one after the other looks, where they have to.
  ///
  /// - Parameter age: how old it may be in a storm.
  package func current(
    for viewer: Viewer?, at second: Timestamp, within age: Duration = .seconds(1), _ moment: Moment = .now,
    _ look: () throws(Problem) -> Sight
  ) throws(Problem) -> Sight {
    try state.withLock { state throws(Problem) in
      Self.turn(&state, moment)
      if let known = Self.atHand(state, viewer, second, age, moment) { return known }
      let sight = try look()
      state.looked = moment
      if sight != state.last {
        if state.last != nil { state.changes += 1 }
        (state.last, state.changed) = (sight, moment)
      }
      if Self.isStorm(state, moment), let kept = state.kept, Self.serves(kept, state, viewer, second, age, moment) {
        return kept.sight
      }
      state.kept = Kept(sight: sight, since: moment, second: second)
      return sight
    }
  }

  /// What is shown in a storm, for whoever need not know more; nil where there is none.
  package func inStorm(_ moment: Moment = .now) -> Sight? {
    state.withLock { Self.isStorm($0, moment) ? $0.kept?.sight : nil }
  }

  /// Somebody was told what came of what he wrote: what he is shown from now on was looked up later.
  package func wrote(_ viewer: Viewer?, _ moment: Moment = .now) {
    state.withLock { $0.wrote[viewer] = moment }
  }

  private static func turn(_ state: inout State, _ moment: Moment) {
    guard let begun = state.begun else {
      state.begun = moment
      return
    }
    guard moment - begun >= .seconds(1) else { return }
    state.before = moment - begun < .seconds(2) ? state.changes : 0
    (state.begun, state.changes) = (moment, 0)
    // What is kept is never older than a second.
    state.wrote = state.wrote.filter { moment - $0.value <= .seconds(1) }
  }

  private static func isStorm(_ state: State, _ moment: Moment) -> Bool {
    guard let changed = state.changed else { return false }
    return max(state.changes, state.before) > few && moment - changed < calm
  }

  private static func atHand(
    _ state: State, _ viewer: Viewer?, _ second: Timestamp, _ age: Duration, _ moment: Moment
  ) -> Sight? {
    guard let kept = state.kept, let looked = state.looked, isStorm(state, moment), moment - looked < glance,
      serves(kept, state, viewer, second, age, moment)
    else { return nil }
    return kept.sight
  }

  private static func serves(
    _ kept: Kept, _ state: State, _ viewer: Viewer?, _ second: Timestamp, _ age: Duration, _ moment: Moment
  ) -> Bool {
    guard kept.second == second, moment - kept.since < age else { return false }
    return state.wrote[viewer].map { $0 <= kept.since } ?? true
  }
}
