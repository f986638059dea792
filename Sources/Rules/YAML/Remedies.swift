internal import Formats

/// A change of the copy by which libyaml may get past a fault.
struct Remedy {
  var edits: SlipEdits
  /// The line it is about.
  let line: Int
  /// Lines of which a part cannot be read any more.
  var covered: Set<Int> = []
  /// What is wrong, where that is known better than from libyaml.
  var advice: Diagnostic?
}

/// The changes to try for a fault, the likeliest first.
struct Remedies {
  typealias Scalar = Unicode.Scalar

  let mender: SyntaxMender
  let fault: YAMLSyntaxFault
  // The lines the fault may lie on: where it is told, where libyaml stands, and what comes before.
  let suspects: [Int]

  var lines: SourceLines { mender.lines }

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
          || text[word.endIndex] == ":" && (word.endIndex + 1 == text.count || SlipMarks.isAnySpace(text[word.endIndex + 1])))
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
    return candidates.filter { !mender.mended.contains($0) && !mender.covered.contains($0) }.flatMap { line in
      guard let code = code(line) else { return [Remedy]() }
      return [missingSpace(code, line), missingColon(code, line), missingDash(code, line)].compactMap { $0 }
    }
  }

  private func missingSpace(_ code: Code, _ line: Int) -> Remedy? {
    let (text, start) = (code.text, code.start)
    if text[start] == "-", start + 1 < text.count, text[start + 1] != "-", !code.isDashed, code.colon == nil || text[start + 1] == "{"
    {
      return insert(" ", line, start + 1, at: start, say("a space is missing after the -", "减号后面少了一个空格"),
        help: say("put a space after the -", "减号后面要空一格"))
    }
    guard code.colon == nil else { return nil }
    let word = text[start...].prefix(while: SlipMarks.isID)
    guard (1...64).contains(word.count), word.endIndex + 1 < text.count, text[word.endIndex] == ":",
      !SlipMarks.isAnySpace(text[word.endIndex + 1]), text[word.endIndex + 1] != "/"
    else { return nil }
    let name = quoted(string(word))
    return insert(
      " ", line, word.endIndex + 1, at: word.endIndex,
      say("a space is missing after the colon of \(name)", "\(name) 的冒号后面少了一个空格"),
      help: say("put a space after the colon", "冒号后面要空一格"))
  }

  private func missingColon(_ code: Code, _ line: Int) -> Remedy? {
    guard code.colon == nil else { return nil }
    let word = code.text[code.start...].prefix(while: SlipMarks.isID)
    guard (1...64).contains(word.count), word.first != "-" else { return nil }
    let rest = code.text[word.endIndex...].drop(while: SlipMarks.isAnySpace)
    let isKnown = SlipMarks.keys.contains(string(word))
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
      colon, line, word.endIndex, at: code.start, end: word.endIndex,
      say("a colon is missing after \(name)", "\(name) 后面少了英文冒号"),
      help: say("write “\(string(word)): ”, with a space after the colon", "请写成“\(string(word)): ”，冒号后面空一格"))
    remedy.covered = covered
    return remedy
  }

  // An item of a list among others that have their dashes.
  private func missingDash(_ code: Code, _ line: Int) -> Remedy? {
    guard !code.isDashed, code.text[code.lead] != "-", !"}]".unicodeScalars.contains(code.text[code.lead]) else { return nil }
    var other = neighbour(of: line, by: -1)
    while let found = other, found.code.lead > code.lead, line - found.line < 50 {
      other = neighbour(of: found.line, by: -1)
    }
    guard let other, other.code.lead == code.lead, other.code.isDashed else { return nil }
    let first = code.text[code.lead]
    guard code.colon != nil || first == "{" || first == "[" || first == other.code.text[other.code.start] else {
      return nil
    }
    return insert(
      "- ", line, code.lead, at: code.lead,
      say("this has no “- ” like the other items of its list", "这一行少了“- ”，同一列表的其他项都有"),
      help: say("add “- ” before it", "请在前面补上“- ”"))
  }

  private func insert(
    _ text: String, _ line: Int, _ index: Int, at column: Int, end: Int? = nil, _ message: Bilingual, help: Bilingual
  ) -> Remedy {
    var edits = mender.edits
    edits.overwrite(line: line, index..<index, by: text)
    return Remedy(
      edits: edits, line: line,
      advice: Diagnostic(
        code: "syntax", line: line, column: column + 1, endColumn: (end ?? column + 1) + 1, message: message,
        suggestion: help))
  }

  private func string(_ scalars: some Sequence<Scalar>) -> String {
    scalars.reduce(into: "") { $0.unicodeScalars.append($1) }
  }

  // MARK: - Indentation

  /// The line, or the one before it, moved to where its neighbours stand.
  func indentations() -> [Remedy] {
    guard fault.bracket == nil, Self.ofIndentation.contains(fault.problem) else { return [] }
    let line = min(fault.place.line, lines.count)
    guard let own = Code(mender.edits.scalars(of: line, in: lines)), !mender.covered.contains(line) else { return [] }
    var remedies: [Remedy] = []
    var told: Set<[Int]> = []
    func indent(_ number: Int, from width: Int, to wanted: Int) {
      guard width != wanted, !mender.mended.contains(number),
        told.insert([number, wanted]).inserted, let code = code(number)
      else { return }
      remedies.append(indented(number, code, from: width, to: wanted))
    }
    let before = neighbour(of: line, by: -1)
    let after = neighbour(of: line, by: 1)
    let isColon = fault.problem == "mapping values are not allowed in this context"
    // A colon behind that of the name itself has nothing to do with the indentation.
    if isColon, own.colon != nil, code(line)?.colon != fault.place.column - 1 { return [] }
    let above = before.map { $0.code.opensBlock ? $0.code.start + 1 : 0 } ?? 0
    for wanted in [before?.code.lead, before?.code.start, after?.code.lead] {
      if let wanted, wanted >= above { indent(line, from: own.lead, to: wanted) }
    }
    if let before, !isColon, before.code.lead > own.lead, !before.code.opensBlock,
      let opener = neighbour(of: before.line, by: -1)?.code, opener.opensBlock, opener.start < own.lead
    {
      indent(before.line, from: before.code.lead, to: own.lead)
    }
    return remedies
  }

  private static let ofIndentation: Set<String> = [
    "mapping values are not allowed in this context", "did not find expected key",
    "did not find expected '-' indicator", "block sequence entries are not allowed in this context",
    "mapping keys are not allowed in this context", "did not find expected <document start>",
  ]

  private func indented(_ line: Int, _ code: Code, from width: Int, to wanted: Int) -> Remedy {
    var edits = mender.edits
    edits.overwrite(line: line, 0..<code.lead, by: String(repeating: " ", count: wanted))
    return Remedy(
      edits: edits, line: line,
      advice: Diagnostic(
        code: "syntax", line: line, column: code.lead + 1,
        message: say(
          "this line is indented by \(counted(width, "space", "spaces")), its neighbours by \(wanted)",
          "这一行缩进 \(width) 个空格，同级的行缩进 \(wanted) 个"),
        suggestion: say("align it with the lines of its level", "请与同一级的行对齐")))
  }
}
