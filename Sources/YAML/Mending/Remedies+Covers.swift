internal import Words

/// What cannot be read is covered in the copy, as little as gets past the fault.
extension Remedies {
  /// The value of the entry, the whole line, nothing in its place.
  func covers() -> [Remedy] {
    var candidates: [Int] = []
    for line in [fault.longQuote?.start.line, fault.bracket?.line] + suspects {
      if let line, !candidates.contains(line), !mender.covered.contains(line) { candidates.append(line) }
    }
    return candidates.flatMap { line -> [Remedy] in
      guard let code = code(line) else { return [] }
      // Directives and the marks of documents stand in no entry.
      if code.lead == 0, ["%", "-", "."].contains(code.text[0]), !code.isDashed { return [nothing(code, line)] }
      let covers = [value(code, line), entry(code, line), nothing(code, line)].compactMap { $0 }
      return isStray(code, line) ? [stray(code, line)] + covers : covers
    }
  }

  // `UM-001: …` and `- …`: what the name or the dash stands before.
  private func value(_ code: Code, _ line: Int) -> Remedy? {
    guard let start = code.colon.map({ $0 + 1 }) ?? (code.isDashed ? code.start : nil) else { return nil }
    return cover(line, behind: code.start) { edits in
      edits.overwrite(line: line, start..<code.text.count, by: " " + SlipEdits.unreadable)
    }
  }

  // An entry of which not even the name can be read.
  private func entry(_ code: Code, _ line: Int) -> Remedy? {
    cover(line, behind: code.start) { edits in
      edits.overwrite(
        line: line, code.start..<code.text.count, by: "\(SlipEdits.unreadable): \(SlipEdits.unreadable)")
      // What it ends may be what it belongs to.
      if let before = neighbour(of: line, by: -1)?.code, before.lead > code.lead { edits.markLost(line) }
    }
  }

  private func nothing(_ code: Code, _ line: Int) -> Remedy {
    cover(line, behind: code.lead) { edits in edits.lose(line: line, width: code.text.count) }
  }

  // A line that is no entry of the block it stands in: what is below it does not belong to it.
  private func isStray(_ code: Code, _ line: Int) -> Bool {
    guard fault.bracket == nil, !code.opensBlock else { return false }
    let (before, after) = (neighbour(of: line, by: -1)?.code.lead ?? 0, neighbour(of: line, by: 1)?.code.lead ?? 0)
    if code.lead < min(before, after) { return true }
    return code.colon == nil && !code.isDashed && (code.lead != before && code.lead != after || code.lead < after)
  }

  private func stray(_ code: Code, _ line: Int) -> Remedy {
    var edits = mender.edits
    edits.lose(line: line, width: code.text.count)
    return Remedy(edits: edits, line: line, covered: [line])
  }

  // The lines below that are indented deeper belong to the entry.
  private func cover(_ line: Int, behind column: Int, _ change: (inout SlipEdits) -> Void) -> Remedy {
    var remedy = Remedy(edits: mender.edits, line: line, covered: [line])
    change(&remedy.edits)
    var next = line + 1
    while next <= lines.count {
      let text = lines.scalars(next)
      if let code = Code(text) {
        guard code.lead > column || code.text[code.lead] == "}" || code.text[code.lead] == "]" else { break }
        remedy.edits.overwrite(line: next, 0..<text.count, by: "")
        remedy.covered.insert(next)
      }
      next += 1
    }
    return remedy
  }
}
