/// A value, the way to it, and where it or its name stands.
package struct YAMLPlace: Sendable {
  /// The value.
  package let node: YAMLNode
  /// The way to it: `couriers[2].take`.
  package let path: String
  /// Where it stands, or its name.
  package let span: YAMLSpan

  /// A value, the way to it, and where it stands.
  init(node: YAMLNode, path: String, span: YAMLSpan) {
    (self.node, self.path, self.span) = (node, path, span)
  }

  /// The same, where it begins.
  package var start: YAMLPlace {
    YAMLPlace(node: node, path: path, span: YAMLSpan(start: span.start, end: span.start))
  }

  /// The items of a list; nil where it is none.
  package var items: [YAMLPlace]? {
    guard case .sequence(let nodes) = node.content else { return nil }
    return nodes.enumerated().map { YAMLPlace(node: $1, path: "\(path)[\($0)]", span: $1.span) }
  }

  /// An entry of it, where its name stands.
  package func name(of entry: YAMLNode.Entry) -> YAMLPlace {
    YAMLPlace(
      node: entry.value, path: path.isEmpty ? entry.key.text : "\(path).\(entry.key.text)", span: entry.key.span)
  }

  /// An entry of it, where its value stands; one without a value stands where its name does.
  func value(of entry: YAMLNode.Entry) -> YAMLPlace {
    let name = name(of: entry)
    if case .scalar("", .plain) = entry.value.content { return name }
    return YAMLPlace(node: entry.value, path: name.path, span: entry.value.span)
  }
}

/// The entries of a mapping whose names are known.
package struct YAMLFields: Sendable {
  /// The mapping.
  package let place: YAMLPlace
  /// Whether all that stands there could be read: else a missing one proves nothing.
  package internal(set) var isWhole: Bool
  var found: [String: YAMLPlace] = [:]
  /// Names that unknown ones were most likely meant to be: they are not missed as well.
  package internal(set) var meant: Set<String> = []

  /// The value of a name; nil where it is not there.
  package subscript(key: String) -> YAMLPlace? { found[key] }

  /// Whether none of these is there, nor was most likely meant.
  package func lacks(_ keys: String...) -> Bool {
    keys.allSatisfy { found[$0] == nil && !meant.contains($0) }
  }
}
