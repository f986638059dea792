package import Words

/// Turns the tree of a file of sections into what it says; collects every fault on the way and goes on.
package protocol SectionReader {
  /// What a file says.
  associatedtype Content
  /// The kind of file.
  static var file: SectionFile { get }
  /// What was found wrong so far.
  var faults: DiagnosticList { get set }
  /// What the sections say; of a file that was saved in part none is missed.
  mutating func read(_ sections: YAMLFields) -> Content
}

extension SectionReader {
  /// Short for where a value stands.
  package typealias Place = YAMLPlace

  /// What the bytes of a file say, nil exactly when a fault is an error, and every fault by position.
  package mutating func load(_ bytes: [UInt8]) -> (content: Content?, faults: [Diagnostic]) {
    let lines = SourceLines(bytes)
    let outcome = YAMLParser.read(bytes, lines: lines, Self.file.vocabulary)
    faults = outcome.faults
    var content: Content?
    if let root = outcome.root {
      let place = YAMLPlace(node: root, path: "", span: root.span).start
      if var sections = fields(of: place, keys: Self.file.sections, Self.file.name) {
        checkEnd(of: &sections, at: lines.end)
        content = read(sections)
      }
    } else if !outcome.isBroken {
      let (end, emptiness) = (lines.end, Self.file.emptiness)
      faults.add(
        Diagnostic(
          code: .emptyFile, line: end.line, column: end.column, message: emptiness.message, suggestion: emptiness.help))
    }
    let isUsable = !faults.hasError && !outcome.isBroken
    return (isUsable ? content : nil, faults.sorted(in: lines))
  }

  private mutating func checkEnd(of sections: inout YAMLFields, at end: (line: Int, column: Int)) {
    let word = Self.file.word
    guard let last = sections["end"] else {
      if sections.isWhole, sections.lacks("end") {
        let mark = YAMLMark(line: end.line, column: end.column)
        tell(
          .halfSaved,
          YAMLPlace(node: sections.place.node, path: "end", span: YAMLSpan(start: mark, end: mark)),
          "the last line “end: \(word)” is missing; the file may be saved only in part",
          "缺少最后一行“end: \(word)”，文件可能没有存完整",
          help: Bilingual(
            en: "if the file is complete, add the line “end: \(word)” at its end",
            zh: "如果内容完整，请在末尾补上一行“end: \(word)”"))
      }
      sections.isWhole = false
      return
    }
    if let text = text(last, "the word \(word)", "\(word) 一词"), text != word {
      tell(.halfSaved, last, "“end” holds \(quoted(text)), not “\(word)”", "“end”的值是 \(quoted(text))，应为“\(word)”")
    }
    guard case .mapping(let entries, _) = sections.place.node.content, let behind = entries.last?.key.text,
      behind != "end"
    else { return }
    tell(
      .endNotLast, sections.place.name(of: entries[entries.count - 1]),
      "the section \(quoted(behind)) stands behind “end: \(word)”", "\(quoted(behind)) 这一节写在“end: \(word)”之后")
  }

  // MARK: Faults

  /// Tells a fault at a place.
  package mutating func tell(
    _ code: FaultCode, _ place: YAMLPlace, _ en: String, _ zh: String, help: Bilingual? = nil,
    severity: Diagnostic.Severity? = nil
  ) {
    let span = place.span
    faults.add(
      severity: severity ?? code.severity,
      Diagnostic(
        code: code, severity: severity, path: place.path, line: span.start.line, column: span.start.column,
        endColumn: span.endColumn, message: Bilingual(en: en, zh: zh), suggestion: help))
  }

  /// Tells that something else is wanted, unless it was refused already.
  package mutating func wrongKind(_ place: YAMLPlace, _ en: String, _ zh: String) {
    if case .refused = place.node.content { return }
    tell(.wrongKind, place.start, "wanted \(en)", "这里应为\(zh)")
  }

  /// The first of many; told where there are more than are taken.
  package mutating func first<Element>(
    _ most: Int, of all: [Element], _ place: YAMLPlace, _ en: String, _ zh: String
  ) -> ArraySlice<Element> {
    if all.count > most {
      tell(
        .tooMany, place, "there are \(all.count) \(en), at most \(most) are taken",
        "\(zh)有 \(all.count) 个，最多 \(most) 个")
    }
    return all.prefix(most)
  }
}
