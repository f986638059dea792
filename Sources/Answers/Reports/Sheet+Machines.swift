package import JSON

extension Sheet {
  /// The rows as objects, the columns' ids as keys; then the total, where there is one, without what names a row.
  package func write(to writer: inout JSONWriter) {
    writer.key("rows")
    writer.beginArray()
    for row in rows { write(row, columns.indices, to: &writer) }
    writer.endArray()
    guard let total else { return }
    writer.key("total")
    write(total, columns.indices.filter { columns[$0].isFigure }, to: &writer)
  }

  private func write(_ row: [Cell], _ places: some Sequence<Int>, to writer: inout JSONWriter) {
    writer.beginObject()
    for place in places {
      writer.key(columns[place].id)
      switch row[place] {
      case .empty: writer.null()
      case .text(let text, _), .decimal(let text): writer.string(text)
      case .number(let number), .seconds(let number): writer.number(number)
      }
    }
    writer.endObject()
  }

  /// The head, and the rows; where it has none by its nature, the total.
  package var csv: [UInt8] {
    var writer = CSVWriter()
    writeHead(to: &writer)
    writeRows(to: &writer)
    return writer.bytes
  }

  /// The ids of the columns.
  package func writeHead(to writer: inout CSVWriter) {
    for column in columns { writer.word(column.id) }
    writer.endLine()
  }

  /// The rows; where it has none by its nature, the total.
  package func writeRows(to writer: inout CSVWriter) {
    for row in hasRows ? rows : total.map({ [$0] }) ?? [] {
      for cell in row {
        switch cell {
        case .empty: writer.word("")
        case .text(let text, _): writer.text(text)
        case .decimal(let text): writer.word(text)
        case .number(let number), .seconds(let number): writer.word("\(number)")
        }
      }
      writer.endLine()
    }
  }
}
