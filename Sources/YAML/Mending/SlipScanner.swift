internal import Words

/// Reads a text line by line, as far as YAML can be told without its grammar, and finds the typical slips of the keyboard.
///
/// Guarantees: takes time bounded by the size of the text; what could be meant as text (a Chinese comma in a name) is no slip.
/// It neither accepts nor refuses a text by itself: what it finds outside slips only matters where libyaml gives up.
struct SlipScanner {
  typealias Scalar = Unicode.Scalar

  struct Found {
    let slip: Slip
    let line: Int
    /// The character of the line, from 0.
    let at: Int
  }

  // What may begin at the next character.
  enum Spot {
    /// A line of a block, or what follows its dash.
    case entry
    /// A name in `{}`.
    case key
    /// An item in `[]`.
    case item
    case value
    /// Behind a value: a comma, colon or bracket.
    case closed
  }

  struct Bracket {
    let mark: Scalar
    let line: Int
    let at: Int
    /// The indentation of the line it stands on.
    let indent: Int
  }

  /// So many are told; beyond, a file is no rules file with slips any more.
  private static let most = 500

  private(set) var slips: [Found] = []
  /// Quotes and brackets that seem never to be closed.
  private(set) var openings: [Found] = []
  private(set) var edits = SlipEdits()

  let lines: SourceLines
  let vocabulary: Vocabulary
  var line = 0
  var text: [Scalar] = []
  var at = 0
  var spot = Spot.entry
  var brackets: [Bracket] = []
  // The quote that goes on from the line before.
  var quote: Scalar?
  // The column a block text must lie behind.
  var block: Int?
  var isDashed = false
  var lastKey = ""
  var lead = 0
  var indent = 0
  var entryColumn = 0
  // Indentations of the blocks around the line, outermost first.
  var levels = [0]
  var opensBlock = false
  var tabWidth: Int?
  private var lastCode: (line: Int, end: Int, mark: Scalar) = (1, 0, " ")

  init(_ lines: SourceLines, _ vocabulary: Vocabulary) {
    self.lines = lines
    self.vocabulary = vocabulary
    for number in 1...lines.count where !isFull {
      line = number
      text = Array((lines.line(number) ?? "").unicodeScalars)
      at = 0
      scanLine()
    }
    closeBrackets()
  }

  private var isFull: Bool { slips.count + openings.count >= Self.most }

  mutating func tell(_ slip: Slip, at index: Int) {
    guard !isFull else { return }
    slips.append(Found(slip: slip, line: line, at: index))
  }

  mutating func replace(at index: Int, _ removed: Int, by text: String) {
    guard !isFull else { return }
    edits.add(.init(at: index, removed: removed, inserted: Array(text.unicodeScalars), isClosing: false), line: line)
  }

  /// Tells a slip of one character and what it was meant to be.
  mutating func mend(_ slip: Slip, at index: Int, as text: String) {
    tell(slip, at: index)
    replace(at: index, 1, by: text)
  }

  mutating func open(_ slip: Slip, line opening: Int, at index: Int, closedBy mark: Scalar, line: Int, at end: Int) {
    guard !isFull else { return }
    openings.append(Found(slip: slip, line: opening, at: index))
    edits.add(.init(at: end, removed: 0, inserted: [mark], isClosing: true), line: line)
  }

  private mutating func scanLine() {
    lead = text.prefix(while: SlipMarks.isAnySpace).count
    if let parent = block {
      if lead == text.count || lead > parent { return }
      block = nil
    }
    if quote != nil {
      guard endsQuote() else { return }
    } else if lead == text.count || text[lead] == "#" {
      if brackets.isEmpty { tidyEmptyLine() }
      return
    } else {
      if !brackets.isEmpty, isBeyondBrackets { closeBrackets() }
      if brackets.isEmpty { beginBlockLine() }
      at = lead
    }
    while at < text.count {
      let scalar = text[at]
      if SlipMarks.isSpace(scalar) {
        at += 1
        continue
      }
      if scalar == "#", at == 0 || SlipMarks.isAnySpace(text[at - 1]) { break }
      token(scalar)
      lastCode = (line, min(at, text.count), text[min(at, text.count) - 1])
    }
    opensBlock = spot == .value && brackets.isEmpty && block == nil && quote == nil
  }

  // A line that begins like an entry, where the bracket before it cannot go on so.
  private var isBeyondBrackets: Bool {
    guard let first = brackets.first, looksLikeEntry(text[lead...]) else { return false }
    return lead <= first.indent || !(",{[:，" as String).unicodeScalars.contains(lastCode.mark)
  }

  private mutating func closeBrackets() {
    for bracket in brackets.reversed() {
      open(
        .openBracket(bracket.mark), line: bracket.line, at: bracket.at, closedBy: bracket.mark == "{" ? "}" : "]",
        line: lastCode.line, at: lastCode.end)
    }
    brackets = []
  }

  private mutating func beginBlockLine() {
    (spot, isDashed) = (.entry, false)
    let spaces = text[..<lead]
    indent = lead
    if spaces.contains(where: { $0 != " " }) {
      for (index, space) in spaces.enumerated() where space != " " && (index == 0 || text[index - 1] != space) {
        tell(space == "\t" ? .tab : .wideSpace(space), at: index)
      }
      indent = intendedIndent(spaces)
      replace(at: 0, lead, by: String(repeating: " ", count: indent))
    }
    levels.removeAll { $0 > indent }
    if levels.last != indent { levels.append(indent) }
    entryColumn = indent
  }

  // Space before nothing or a comment: a tab there harms nobody, a wide space would be text.
  private mutating func tidyEmptyLine() {
    let spaces = text[..<lead]
    guard spaces.contains(where: { $0 != " " }) else { return }
    if let wide = spaces.firstIndex(where: SlipMarks.isWideSpace) { tell(.wideSpace(text[wide]), at: wide) }
    replace(at: 0, lead, by: String(repeating: " ", count: lead))
  }

  // How wide tabs and wide spaces were meant: as the block they stand in asks for.
  private mutating func intendedIndent(_ spaces: ArraySlice<Scalar>) -> Int {
    let above = levels.last ?? 0
    var widths: [(tab: Int, width: Int)] = []
    // The width of the tabs before is the likeliest; a block that opens asks for one that is deeper.
    let others = tabWidth == nil || opensBlock ? [2, 4, 8] : []
    for tab in (tabWidth.map { [$0] } ?? []) + others {
      for wide in [2, 1] {
        let width = spaces.reduce(0) { width, space in
          switch space {
          case "\t": (width / tab + 1) * tab
          case "\u{3000}": width + wide
          default: width + 1
          }
        }
        widths.append((tab, width))
      }
    }
    let fitting =
      opensBlock
      ? widths.first { $0.width == above + 2 } ?? widths.filter { $0.width > above }.min { $0.width < $1.width }
        ?? widths.first { levels.contains($0.width) }
      : widths.first { $0.width == above } ?? widths.first { levels.contains($0.width) }
    if let fitting {
      if spaces.contains("\t") { tabWidth = fitting.tab }
      return fitting.width
    }
    return opensBlock ? above + 2 : above
  }

  /// Whether the text begins like an entry of a block: `name:`, `name：` or `- `.
  func looksLikeEntry(_ text: ArraySlice<Scalar>) -> Bool {
    if text.first == "-", let next = text.dropFirst().first, SlipMarks.isSpace(next) { return true }
    let word = text.prefix(65).prefix(while: SlipMarks.isID)
    guard !word.isEmpty, word.count <= 64 else { return false }
    let rest = text.dropFirst(word.count)
    return rest.first == "：" || rest.first == ":" && (rest.dropFirst().first.map(SlipMarks.isAnySpace) ?? true)
  }
}
