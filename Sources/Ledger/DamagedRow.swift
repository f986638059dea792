package import Seals

/// A row that is not what was written.
package enum DamagedRow: Hashable, Sendable {
  case record(ChainWalk.Fault)
  case entry(ChainWalk.Fault)
  /// A record owns what its state does not give it.
  case owner(record: Int64)
  /// A record waited or did not, and the entries tell otherwise what became of it; nil where they tell nothing.
  case release(record: Int64, state: String, told: String?)
  case bytes(record: Int64)
  /// A notice was raised at another moment than its entry says.
  case raised(notice: Int64, entry: Int64)
  /// A notice did not go where an entry says.
  case moved(notice: Int64, what: String, entry: Int64)
}
