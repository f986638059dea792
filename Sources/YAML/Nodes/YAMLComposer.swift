internal import Words

/// Builds the tree from the events, telling what is not allowed and going on.
struct YAMLComposer: ~Copyable {
  enum Stop: Error {
    case syntax(YAMLSyntaxFault)
    case bound(Diagnostic)
  }

  private var stream: YAMLEventStream
  private let edits: SlipEdits
  private let file: Bilingual
  private var nodes = 0
  // The outermost list or mapping in brackets around the node being read.
  private var bracket: YAMLMark?
  // The event before, where it was a text in quotes over several lines.
  private var longQuote: YAMLSpan?
  // The names on the way to the node being read, for the faults' paths.
  private var path: [String] = []
  private(set) var faults = DiagnosticList()

  init(_ text: UnsafeBufferPointer<UInt8>, edits: SlipEdits, called file: Bilingual) {
    self.file = file
    stream = YAMLEventStream(text, edits: edits)
    self.edits = edits
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
      .secondDocument, event.span, "a second document begins here; \(file.en) is one document",
      "这里又开始了第二份文档；\(file.zh)只能有一份",
      help: Bilingual(en: "delete the line ---, and what does not belong here", zh: "请删掉 --- 这一行和多余的内容"))
    // What is missing may stand in the other document.
    guard case .mapping(let entries, _) = root.content else { return root }
    return YAMLNode(content: .mapping(entries, isWhole: false), span: root.span)
  }

  private mutating func next() throws(Stop) -> YAMLEvent {
    do {
      let event = try stream.next()
      longQuote = nil
      if case .scalar(_, .quoted) = event.kind, event.span.end.line > event.span.start.line { longQuote = event.span }
      return event
    } catch {
      var fault = error
      (fault.bracket, fault.longQuote) = (bracket, longQuote)
      throw .syntax(fault)
    }
  }

  private mutating func node(_ event: YAMLEvent, depth: Int) throws(Stop) -> YAMLNode {
    nodes += 1
    guard nodes <= YAMLParser.mostNodes else {
      throw bound(
        .tooManyNodes, event, "the file has more than \(YAMLParser.mostNodes) values",
        "文件里的值超过 \(YAMLParser.mostNodes) 个")
    }
    guard depth <= YAMLParser.deepest else {
      throw bound(
        .tooDeep, event, "lists and mappings lie more than \(YAMLParser.deepest) levels deep",
        "列表和映射嵌套超过 \(YAMLParser.deepest) 层")
    }
    tellProperties(of: event)
    switch event.kind {
    case .scalar(let text, let style):
      return scalar(text, style, event.span)
    case .alias(let name):
      tell(
        .alias, event.span, "“*\(name)” refers to another place; aliases are not allowed", "“*\(name)”引用了别处；不允许使用别名",
        help: Bilingual(
          en: "write the value itself, or put quotes around text that begins with *",
          zh: "请直接写出内容；如果文字本来就以 * 开头，请加引号"))
      return YAMLNode(content: .refused, span: event.span)
    case .sequenceStart, .mappingStart:
      let isOutermost = event.isFlow && bracket == nil
      if isOutermost { bracket = event.span.start }
      let isSequence = if case .sequenceStart = event.kind { true } else { false }
      let node = isSequence ? try sequence(event, depth: depth) : try mapping(event, depth: depth)
      if isOutermost { bracket = nil }
      return node
    case .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd:
      return YAMLNode(content: .refused, span: event.span)
    }
  }

  private mutating func scalar(_ text: String, _ style: YAMLNode.Style, _ span: YAMLSpan) -> YAMLNode {
    if style == .plain, text == SlipEdits.unreadable { return YAMLNode(content: .refused, span: span) }
    // Escapes in double quotes can name what the bytes may not hold.
    if text.unicodeScalars.contains(where: { isUnsafeToShow($0) && $0 != "\n" && $0 != "\t" }) {
      tell(
        .oddCharacter, span, "the text stands for a control character or one that cannot be seen",
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
        let span = YAMLSpan(start: start.span.start, end: event.span.end)
        return YAMLNode(content: .mapping(entries, isWhole: isWhole && !edits.hasLost(in: span)), span: span)
      }
      let name = try node(event, depth: depth + 1)
      let key = take(name, among: &places)
      path.append(key?.text ?? "?")
      var value = try node(next(), depth: depth + 1)
      path.removeLast()
      // All that the entry held may be lost.
      if case .scalar("", .plain) = value.content, edits.hasLost(behind: name.span.start.line) {
        value = YAMLNode(content: .refused, span: value.span)
      }
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
        .keyKind, node.span, "a name before a colon must be text, not a list or mapping", "冒号前的名字必须是文字，不能是列表或映射",
        help: Bilingual(en: "put quotes around text that begins with [ or {", zh: "以 [ 或 { 开头的文字请加引号"))
      return nil
    }
    if text == "<<", style == .plain {
      tell(
        .mergeKey, node.span, "“<<” merges another mapping; merge keys are not allowed", "“<<”是合并键，不允许使用",
        help: Bilingual(en: "write the entries themselves", zh: "请把各项直接写出来"))
      return nil
    }
    if let first = places.updateValue(node.span.start, forKey: Array(text.utf8)) {
      places[Array(text.utf8)] = first
      let shown = quoted(text)
      tell(
        .duplicateKey, node.span, "\(shown) stands here a second time", "\(shown) 在这里重复出现",
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
        .anchor, event.span, "“&\(anchor)” gives this value a name to refer to; anchors are not allowed",
        "“&\(anchor)”给这个值起了引用名；不允许使用锚点",
        help: Bilingual(
          en: "take “&\(anchor)” out, or put quotes around text that begins with &",
          zh: "请删掉“&\(anchor)”；如果文字本来就以 & 开头，请加引号"))
    }
    if let tag = event.tag?.replacing("tag:yaml.org,2002:", with: "!!") {
      tell(
        .tag, event.span, "\(quoted(tag)) gives this value a type; tags are not allowed",
        "\(quoted(tag)) 给这个值指定了类型；不允许使用标签",
        help: Bilingual(
          en: "take the tag out, or put quotes around text that begins with !", zh: "请删掉标签；如果文字本来就以 ! 开头，请加引号"))
    }
  }

  private mutating func tell(
    _ code: FaultCode, _ span: YAMLSpan, _ english: String, _ chinese: String, help: Bilingual,
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

  private func bound(_ code: FaultCode, _ event: YAMLEvent, _ english: String, _ chinese: String) -> Stop {
    .bound(
      Diagnostic(
        code: code, path: "", line: event.span.start.line, column: event.span.start.column,
        message: Bilingual(en: english, zh: chinese),
        suggestion: Bilingual(en: "\(file.en) needs far less; is it damaged?", zh: "\(file.zh)远用不到这么多；文件是不是坏了？")))
  }
}
