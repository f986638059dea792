internal import Formats

/// A YAML text read as one tree, as strictly as a rules file needs it.
///
/// Guarantees: any bytes give an answer, in time and memory bounded by their number; every fault has its place. Refused are
/// anchors, aliases, tags, merge keys, duplicate keys, keys that are not text, second documents, deep nesting and large files.
/// Typical slips of the keyboard are mended in a scratch copy, so that what else is wrong is told beside them; another fault of
/// syntax ends the reading.
package struct YAMLParser {
  /// At most so many levels of lists and mappings within one another.
  package static let deepest = 64
  /// At most so many scalars, lists and mappings.
  package static let mostNodes = 200_000

  /// The root of a text, where there is one, and what is wrong with the text.
  struct Outcome {
    let root: YAMLNode?
    let faults: DiagnosticList
    /// The reading stopped before the end, so that what is missing proves nothing.
    let isBroken: Bool
  }

  /// The root node and every fault; the node is nil when the text could not be read to its end.
  package static func parse(_ bytes: [UInt8]) -> (root: YAMLNode?, faults: [Diagnostic]) {
    let lines = SourceLines(bytes)
    let outcome = read(bytes, lines: lines)
    return (outcome.isBroken ? nil : outcome.root, outcome.faults.sorted(in: lines))
  }

  static func read(_ bytes: [UInt8], lines: SourceLines) -> Outcome {
    var faults = YAMLText.faults(of: bytes)
    guard !faults.hasError else { return Outcome(root: nil, faults: faults, isBroken: true) }
    let scan = SlipScanner(lines)
    for found in scan.slips { faults.add(found.diagnostic) }
    let edits = scan.edits.withoutClosings
    let plain = compose(edits.hasRepairs ? edits.copy(of: lines) : withoutMark(bytes), edits)
    guard let fault = plain.stop else { return plain.outcome(faults) }
    // Closing what seems open is only right where libyaml gets further with it.
    if scan.edits.hasClosings {
      let closed = compose(scan.edits.copy(of: lines), scan.edits)
      if closed.stop.map({ $0.place > fault.place }) ?? true {
        for found in scan.openings { faults.add(found.diagnostic) }
        if let next = closed.stop { faults.add(next.diagnostic(in: lines)) }
        return closed.outcome(faults)
      }
    }
    let said = fault.diagnostic(in: lines)
    // A slip that could not be mended is told once.
    if !scan.slips.contains(where: { $0.line == said.line && $0.at + 1 == said.column }) { faults.add(said) }
    return plain.outcome(faults)
  }

  private static func withoutMark(_ bytes: [UInt8]) -> [UInt8] {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes[3...]) : bytes
  }

  private static func compose(_ text: [UInt8], _ edits: SlipEdits) -> Composition {
    text.withUnsafeBufferPointer { text in
      var composer = YAMLComposer(YAMLEventStream(text, edits: edits))
      do throws(YAMLComposer.Stop) {
        return Composition(root: try composer.document(), faults: composer.faults, stop: nil)
      } catch {
        return Composition(root: nil, faults: composer.faults, stop: error)
      }
    }
  }
}

/// What came of one reading of a text.
private struct Composition {
  let root: YAMLNode?
  let faults: DiagnosticList
  let stop: YAMLComposer.Stop?

  func outcome(_ before: DiagnosticList) -> YAMLParser.Outcome {
    var all = before
    all.add(faults)
    return YAMLParser.Outcome(root: root, faults: all, isBroken: stop != nil)
  }
}

extension SlipScanner.Found {
  fileprivate var diagnostic: Diagnostic { slip.diagnostic(line: line, column: at + 1) }
}

/// Builds the tree from the events, telling what is not allowed and going on.
private struct YAMLComposer: ~Copyable {
  enum Stop: Error {
    case syntax(YAMLSyntaxFault)
    case bound(Diagnostic)

    var place: YAMLMark {
      switch self {
      case .syntax(let fault): fault.place
      case .bound(let fault): YAMLMark(line: fault.line, column: fault.column)
      }
    }

    func diagnostic(in lines: SourceLines) -> Diagnostic {
      switch self {
      case .syntax(let fault): fault.diagnostic(in: lines)
      case .bound(let fault): fault
      }
    }
  }

  private var stream: YAMLEventStream
  private var nodes = 0
  // The names on the way to the node being read, for the faults' paths.
  private var path: [String] = []
  private(set) var faults = DiagnosticList()

  init(_ stream: consuming YAMLEventStream) {
    self.stream = stream
  }

  /// The root of the only document; nil for a text that holds nothing but comments.
  mutating func document() throws(Stop) -> YAMLNode? {
    var event = try next()
    if case .streamStart = event.kind { event = try next() }
    guard case .documentStart = event.kind else { return nil }
    let root = try node(next(), depth: 1)
    event = try next()
    if case .documentEnd = event.kind { event = try next() }
    guard case .documentStart = event.kind else { return root }
    tell(
      "second-document", event.span, "a second document begins here; a rules file is one document",
      "这里又开始了第二份文档；规则文件只能有一份",
      help: Bilingual(en: "delete the line ---, and what does not belong here", zh: "请删掉 --- 这一行和多余的内容"))
    // What is missing may stand in the other document.
    guard case .mapping(let entries, _) = root.content else { return root }
    return YAMLNode(content: .mapping(entries, isWhole: false), span: root.span)
  }

  private mutating func next() throws(Stop) -> YAMLEvent {
    do {
      return try stream.next()
    } catch {
      throw .syntax(error)
    }
  }

  private mutating func node(_ event: YAMLEvent, depth: Int) throws(Stop) -> YAMLNode {
    nodes += 1
    guard nodes <= YAMLParser.mostNodes else {
      throw bound(
        "too-many-nodes", event, "the file has more than \(YAMLParser.mostNodes) values",
        "文件里的值超过 \(YAMLParser.mostNodes) 个")
    }
    guard depth <= YAMLParser.deepest else {
      throw bound(
        "too-deep", event, "lists and mappings lie more than \(YAMLParser.deepest) levels deep",
        "列表和映射嵌套超过 \(YAMLParser.deepest) 层")
    }
    tellProperties(of: event)
    switch event.kind {
    case .scalar(let text, let style):
      return scalar(text, style, event.span)
    case .alias(let name):
      tell(
        "alias", event.span, "“*\(name)” refers to another place; aliases are not allowed", "“*\(name)”引用了别处；不允许使用别名",
        help: Bilingual(
          en: "write the value itself, or put quotes around text that begins with *",
          zh: "请直接写出内容；如果文字本来就以 * 开头，请加引号"))
      return YAMLNode(content: .refused, span: event.span)
    case .sequenceStart: return try sequence(event, depth: depth)
    case .mappingStart: return try mapping(event, depth: depth)
    case .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd:
      return YAMLNode(content: .refused, span: event.span)
    }
  }

  private mutating func scalar(_ text: String, _ style: YAMLNode.Style, _ span: YAMLSpan) -> YAMLNode {
    // Escapes in double quotes can name what the bytes may not hold.
    if text.unicodeScalars.contains(where: { isUnsafeToShow($0) && $0 != "\n" && $0 != "\t" }) {
      tell(
        "odd-character", span, "the text stands for a control character or one that cannot be seen",
        "这段文字里有控制字符或看不见的字符", help: Bilingual(en: "take the escape out", zh: "请删掉其中的转义"))
      return YAMLNode(content: .refused, span: span)
    }
    return YAMLNode(content: .scalar(text, style), span: span)
  }

  private mutating func sequence(_ start: YAMLEvent, depth: Int) throws(Stop) -> YAMLNode {
    var items: [YAMLNode] = []
    while true {
      let event = try next()
      if case .sequenceEnd = event.kind {
        return YAMLNode(content: .sequence(items), span: YAMLSpan(start: start.span.start, end: event.span.end))
      }
      path.append("[\(items.count)]")
      items.append(try node(event, depth: depth + 1))
      path.removeLast()
    }
  }

  private mutating func mapping(_ start: YAMLEvent, depth: Int) throws(Stop) -> YAMLNode {
    var entries: [YAMLNode.Entry] = []
    var places: [ByteKey: YAMLMark] = [:]
    var isWhole = true
    while true {
      let event = try next()
      if case .mappingEnd = event.kind {
        return YAMLNode(
          content: .mapping(entries, isWhole: isWhole), span: YAMLSpan(start: start.span.start, end: event.span.end))
      }
      let name = try node(event, depth: depth + 1)
      let key = take(name, among: &places)
      path.append(key?.text ?? "?")
      let value = try node(next(), depth: depth + 1)
      path.removeLast()
      if let key {
        entries.append(YAMLNode.Entry(key: key, value: value))
      } else {
        isWhole = false
      }
    }
  }

  private typealias ByteKey = [UInt8]

  /// The name of an entry, or nil, with the reason told, where it cannot be one.
  private mutating func take(_ node: YAMLNode, among places: inout [ByteKey: YAMLMark]) -> YAMLNode.Key? {
    guard case .scalar(let text, let style) = node.content else {
      if case .refused = node.content { return nil }
      tell(
        "key-kind", node.span, "a name before a colon must be text, not a list or mapping", "冒号前的名字必须是文字，不能是列表或映射",
        help: Bilingual(en: "put quotes around text that begins with [ or {", zh: "以 [ 或 { 开头的文字请加引号"))
      return nil
    }
    if text == "<<", style == .plain {
      tell(
        "merge-key", node.span, "“<<” merges another mapping; merge keys are not allowed", "“<<”是合并键，不允许使用",
        help: Bilingual(en: "write the entries themselves", zh: "请把各项直接写出来"))
      return nil
    }
    if let first = places.updateValue(node.span.start, forKey: Array(text.utf8)) {
      places[Array(text.utf8)] = first
      let shown = quoted(text)
      tell(
        "duplicate-key", node.span, "\(shown) stands here a second time", "\(shown) 在这里重复出现",
        help: Bilingual(en: "delete one of the two, or rename it", zh: "请删掉其中一个，或者改名"),
        related: Diagnostic.Related(
          line: first.line, column: first.column,
          message: Bilingual(en: "\(shown) stands here first", zh: "\(shown) 第一次出现在这里")))
      return nil
    }
    return YAMLNode.Key(text: text, span: node.span)
  }

  private mutating func tellProperties(of event: YAMLEvent) {
    if let anchor = event.anchor {
      tell(
        "anchor", event.span, "“&\(anchor)” gives this value a name to refer to; anchors are not allowed",
        "“&\(anchor)”给这个值起了引用名；不允许使用锚点",
        help: Bilingual(
          en: "take “&\(anchor)” out, or put quotes around text that begins with &",
          zh: "请删掉“&\(anchor)”；如果文字本来就以 & 开头，请加引号"))
    }
    if let tag = event.tag?.replacing("tag:yaml.org,2002:", with: "!!") {
      tell(
        "tag", event.span, "\(quoted(tag)) gives this value a type; tags are not allowed",
        "\(quoted(tag)) 给这个值指定了类型；不允许使用标签",
        help: Bilingual(
          en: "take the tag out, or put quotes around text that begins with !", zh: "请删掉标签；如果文字本来就以 ! 开头，请加引号"))
    }
  }

  private mutating func tell(
    _ code: String, _ span: YAMLSpan, _ english: String, _ chinese: String, help: Bilingual,
    related: Diagnostic.Related? = nil
  ) {
    let path = pathText
    faults.add(
      Diagnostic(
        code: code, path: path, line: span.start.line, column: span.start.column, endColumn: span.endColumn,
        message: Bilingual(en: english, zh: chinese), suggestion: help, related: related))
  }

  private var pathText: String {
    path.reduce("") { $1.hasPrefix("[") || $0.isEmpty ? $0 + $1 : $0 + "." + $1 }
  }

  private func bound(_ code: String, _ event: YAMLEvent, _ english: String, _ chinese: String) -> Stop {
    .bound(
      Diagnostic(
        code: code, path: "", line: event.span.start.line, column: event.span.start.column,
        message: Bilingual(en: english, zh: chinese),
        suggestion: Bilingual(en: "a rules file needs far less; is it damaged?", zh: "规则文件远用不到这么多；文件是不是坏了？")))
  }
}
