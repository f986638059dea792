internal import Custody
internal import GridCore

/// What a loop does, all of it on its own thread: one turn after the other, and what is left to do after the last.
///
/// A turn that is killed anywhere is simply taken again: what it had done is in the ledger, and what it had not is found anew.
protocol Turning: AnyObject {
  /// One turn; answers when it wants the next one, where that is sooner than it is rung for.
  func turn(_ now: Timestamp) throws(Failure) -> Duration?
  /// What is left to do after the last turn, whether or not that ended well.
  func finish() throws(Failure)
}

extension Turning {
  func finish() throws(Failure) {}
}
