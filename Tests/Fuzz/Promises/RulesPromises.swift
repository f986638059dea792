import Checking
import Formats
import GridCore
import Rules
import Words

enum RulesPromises {
  static func check(_ bytes: [UInt8]) throws(BrokenPromise) {
    let loaded = load(bytes)
    let errors = loaded.diagnostics.contains { $0.severity == .error }
    try promise((loaded.book == nil) == errors, "there is a book exactly where there is no error")
    try promise(loaded.diagnostics.count <= 101, "at most a hundred faults are told, and that there are more")
    try promise(loaded.digest == sha256(of: bytes), "the digest is the file's")
    let lines = lines(of: bytes)
    for fault in loaded.diagnostics { try checkPlace(of: fault, in: lines) }
    let places = loaded.diagnostics.map { [$0.line, $0.column] }
    try promise(
      !zip(places, places.dropFirst()).contains { $1.lexicographicallyPrecedes($0) }, "faults are told in order")
    let again = load(bytes)
    try promise(
      again.diagnostics == loaded.diagnostics && again.coverage == loaded.coverage, "read again it is the same")
    try checkDrawing(of: loaded.diagnostics, bytes)
    try checkLineEnds(loaded, bytes)
    try checkWarnings(loaded, lines)
    if let book = loaded.book { try checkBook(book) }
  }

  /// What `check` tells beside: warnings, each in the file, that keep nobody from using the book.
  private static func checkWarnings(_ loaded: LoadedRules, _ lines: [Int]) throws(BrokenPromise) {
    let rules = loaded.checked(at: Timestamp(seconds: 1_772_416_800)).rules
    try promise((rules.book == nil) == (loaded.book == nil), "no warning makes a book unusable")
    try promise(rules.diagnostics.count <= 101, "at most a hundred faults are told, warnings among them")
    for fault in rules.diagnostics { try checkPlace(of: fault, in: lines) }
    guard loaded.book != nil else {
      return try promise(rules.diagnostics == loaded.diagnostics, "of a faulty text nothing more is told")
    }
    try promise(!rules.diagnostics.contains { $0.severity == .error }, "a usable book has no error")
  }

  private static func load(_ bytes: [UInt8]) -> LoadedRules {
    RuleFile.load(bytes: bytes, name: "rules.yaml", digest: sha256(of: bytes))
  }

  /// The width of each line in characters: LF, CR and CRLF end one, and there is at least one.
  private static func lines(of bytes: [UInt8]) -> [Int] {
    var widths: [Int] = []
    var line: [UInt8] = []
    var last: UInt8 = 0
    func end() {
      widths.append(String(decoding: line, as: UTF8.self).unicodeScalars.count)
      line = []
    }
    for byte in bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...] {
      if byte == 0x0D || byte == 0x0A && last != 0x0D { end() }
      if byte != 0x0D, byte != 0x0A { line.append(byte) }
      last = byte
    }
    if !line.isEmpty || widths.isEmpty { end() }
    return widths
  }

  private static func checkPlace(of fault: Diagnostic, in lines: [Int]) throws(BrokenPromise) {
    try promise(
      (1...lines.count).contains(fault.line), "the fault lies in the file, not on line \(fault.line): \(fault)")
    let width = lines[fault.line - 1]
    try promise(
      (1...(width + 1)).contains(fault.column), "the fault lies in its line, not at \(fault.column): \(fault)")
    if let end = fault.endColumn {
      try promise(end > fault.column && end <= width + 1, "what is marked lies in its line, not up to \(end): \(fault)")
    }
    if let related = fault.related {
      try promise(
        (1...lines.count).contains(related.line) && related.column >= 1, "the other place lies in the file: \(related)")
      try checkText(related.message)
    }
    try checkText(fault.message)
    if let suggestion = fault.suggestion { try checkText(suggestion) }
  }

  private static func checkText(_ message: Bilingual) throws(BrokenPromise) {
    try promise(!message.en.isEmpty && !message.zh.isEmpty, "a message stands in both languages")
  }

  private static func checkDrawing(of faults: [Diagnostic], _ bytes: [UInt8]) throws(BrokenPromise) {
    for language in [Language.en, .zh] {
      let rendering = DiagnosticRendering(name: "rules.yaml", bytes: bytes, language: language)
      for fault in faults.prefix(8) {
        let text = rendering.text(fault)
        try promise(
          text.hasPrefix("rules.yaml:\(fault.line):\(fault.column): "),
          "a fault is told with its place: \(text.prefix(80))")
        let odd = text.unicodeScalars.first { $0 != "\n" && $0 != "\t" && isUnsafeToShow($0) }
        try promise(odd == nil, "what is drawn steers no terminal: \(text.debugDescription)")
        let widest = text.split(separator: "\n").map { $0.unicodeScalars.count }.max() ?? 0
        try promise(widest < 6_000, "a drawing is no wider than people can read: \(widest)")
      }
    }
  }

  /// The other way to end lines moves no fault.
  private static func checkLineEnds(_ loaded: LoadedRules, _ bytes: [UInt8]) throws(BrokenPromise) {
    guard bytes.count < 1 << 16, !bytes.contains(0x0D), String(validating: bytes, as: UTF8.self) != nil else { return }
    var other: [UInt8] = []
    for byte in bytes { other += byte == 0x0A ? [0x0D, 0x0A] : [byte] }
    let found = load(other)
    let places = { (faults: [Diagnostic]) in faults.map { "\($0.code) \($0.line):\($0.column)" } }
    try promise(
      places(found.diagnostics) == places(loaded.diagnostics),
      "with CRLF the faults are the same: \(places(found.diagnostics)), not \(places(loaded.diagnostics))")
  }

  /// A book routes every matter in every grid to an address it knows.
  private static func checkBook(_ book: RuleBook) throws(BrokenPromise) {
    for matter in book.matters.prefix(5) {
      for grid in book.grids.prefix(3) {
        let report = Report(matter: matter.code, grid: grid.id)
        let assignment = book.assign(report, source: "s", received: FuzzTown.receipt)
        try promise(book.knows(assignment.to), "a report goes where the book knows: \(assignment.to)")
        try promise(
          assignment.deadline.map { $0.moment >= FuzzTown.receipt } ?? false, "a post has a deadline ahead")
        for language in [Language.en, .zh] {
          let why = explain(assignment.assignedBy.why, book: book).text(language)
          try promise(!why.isEmpty, "a decision is explained")
        }
      }
    }
  }
}
