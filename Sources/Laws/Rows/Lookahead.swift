internal import Ledger
internal import Proof

/// A stream whose next row can be looked at before it is taken: what walks beside another table goes as far as that one is.
struct Lookahead<Row> {
  private let stream: RowStream<Row>
  /// Nil after the last.
  private(set) var next: Row?

  init(_ stream: RowStream<Row>) throws {
    self.stream = stream
    next = try stream.next()
  }

  mutating func advance() throws {
    next = try stream.next()
  }

  /// The next rows, as long as they are of this kind.
  mutating func take(while isWanted: (Row) -> Bool) throws -> [Row] {
    var rows: [Row] = []
    while let row = next, isWanted(row) {
      rows.append(row)
      try advance()
    }
    return rows
  }
}
