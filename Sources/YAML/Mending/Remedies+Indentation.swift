internal import Words

/// A line that stands too far left or right is moved to where its neighbours stand.
extension Remedies {
  /// The line, or the one before it, moved to where its neighbours stand.
  func indentations() -> [Remedy] {
    guard fault.bracket == nil, Self.ofIndentation.contains(fault.problem) else { return [] }
    let line = min(fault.place.line, lines.count)
    guard let own = Code(mender.edits.scalars(of: line, in: lines)), !mender.covered.contains(line) else { return [] }
    var remedies: [Remedy] = []
    var told: Set<[Int]> = []
    func indent(_ number: Int, from width: Int, to wanted: Int) {
      guard width != wanted, !mender.moved.contains(number), !mender.covered.contains(number),
        told.insert([number, wanted]).inserted, let code = code(number)
      else { return }
      // Only sections stand at the very left, and nowhere else.
      guard code.isDashed || (wanted == 0) == vocabulary.sections.contains(code.name) else { return }
      remedies.append(indented(number, code, from: width, to: wanted))
    }
    // A colon behind that of the name itself has nothing to do with the indentation.
    let isColon = fault.problem == "mapping values are not allowed in this context"
    if isColon, own.colon != nil, code(line)?.colon != fault.place.column - 1 { return [] }
    if !isColon, fault.place.column > (code(line)?.start ?? 0) + 1 { return [] }
    let (before, after) = (neighbour(of: line, by: -1), neighbour(of: line, by: 1))
    let least = before.map { $0.code.opensBlock && isColon ? $0.code.start + 1 : 0 } ?? 0
    let most = after.map { own.opensBlock && $0.code.lead > own.lead ? $0.code.lead - 1 : .max } ?? .max
    // Between the two there may be no room at all.
    func moveOwn() {
      for wanted in levels(around: line, own.lead) + [before?.code.start, after?.code.lead].compactMap({ $0 })
      where least <= wanted && wanted <= most {
        indent(line, from: own.lead, to: wanted)
      }
    }
    // The line before, or the one that opened the block, may be the one that stands wrong; so it is where the one before that
    // stands like this one, or opened a block that lacks it.
    let isOwn =
      before.map { before in
        guard let first = neighbour(of: before.line, by: -1)?.code else { return true }
        return first.lead != own.lead && !(first.opensBlock && first.lead == before.code.lead && own.lead > first.lead)
      } ?? true
    if isOwn { moveOwn() }
    let others = own.colon == nil && !own.isDashed ? [] : [before, opener(of: line, own.lead)]
    for other in others.compactMap({ $0 }) {
      if let wanted = neighbour(of: other.line, by: -1)?.code {
        indent(other.line, from: other.code.lead, to: wanted.lead)
        indent(other.line, from: other.code.lead, to: wanted.start)
      }
      for wanted in levels(around: other.line, other.code.lead) {
        indent(other.line, from: other.code.lead, to: wanted)
      }
      // Behind its dash, the line before begins where this one stands.
      indent(other.line, from: other.code.lead, to: max(0, own.lead - (other.code.start - other.code.lead)))
      indent(other.line, from: other.code.lead, to: own.lead)
    }
    if !isOwn { moveOwn() }
    return remedies
  }

  // How far the blocks around a line are indented, the nearest to its own indentation first.
  private func levels(around line: Int, _ width: Int) -> [Int] {
    var levels: Set<Int> = []
    for step in [-1, 1] {
      var (number, least) = (line, Int.max)
      for _ in 0..<200 {
        guard least > 0, let found = neighbour(of: number, by: step) else { break }
        number = found.line
        if found.code.lead < least { levels.insert(found.code.lead) }
        least = min(least, found.code.lead)
      }
    }
    return levels.sorted { (abs($0 - width), -$0) < (abs($1 - width), -$1) }
  }

  // The nearest line before that is indented less.
  private func opener(of line: Int, _ width: Int) -> (line: Int, code: Code)? {
    var found = neighbour(of: line, by: -1)
    for _ in 0..<200 {
      guard let line = found else { return nil }
      if line.code.lead < width { return line }
      found = neighbour(of: line.line, by: -1)
    }
    return nil
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
        code: .syntax, line: line, column: code.lead + 1,
        message: both(
          "this line is indented by \(counted(width, "space", "spaces")), its neighbours by \(wanted)",
          "这一行缩进 \(width) 个空格，同级的行缩进 \(wanted) 个"),
        suggestion: both("align it with the lines of its level", "请与同一级的行对齐")),
      isMove: true)
  }
}
