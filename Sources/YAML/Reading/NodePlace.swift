/// A value, the way to it, and the name it is the value of.
package struct NodePlace {
  package let node: YAMLNode
  package let path: NodePath
  package let key: YAMLNode.Key?

  package init(node: YAMLNode, path: NodePath, key: YAMLNode.Key?) {
    self.node = node
    self.path = path
    self.key = key
  }

  /// The value itself, or its name where the value is nothing but space.
  package var spot: Spot {
    if case .scalar("", .plain) = node.content, let key { return Spot(span: key.span, path: path) }
    return Spot(span: node.span, path: path)
  }

  /// The same, but of a list or mapping only its first character.
  package var valueSpot: Spot {
    if case .scalar = node.content { return spot }
    return Spot(span: YAMLSpan(start: node.span.start, end: node.span.start), path: path)
  }
}
