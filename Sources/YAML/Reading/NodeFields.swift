/// The entries of a mapping whose names the schema knows.
package struct NodeFields {
  package let place: NodePlace
  package let entries: [YAMLNode.Entry]
  /// False when an entry was refused while reading the YAML.
  package let isWhole: Bool
  /// The names that unknown ones were most likely meant to be: told once, they are not missed as well.
  package let meant: Set<String>

  package init(place: NodePlace, entries: [YAMLNode.Entry], isWhole: Bool, meant: Set<String> = []) {
    self.place = place
    self.entries = entries
    self.isWhole = isWhole
    self.meant = meant
  }

  /// Whether the file has no entry of this name, and none that may have been meant for it.
  package func lacks(_ key: String) -> Bool {
    isWhole && !meant.contains(key) && !entries.contains { $0.key.text == key }
  }

  /// The value of a name; nil where it is not there.
  package subscript(key: String) -> NodePlace? {
    entries.first { $0.key.text == key }
      .map { NodePlace(node: $0.value, path: .key(place.path, key), key: $0.key) }
  }
}

/// A value that may be absent, or there and unreadable: then it was told, and what depends on it keeps quiet.
package enum NodeReading<Value> {
  case absent
  case faulty
  case good(Value)

  /// What was read.
  package var value: Value? {
    if case .good(let value) = self { value } else { nil }
  }
}
