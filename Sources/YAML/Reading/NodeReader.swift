package import Words

/// Turns nodes into values, tells what is wrong with them, each at its place, and goes on: of any file, whatever it means.
package protocol NodeReader {
  /// The names of the sections, in the usual order.
  static var sections: [String] { get }
  /// What was found wrong so far.
  var faults: DiagnosticList { get set }
  /// The tail of the file is missing: then missing sections are no news.
  var isHalfSaved: Bool { get }
}

extension NodeReader {
  /// Tells a fault at a place; its words are made only where it is one of those that are kept.
  package mutating func fault(
    _ code: FaultCode, _ spot: Spot, severity: Diagnostic.Severity? = nil, _ message: @autoclosure () -> Bilingual,
    help: @autoclosure () -> Bilingual? = nil, related: (spot: Spot, message: Bilingual)? = nil
  ) {
    faults.add(
      severity: severity ?? code.severity,
      Diagnostic(code, spot, severity: severity, message(), help: help(), related: related))
  }

  /// The entries of a mapping whose names are for the file to choose, at least one.
  package mutating func entries(of place: NodePlace, _ english: String, _ chinese: String) -> (
    entries: [YAMLNode.Entry], isWhole: Bool
  )? {
    guard case .mapping(let entries, let isWhole) = place.node.content else {
      wrongKind(place, wanted: both(english, chinese))
      return nil
    }
    if entries.isEmpty, isWhole {
      emptyValue(place, wanted: both(english, chinese))
      return nil
    }
    return (entries, isWhole)
  }

  /// The items of a list, which may be empty.
  package mutating func items(of place: NodePlace, _ english: String, _ chinese: String) -> [NodePlace]? {
    guard case .sequence(let nodes) = place.node.content else {
      wrongKind(place, wanted: both(english, chinese))
      return nil
    }
    return nodes.enumerated().map { NodePlace(node: $1, path: .index(place.path, $0), key: nil) }
  }

  /// Tells that something else is wanted, unless it was refused already.
  package mutating func wrongKind(_ place: NodePlace, wanted: Bilingual) {
    let found: Bilingual
    switch place.node.content {
    case .refused: return
    case .scalar(let text, let style):
      guard !Self.isNothing(text, style) else { return emptyValue(place, wanted: wanted) }
      found = both("the text \(quoted(text))", "文字 \(quoted(text))")
    case .sequence: found = both("a list", "一个列表")
    case .mapping: found = both("a mapping", "一个映射（名字: 值）")
    }
    fault(
      .wrongKind, place.valueSpot,
      both("found \(found.en), wanted \(wanted.en)", "这里是\(found.zh)，应当是\(wanted.zh)"))
  }

  /// Tells that there is nothing where a value is wanted.
  package mutating func emptyValue(_ place: NodePlace, wanted: Bilingual) {
    fault(
      .emptyValue, place.valueSpot, both("there is no value; wanted \(wanted.en)", "这里没有值，应当是\(wanted.zh)"),
      help: both("write the value, or take the line out", "请写上值，或删掉这一行"))
  }

  /// Whether a number of things is within what a town may have; told where it is not.
  package mutating func isWithin(_ most: Int, _ count: Int, at spot: Spot, _ english: String, _ chinese: String) -> Bool
  {
    guard count > most else { return true }
    fault(.tooMany, spot, both("there are more than \(most) \(english)", "\(chinese)超过 \(most) 个"))
    return false
  }

  /// Whether a text stands for no value.
  package static func isNothing(_ text: String, _ style: YAMLNode.Style) -> Bool {
    text.isEmpty || (style == .plain && ["~", "null", "Null", "NULL"].contains(text))
  }
}
