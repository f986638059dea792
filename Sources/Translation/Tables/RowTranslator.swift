internal import Formats
internal import GridCore
internal import JSON
internal import Words

/// Turns a row of a table into the event that it says.
struct RowTranslator: Sendable {
  let slicer: RowSlicer
  let words: WordTranslator
  /// The source whose folder it came in; nil for what lies in none.
  let source: String?
  /// For each column the field it fills; nil for one without a name.
  private let fields: [String?]
  private let limits: IntakeLimits

  init(_ slicer: RowSlicer, _ head: TableHead, _ words: WordTranslator, source: String?, limits: IntakeLimits) {
    self.slicer = slicer
    self.words = words
    self.source = source
    self.limits = limits
    fields = head.names.map { $0.isEmpty ? nil : words.field(of: $0) }
  }

  /// The event, or why the row says none.
  func event(of row: Row) -> Result<EventText, Rejection> {
    if let (flaw, cell) = row.flaw {
      return .failure(reject(Refusal(.badQuote, [.fault: flaw.rawValue]), at: cell, row))
    }
    guard row.range.count <= limits.maxEvent else {
      let details: [Refusal.Detail: String] = [.bytes: "\(row.range.count)", .limit: "\(limits.maxEvent)"]
      return .failure(reject(Refusal(.tooLarge, details), at: row.cells.first, row))
    }
    if let flaw = misfit(row) { return .failure(flaw) }
    var event = EventText()
    if let source, !fields.contains("source") { event.add("source", .string(source)) }
    var type = words.reading.type
    for (index, (cell, field)) in zip(row.cells, fields).enumerated() {
      guard let field else { continue }
      if field == "id" { event.expectName(in: index) }
      guard let text = slicer.text(of: cell) else {
        return .failure(reject(slicer.encodingRefusal(of: cell), at: cell, row))
      }
      // A table is no envelope.
      if text.isEmpty || field == "specversion" { continue }
      if field == "type" { type = nil }
      do throws(WordTranslator.Flaw) {
        let word = try words.word(text, in: field, isOfTable: true)
        event.add(field, from: index, Self.value(word, of: field))
      } catch {
        return .failure(reject(error.refusal, at: cell, row))
      }
    }
    if let type { event.add("type", .string(type)) }
    return .success(event)
  }

  /// Why the cells do not fit the head: more or fewer, or something under no name.
  private func misfit(_ row: Row) -> Rejection? {
    let nameless = zip(row.cells, fields).first { cell, field in field == nil && slicer.text(of: cell) != "" }?.0
    guard row.cells.count != fields.count || nameless != nil else { return nil }
    let odd = row.cells.count > fields.count ? row.cells[fields.count] : nameless ?? row.cells.last
    var details: [Refusal.Detail: String] = [.count: "\(row.cells.count)", .limit: "\(fields.count)"]
    if row.cells.count == fields.count { details[.fault] = "nameless" }
    return reject(Refusal(.rowCells, details), at: odd, row)
  }

  /// What is no text elsewhere: a number, and lists.
  private static func value(_ text: String, of field: String) -> JSONValue {
    switch field {
    case "satisfaction": return Int(text).map { .number("\($0)") } ?? .string(text)
    case "points", "items":
      let marks: Set<Unicode.Scalar> = [";", "；", "、", "\n", "\r"]
      let parts = text.unicodeScalars.split { marks.contains($0) }.map { String($0).withoutBlanks }
      return .array(parts.filter { !$0.isEmpty }.map { .string($0) })
    default: return .string(text)
    }
  }

  private func reject(_ refusal: Refusal, at cell: Row.Cell?, _ row: Row) -> Rejection {
    let position = cell.map { slicer.position(of: $0) } ?? TextPosition(line: row.line, column: 1)
    let place = fields.firstIndex(of: "id")
    let id = place.flatMap { $0 < row.cells.count ? slicer.text(of: row.cells[$0]) : nil }
    return Rejection(
      refusal, at: position, source: source.flatMap(Self.name), id: row.flaw == nil ? id.flatMap(Self.name) : nil)
  }

  /// A text that may be a source or an id; nil for any other.
  private static func name(_ text: String) -> String? {
    let isName =
      !text.isEmpty && text.utf8.count <= EventReader.longestName
      && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    return isName ? text : nil
  }
}
