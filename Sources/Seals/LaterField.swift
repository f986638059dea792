/// What rows gained after the first release, each with the number that stands before it in digests.
///
/// A number is given once and never again, and a row's later fields are written in the order of their numbers.
package enum LaterField: UInt8, CaseIterable, Sendable {
  /// The version of the deciding code; absent: the first.
  case decidedBy = 1
  /// Who writes, of several machines; absent: the first, 0.
  case seat = 2
  /// What a refusal is about; absent: nothing, or told in its text.
  case parameters = 3
  /// What an entry says beside the fields of the first release.
  case more = 4
  /// What a notice is laid down for; absent: a task.
  case kind = 5
  /// Of an item: what the life of a case brought.
  case subject = 6
  case place = 7
  case life = 8
}
