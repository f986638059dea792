/// Rows in order, handed out one at a time: memory does not grow with their number.
package struct RowStream<Row> {
  private let step: () throws -> Row?

  package init(_ step: @escaping () throws -> Row?) {
    self.step = step
  }

  /// The rows of an array, in its order.
  package init(_ rows: [Row]) {
    var rest = rows.makeIterator()
    self.init { rest.next() }
  }

  /// The next row; nil after the last.
  package func next() throws -> Row? {
    try step()
  }
}
