private import CYAML

/// One event of libyaml as a Swift value, with the characters it stands for.
struct YAMLEvent {
  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd, sequenceEnd, mappingEnd
    case alias(String)
    case scalar(String, YAMLNode.Style)
    case sequenceStart
    case mappingStart
  }

  let kind: Kind
  let span: YAMLSpan
  /// `&name` before the node.
  var anchor: String?
  /// `!name` before the node.
  var tag: String?
  /// A list or mapping in brackets.
  var isFlow = false
}

/// Where and why libyaml could not go on.
struct YAMLSyntaxFault: Error {
  let problem: String
  let context: String
  let place: YAMLMark
  let contextPlace: YAMLMark?
  /// The outermost bracket around the place.
  var bracket: YAMLMark?
  /// A text in quotes over several lines, right before the place.
  var longQuote: YAMLSpan?
}

/// The libyaml parser on one text: owned by exactly one value and freed with it, whatever happens.
struct YAMLEventStream: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let isReady: Bool
  private let edits: SlipEdits

  /// The text must be UTF-8 without a byte order mark, and must outlive the stream. Where it is a copy with edits, places are
  /// told as those of the text it was made from.
  init(_ text: UnsafeBufferPointer<UInt8>, edits: SlipEdits = SlipEdits()) {
    self.edits = edits
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    isReady = yaml_parser_initialize(parser) == 1
    if isReady {
      yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
      yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    }
  }

  deinit {
    if isReady { yaml_parser_delete(parser) }
    parser.deinitialize(count: 1)
    parser.deallocate()
  }

  /// The next event; after `streamEnd` there are no more.
  mutating func next() throws(YAMLSyntaxFault) -> YAMLEvent {
    let start = YAMLMark(line: 1, column: 1)
    guard isReady else {
      throw YAMLSyntaxFault(problem: "out of memory", context: "", place: start, contextPlace: nil)
    }
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw fault }
    defer { yaml_event_delete(&event) }
    let span = YAMLSpan(start: mark(event.start_mark), end: mark(event.end_mark))
    return Self.value(of: event, span: span)
  }

  private var fault: YAMLSyntaxFault {
    let state = parser.pointee
    return YAMLSyntaxFault(
      problem: state.problem.map { String(cString: $0) } ?? "out of memory",
      context: state.context.map { String(cString: $0) } ?? "",
      place: mark(state.problem_mark),
      contextPlace: state.context == nil ? nil : mark(state.context_mark))
  }

  private static func value(of event: yaml_event_t, span: YAMLSpan) -> YAMLEvent {
    switch event.type {
    case YAML_STREAM_START_EVENT: return YAMLEvent(kind: .streamStart, span: span)
    case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, span: span)
    case YAML_DOCUMENT_END_EVENT: return YAMLEvent(kind: .documentEnd, span: span)
    case YAML_SEQUENCE_END_EVENT: return YAMLEvent(kind: .sequenceEnd, span: span)
    case YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .mappingEnd, span: span)
    case YAML_ALIAS_EVENT:
      return YAMLEvent(kind: .alias(text(event.data.alias.anchor) ?? ""), span: span)
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let characters = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      return YAMLEvent(
        kind: .scalar(String(decoding: characters, as: UTF8.self), style(scalar.style)), span: span,
        anchor: text(scalar.anchor), tag: text(scalar.tag))
    case YAML_SEQUENCE_START_EVENT:
      let node = event.data.sequence_start
      return YAMLEvent(
        kind: .sequenceStart, span: span, anchor: text(node.anchor), tag: text(node.tag),
        isFlow: node.style == YAML_FLOW_SEQUENCE_STYLE)
    case YAML_MAPPING_START_EVENT:
      let node = event.data.mapping_start
      return YAMLEvent(
        kind: .mappingStart, span: span, anchor: text(node.anchor), tag: text(node.tag),
        isFlow: node.style == YAML_FLOW_MAPPING_STYLE)
    default:
      return YAMLEvent(kind: .streamEnd, span: span)
    }
  }

  private static func style(_ style: yaml_scalar_style_t) -> YAMLNode.Style {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: .quoted
    case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
    default: .plain
    }
  }

  private static func text(_ characters: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    characters.map { String(decodingCString: $0, as: UTF8.self) }
  }

  // The text is at most 1 MiB, so a mark always fits.
  private func mark(_ mark: yaml_mark_t) -> YAMLMark {
    edits.original(YAMLMark(line: Int(clamping: mark.line) + 1, column: Int(clamping: mark.column) + 1))
  }
}
