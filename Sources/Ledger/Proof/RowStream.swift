/// Rows in order, handed out one at a time: memory does not grow with their number.
///
/// Who makes one and who reads it live in other rooms, and each must be compiled for its kind of row: so all of it is inlinable.
package struct RowStream<Row> {
  @usableFromInline let step: () throws -> Row?

  @inlinable package init(_ step: @escaping () throws -> Row?) {
    self.step = step
  }

  /// The rows of an array, in its order.
  @inlinable package init(_ rows: [Row]) {
    var rest = rows.makeIterator()
    self.init { rest.next() }
  }

  /// The next row; nil after the last.
  @inlinable package func next() throws -> Row? {
    try step()
  }
}
