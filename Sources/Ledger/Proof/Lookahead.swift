/// A stream whose next row can be looked at before it is taken: what walks beside another table goes as far as that one is.
package struct Lookahead<Row> {
  @usableFromInline let stream: RowStream<Row>
  @usableFromInline var ahead: Row?

  @inlinable package init(_ stream: RowStream<Row>) throws {
    self.stream = stream
    ahead = try stream.next()
  }

  /// Nil after the last.
  @inlinable package var next: Row? { ahead }

  /// Takes the next row.
  @inlinable package mutating func advance() throws {
    ahead = try stream.next()
  }

  /// The next rows, as long as they are of this kind.
  @inlinable package mutating func take(while isWanted: (Row) -> Bool) throws -> [Row] {
    var rows: [Row] = []
    while let row = ahead, isWanted(row) {
      rows.append(row)
      try advance()
    }
    return rows
  }
}
