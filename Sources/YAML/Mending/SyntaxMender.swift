internal import Words

/// Reads on behind faults of syntax: the smallest part that explains each is mended or covered in the copy, and the copy read again.
///
/// Guarantees: every fault libyaml stops at is told, with its place; the number of readings is bounded, and so is the text read.
struct SyntaxMender {
  /// At most so many faults are mended one after the other.
  private static let mostRounds = 50
  /// At most about so many bytes are copied and read again for it.
  private static let mostBytes = 12 << 20

  let lines: SourceLines
  let vocabulary: Vocabulary
  private let scan: SlipScanner
  private let size: Int
  // How many faults a tree that could be read has as a rules file.
  private let countFaults: (YAMLNode) -> Int
  private(set) var edits: SlipEdits
  /// The last reading: with a root where the text could be read to its end.
  private(set) var composition: Composition
  private(set) var faults = DiagnosticList()
  /// Something had to be covered, so that what is missing proves little.
  private(set) var isDamaged = false
  /// The lines that are covered.
  private(set) var covered: Set<Int> = []
  /// The lines that were given a mark or moved once, which is enough.
  private(set) var marked: Set<Int> = []
  private(set) var moved: Set<Int> = []
  private var isClosed = false
  private var spent = 0

  init(
    _ lines: SourceLines, _ scan: SlipScanner, _ first: Composition, edits: SlipEdits, size: Int,
    vocabulary: Vocabulary,
    countFaults: @escaping (YAMLNode) -> Int
  ) {
    self.lines = lines
    self.vocabulary = vocabulary
    self.scan = scan
    self.edits = edits
    self.size = size
    self.countFaults = countFaults
    isClosed = !scan.edits.hasClosings
    composition = first
  }

  /// Reads until nothing stops it any more.
  mutating func mend() {
    for round in 0... {
      guard let stop = composition.stop else { return }
      guard case .syntax(let fault) = stop else {
        if case .bound(let fault) = stop { faults.add(fault) }
        isDamaged = true
        return
      }
      let said = fault.diagnostic(in: lines, called: vocabulary.file)
      guard round < Self.mostRounds, spent < Self.mostBytes, fault.problem != "out of memory" else {
        return giveUp(fault, said)
      }
      if close(fault) { continue }
      guard let (remedy, next) = choice(for: fault, at: said.line) else { return giveUp(fault, said) }
      tell(remedy.advice ?? said)
      take(remedy, next)
    }
  }

  // A slip that could not be mended is told once.
  private mutating func tell(_ said: Diagnostic) {
    if !scan.slips.contains(where: { $0.line == said.line && $0.at + 1 == said.column }) { faults.add(said) }
  }

  private mutating func take(_ remedy: Remedy, _ next: Composition) {
    (edits, composition) = (remedy.edits, next)
    covered.formUnion(remedy.covered)
    if remedy.isMove { moved.insert(remedy.line) } else { marked.insert(remedy.line) }
    if !remedy.covered.isEmpty { isDamaged = true }
  }

  // Closing what seems open is only right where libyaml gets further with it.
  private mutating func close(_ fault: YAMLSyntaxFault) -> Bool {
    guard !isClosed else { return false }
    var closed = edits
    closed.close(by: scan.edits, except: covered)
    let next = read(closed)
    guard Self.place(of: next).map({ $0 > fault.place }) ?? true else { return false }
    isClosed = true
    for found in scan.openings where !covered.contains(found.line) { faults.add(found.diagnostic) }
    (edits, composition) = (closed, next)
    return true
  }

  private mutating func choice(for fault: YAMLSyntaxFault, at line: Int) -> (Remedy, Composition)? {
    let remedies = Remedies(mender: self, fault: fault, told: line)
    for remedy in remedies.marks() {
      if let next = helps(remedy, fault) { return (remedy, next) }
    }
    if let best = furthest(remedies.indentations(), fault, enough: { _, _ in false }) {
      return best
    }
    // The more is covered, the further libyaml gets; but what covers enough to get past the line below is enough.
    return furthest(remedies.covers(), fault) { remedy, next in
      let below = remedies.neighbour(of: remedy.line, by: 1)?.line ?? remedy.line
      return Self.place(of: next).map { $0.line > below } ?? true
    }
  }

  private mutating func furthest(
    _ remedies: [Remedy], _ fault: YAMLSyntaxFault, enough: (Remedy, Composition) -> Bool
  ) -> (Remedy, Composition)? {
    var best: (remedy: Remedy, next: Composition, faults: Int)?
    for remedy in remedies {
      guard let next = helps(remedy, fault) else { continue }
      if enough(remedy, next) { return (remedy, next) }
      let faults = next.faults.count + (next.root.map { faultCount(of: $0) } ?? 0)
      if let best, !isBetter((next, faults), than: (best.next, best.faults)) { continue }
      best = (remedy, next, faults)
    }
    return best.map { ($0.remedy, $0.next) }
  }

  /// What is read with a remedy, where that gets further than the fault.
  private mutating func helps(_ remedy: Remedy, _ fault: YAMLSyntaxFault) -> Composition? {
    let next = read(remedy.edits)
    guard let place = Self.place(of: next) else { return next }
    if place > fault.place { return next }
    // A quote may be noticed far behind its line: then the next fault may well lie before that.
    guard case .syntax(let other) = next.stop, place.line > remedy.line, fault.place.line > remedy.line else {
      return nil
    }
    return other.diagnostic(in: lines, called: vocabulary.file).line > remedy.line ? next : nil
  }

  private mutating func faultCount(of root: YAMLNode) -> Int {
    spent += size
    return countFaults(root)
  }

  // Of two that get equally far, the one with fewer doubled names, unknown keys and the like.
  private func isBetter(_ left: (Composition, faults: Int), than right: (Composition, faults: Int)) -> Bool {
    let end = YAMLMark(line: .max, column: 1)
    let places = (Self.place(of: left.0) ?? end, Self.place(of: right.0) ?? end)
    return places.0 == places.1 ? left.faults < right.faults : places.0 > places.1
  }

  private static func place(of composition: Composition) -> YAMLMark? {
    switch composition.stop {
    case nil: nil
    case .syntax(let fault): fault.place
    case .bound(let fault): YAMLMark(line: fault.line, column: fault.column)
    }
  }

  private mutating func read(_ edits: SlipEdits) -> Composition {
    let next = Composition(edits.copy(of: lines), edits, vocabulary)
    let reached = min(Self.place(of: next)?.line ?? lines.count, lines.count)
    spent += 1000 + size / 3 + size / max(lines.count, 1) * reached
    return next
  }

  // What stands before the fault is read all the same.
  private mutating func giveUp(_ fault: YAMLSyntaxFault, _ said: Diagnostic) {
    tell(said)
    isDamaged = true
    let line = min(said.line, fault.place.line, fault.bracket?.line ?? .max)
    guard line > 1, fault.problem != "out of memory" else { return }
    edits.cut(from: line)
    composition = Composition(edits.copy(of: lines), edits, vocabulary)
  }
}
