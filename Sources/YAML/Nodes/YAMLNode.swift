/// A place in a file: line and column from 1, columns in characters.
package struct YAMLMark: Hashable, Comparable, Sendable {
  /// The line, from 1.
  package let line: Int
  /// The column, from 1, in characters.
  package let column: Int

  /// A place in a file.
  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Whether the left place comes first in the file.
  package static func < (left: YAMLMark, right: YAMLMark) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// From a place (included) to a place (excluded).
package struct YAMLSpan: Hashable, Sendable {
  /// The first character.
  package let start: YAMLMark
  /// Behind the last character.
  package let end: YAMLMark

  /// From `start` (included) to `end` (excluded).
  package init(start: YAMLMark, end: YAMLMark) {
    self.start = start
    self.end = end
  }

  /// The column behind the last character, where the span ends on the line it began.
  package var endColumn: Int? {
    end.line == start.line && end.column > start.column ? end.column : nil
  }
}

/// A value of a YAML document with its place. Scalars keep their raw text: what it means is for the schema to say.
package struct YAMLNode: Sendable {
  /// How a scalar was written.
  package enum Style: Sendable {
    case plain, quoted, block
  }

  /// The name of an entry and its place.
  package struct Key: Sendable {
    /// The raw text.
    package let text: String
    /// Where it stands.
    package let span: YAMLSpan
  }

  /// A name and its value.
  package struct Entry: Sendable {
    /// The name.
    package let key: Key
    /// The value.
    package let value: YAMLNode
  }

  /// What it is.
  package enum Content: Sendable {
    case scalar(String, Style)
    case sequence([YAMLNode])
    /// `isWhole` is false when an entry was refused, and told, while reading: then a missing one proves nothing.
    case mapping([Entry], isWhole: Bool)
    /// Something the reader does not take, and has told already.
    case refused
  }

  /// What it is.
  package let content: Content
  /// Where it stands.
  package let span: YAMLSpan
}
