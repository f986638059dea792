/// A long answer, a piece at a time: each is made when the one before has been sent.
///
/// It holds no state, so that it can be read more than once: whoever reads brings the place where the next piece begins.
package struct WebPieces: Sendable {
  /// Where a piece begins.
  package struct Place: Hashable, Sendable {
    /// Behind which item, in the order of their coming.
    package var position: Int64 = 0
    /// How many rows were told before.
    package var rows = 0

    /// The beginning.
    package init() {}
  }

  private let make: @Sendable (inout Place) throws -> [UInt8]?

  /// - Parameter make: the bytes at a place, nil at the end; moves the place on.
  package init(_ make: @escaping @Sendable (inout Place) throws -> [UInt8]?) {
    self.make = make
  }

  /// The bytes at a place, and the place behind them; nil at the end.
  package func piece(at place: Place) throws -> (bytes: [UInt8], next: Place)? {
    var next = place
    guard let bytes = try make(&next) else { return nil }
    return (bytes, next)
  }
}
