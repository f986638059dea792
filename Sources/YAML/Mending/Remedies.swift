internal import Words

/// A change of the copy by which libyaml may get past a fault.
struct Remedy {
  var edits: SlipEdits
  /// The line it is about.
  let line: Int
  /// Lines of which a part cannot be read any more.
  var covered: Set<Int> = []
  /// What is wrong, where that is known better than from libyaml.
  var advice: Diagnostic?
  /// The line only stands elsewhere.
  var isMove = false
}

/// The changes to try for a fault, the likeliest first.
struct Remedies {
  typealias Scalar = Unicode.Scalar

  let mender: SyntaxMender
  let fault: YAMLSyntaxFault
  // The lines the fault may lie on: where it is told, where libyaml stands, and what comes before.
  let suspects: [Int]

  var lines: SourceLines { mender.lines }
  var vocabulary: Vocabulary { mender.vocabulary }

  init(mender: SyntaxMender, fault: YAMLSyntaxFault, told: Int) {
    self.mender = mender
    self.fault = fault
    var suspects: [Int] = []
    func suspect(_ line: Int?) {
      if let line, !suspects.contains(line), !mender.covered.contains(line) { suspects.append(line) }
    }
    suspect(told)
    suspect(min(fault.place.line, mender.lines.count))
    suspect(fault.contextPlace?.line)
    self.suspects = suspects
  }

  // MARK: - A line of code

  /// A line of the text, cut into indentation, dashes and name.
  struct Code {
    let text: [Scalar]
    let lead: Int
    /// Where the entry begins, behind the dashes.
    let start: Int
    /// Behind its name, where it has one: at the colon.
    let colon: Int?

    var isDashed: Bool { start > lead }

    /// The word before the colon.
    var name: String { colon.map { String(String.UnicodeScalarView(text[start..<$0])) } ?? "" }

    /// Nothing but a name, whose value is the block below.
    var opensBlock: Bool {
      guard let colon else { return false }
      let rest = text[(colon + 1)...].drop(while: SlipMarks.isAnySpace)
      return rest.isEmpty || rest.first == "#"
    }

    /// Nil for an empty line or a comment.
    init?(_ text: [Scalar]) {
      self.text = text
      lead = text.prefix(while: SlipMarks.isAnySpace).count
      guard lead < text.count, text[lead] != "#" else { return nil }
      var start = lead
      while start + 1 < text.count, text[start] == "-", SlipMarks.isAnySpace(text[start + 1]) {
        start += 1 + text[(start + 1)...].prefix(while: SlipMarks.isAnySpace).count
      }
      self.start = start
      let word = text[start...].prefix(while: { !(":：{}[]\"'#," as String).unicodeScalars.contains($0) })
      let isKey =
        word.endIndex < text.count && !word.isEmpty
        && (text[word.endIndex] == "："
          || text[word.endIndex] == ":"
            && (word.endIndex + 1 == text.count || SlipMarks.isAnySpace(text[word.endIndex + 1])))
      colon = isKey ? word.endIndex : nil
    }
  }

  func code(_ line: Int) -> Code? { Code(lines.scalars(line)) }

  // The next line with code in a direction, and how far it is indented in the copy.
  func neighbour(of line: Int, by step: Int) -> (line: Int, code: Code)? {
    var number = line + step
    for _ in 0..<200 {
      guard number >= 1, number <= lines.count else { return nil }
      if !mender.covered.contains(number), let code = Code(mender.edits.scalars(of: number, in: lines)) {
        return (number, code)
      }
      number += step
    }
    return nil
  }

  // MARK: - Marks that are missing

  /// Colons, dashes and the spaces behind them.
  func marks() -> [Remedy] {
    var candidates = suspects
    for line in suspects {
      if let before = neighbour(of: line, by: -1)?.line, !candidates.contains(before) { candidates.append(before) }
    }
    if fault.bracket == nil, let first = neighbour(of: 0, by: 1)?.line, !candidates.contains(first) {
      candidates.append(first)
    }
    let missing = candidates.filter { !mender.marked.contains($0) && !mender.covered.contains($0) }.flatMap { line in
      guard let code = code(line) else { return [Remedy]() }
      return [missingSpace(code, line), missingColon(code, line), missingDash(code, line)].compactMap { $0 }
    }
    return missing + [strayBefore()].compactMap { $0 }
  }

  // A line without a name that libyaml takes for the beginning of the next one.
  private func strayBefore() -> Remedy? {
    let line = min(fault.place.line, lines.count)
    guard fault.bracket == nil, fault.problem == "mapping values are not allowed in this context",
      let own = code(line), own.colon == fault.place.column - 1, let before = neighbour(of: line, by: -1),
      before.code.lead == own.lead, before.code.colon == nil, !before.code.isDashed, let code = code(before.line)
    else { return nil }
    var edits = mender.edits
    edits.lose(line: before.line, width: code.text.count)
    return Remedy(
      edits: edits, line: before.line, covered: [before.line],
      advice: Diagnostic(
        code: .syntax, line: before.line, column: code.lead + 1,
        message: SyntaxAdvice.neither.message, suggestion: SyntaxAdvice.neither.help))
  }

  private func missingSpace(_ code: Code, _ line: Int) -> Remedy? {
    let (text, start) = (code.text, code.start)
    // Behind a dash may stand nothing but blanks.
    guard start < text.count else { return nil }
    if text[start] == "-", start + 1 < text.count, text[start + 1] != "-", !code.isDashed,
      code.colon == nil || vocabulary.keys.contains(String(code.name.dropFirst())) || text[start + 1] == "{"
    {
      return insert(
        " ", line, start + 1..<start + 1, at: start, both("a space is missing after the -", "减号后面少了一个空格"),
        help: both("put a space after the -", "减号后面要空一格"))
    }
    guard code.colon == nil else { return nil }
    let word = text[start...].prefix(while: SlipMarks.isID)
    guard (1...64).contains(word.count), word.endIndex + 1 < text.count, text[word.endIndex] == ":",
      !SlipMarks.isAnySpace(text[word.endIndex + 1]), text[word.endIndex + 1] != "/"
    else { return nil }
    let slip = Slip.missingSpace(name: string(word))
    return insert(
      " ", line, word.endIndex + 1..<word.endIndex + 1, slip.diagnostic(line: line, column: word.endIndex + 1))
  }

  private func missingColon(_ code: Code, _ line: Int) -> Remedy? {
    guard code.colon == nil else { return nil }
    let word = code.text[code.start...].prefix(while: SlipMarks.isID)
    guard (1...64).contains(word.count), word.first != "-" else { return nil }
    let rest = code.text[word.endIndex...].drop(while: SlipMarks.isAnySpace)
    let isKnown = vocabulary.keys.contains(string(word))
    var colon = ":"
    var covered: Set<Int> = []
    if rest.isEmpty || rest.first == "#" {
      let opensBlock = neighbour(of: line, by: 1).map { $0.code.lead > code.lead } ?? false
      guard opensBlock || isKnown else { return nil }
      if !opensBlock {
        colon += " " + SlipEdits.unreadable
        covered = [line]
      }
    } else {
      let isID = word.contains { ("0"..."9").contains($0) || $0 == "-" || $0 == "_" }
      let opens = rest.first == "{" || rest.first == "["
      guard rest.startIndex > word.endIndex || opens, isKnown || isID || opens else { return nil }
      // Another colon belongs to text, or to braces.
      if !opens, rest.indices.contains(where: { rest[$0] == ":" && ($0 + 1 == rest.endIndex || rest[$0 + 1] == " ") }) {
        return nil
      }
      if rest.startIndex == word.endIndex { colon = ": " }
    }
    let name = quoted(string(word))
    var remedy = insert(
      colon, line, word.endIndex..<word.endIndex, at: code.start, end: word.endIndex,
      both("a colon is missing after \(name)", "\(name) 后面少了英文冒号"),
      help: both("write “\(string(word)): ”, with a space after the colon", "请写成“\(string(word)): ”，冒号后面空一格"))
    remedy.covered = covered
    return remedy
  }

  // An item of a list among others that have their dashes.
  private func missingDash(_ code: Code, _ line: Int) -> Remedy? {
    guard !code.isDashed, !vocabulary.sections.contains(code.name), code.text[code.lead] != "-",
      !"}]".unicodeScalars.contains(code.text[code.lead])
    else {
      return nil
    }
    guard let other = sibling(of: line, code, by: -1) ?? sibling(of: line, code, by: 1) else { return nil }
    let first = code.text[code.lead]
    guard
      first == other.text[other.start...].first
        || code.lead == other.lead && (code.colon != nil || first == "{" || first == "[")
    else { return nil }
    return insert(
      String(repeating: " ", count: other.lead) + "- ", line, 0..<code.lead, at: code.lead,
      both("this has no “- ” like the other items of its list", "这一行少了“- ”，同一列表的其他项都有"),
      help: both("add “- ” before it", "请在前面补上“- ”"))
  }

  // The nearest item with a dash that the line may belong beside.
  private func sibling(of line: Int, _ code: Code, by step: Int) -> Code? {
    var other = neighbour(of: line, by: step)
    while let found = other, found.code.lead > code.lead, abs(line - found.line) < 50 {
      other = neighbour(of: found.line, by: step)
    }
    guard let other = other?.code, other.isDashed, code.lead < other.start else { return nil }
    return other
  }

  private func insert(
    _ text: String, _ line: Int, _ range: Range<Int>, at column: Int, end: Int? = nil, _ message: Bilingual,
    help: Bilingual
  ) -> Remedy {
    insert(
      text, line, range,
      Diagnostic(
        code: .syntax, line: line, column: column + 1, endColumn: (end ?? column + 1) + 1, message: message,
        suggestion: help))
  }

  private func insert(_ text: String, _ line: Int, _ range: Range<Int>, _ advice: Diagnostic) -> Remedy {
    var edits = mender.edits
    edits.overwrite(line: line, range, by: text)
    return Remedy(edits: edits, line: line, advice: advice)
  }

  private func string(_ scalars: some Sequence<Scalar>) -> String {
    scalars.reduce(into: "") { $0.unicodeScalars.append($1) }
  }
}
