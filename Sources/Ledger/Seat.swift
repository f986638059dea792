/// Who keeps a ledger, of several machines that keep one between them, one writing at a time.
///
/// The files a seat has read, what it set aside, the papers it announced and the rules it adopted lie in its own state and are its own;
/// items, records and what is owed belong to the ledger, and so to whoever writes.
package struct Seat: RawRepresentable, Hashable, Sendable {
  /// Its number; each machine has another.
  package let rawValue: Int64

  /// The only one, where nobody says otherwise.
  package static let first = Seat(rawValue: 0)

  /// The seat of this number.
  package init(rawValue: Int64) {
    self.rawValue = rawValue
  }
}
