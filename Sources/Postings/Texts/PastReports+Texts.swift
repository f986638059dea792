package import GridCore
package import Ledger

extension PastReports.Row {
  /// The deadline that a line of history tells, in the column of what it says beside.
  package static func deadline(in more: UnsafeRawBufferPointer, at moment: Timestamp) -> Timestamp? {
    var found: Timestamp?
    SparseGlance.each(of: more) { tag, value in
      guard tag == SparseGlance.tag("de") else { return true }
      found = SparseGlance.number(value).map { moment.adding($0) }
      return false
    }
    return found
  }

  /// What an item of this state, received then, remembers of its end and of having been moved.
  package static func fate(
    of state: ItemState, in life: UnsafeRawBufferPointer, received: Timestamp
  ) -> (end: PastReports.End, wasMoved: Bool) {
    var end: PastReports.End = state == .void ? .void : .none
    var wasMoved = false
    SparseGlance.each(of: life) { tag, value in
      switch tag {
      // When it was resolved; when it was closed and when its clock had been stopped.
      case SparseGlance.tag("re"):
        if let since = SparseGlance.number(value, at: 0) { end = .stopped(received.adding(since)) }
      case SparseGlance.tag("en"):
        if let stopped = SparseGlance.number(value, at: 1) { end = .stopped(received.adding(stopped)) }
      // Returns first, and transfers third.
      case SparseGlance.tag("co"):
        wasMoved = SparseGlance.number(value, at: 0) ?? 0 > 0 || SparseGlance.number(value, at: 2) ?? 0 > 0
        return false
      default: break
      }
      return true
    }
    return (end, wasMoved)
  }
}
