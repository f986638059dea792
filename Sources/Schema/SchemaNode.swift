/// What a value of the rules file may be: the one list of keys, which the reader goes by and editors are told.
package indirect enum SchemaNode: Sendable {
  /// A text that has a form of its own.
  case form(SchemaForm)
  /// One of some words.
  case words([String])
  /// True or false.
  case truth
  /// A whole number.
  case count(ClosedRange<Int>)
  /// Bytes, with a unit or without.
  case size(ClosedRange<Int64>)
  /// Any text, of at most so many characters.
  case text(most: Int?)
  /// A list.
  case list(SchemaNode, atLeast: Int)
  /// A list whose first entry is another thing than the rest.
  case ladder(first: SchemaNode, rest: SchemaNode)
  /// A mapping whose names are for the file to choose.
  case map(SchemaForm, SchemaNode, atLeast: Int)
  /// A mapping whose names are known.
  case fields(SchemaFields)
  /// One of several.
  case either([SchemaNode])
  /// Whatever it is: another place says what.
  case anything
  /// What must not be there.
  case nothing

  /// A setting that may differ by urgency.
  static func byUrgency(_ value: SchemaNode) -> SchemaNode {
    let urgencies = [
      SchemaKey("default", value, "没有写明的急缓程度照此办理", "What holds for every other urgency", isNeeded: true),
      SchemaKey("emergency", value, "险情", "Emergencies"), SchemaKey("urgent", value, "急件", "Urgent matters"),
      SchemaKey("normal", value, "普通", "Normal matters"), SchemaKey("routine", value, "常规", "Routine matters"),
    ]
    return .either([value, .fields(SchemaFields(urgencies))])
  }
}

/// A mapping whose names are known.
package struct SchemaFields: Sendable {
  /// What may stand in it.
  package let fields: [SchemaKey]
  /// Of these at least one must be there.
  var oneOf: [String] = []
  /// A name that makes no sense without another.
  var needs: [String: String] = [:]
  /// Of each of these one must fit besides; it says only what it asks of the names it is about.
  var shapes: [[SchemaFields]] = []

  init(
    _ fields: [SchemaKey], oneOf: [String] = [], needs: [String: String] = [:], shapes: [[SchemaFields]] = []
  ) {
    self.fields = fields
    self.oneOf = oneOf
    self.needs = needs
    self.shapes = shapes
    keys = fields.map(\.key)
  }

  /// The names, in the order in which people are told of them.
  package let keys: [String]
}

/// A name of a mapping, its value, and what it is for.
package struct SchemaKey: Sendable {
  /// The name.
  package let key: String
  /// What its value may be.
  package let node: SchemaNode
  /// What it is for.
  package let chinese: String
  /// What it is for.
  package let english: String
  let isNeeded: Bool

  init(_ key: String, _ node: SchemaNode, _ chinese: String, _ english: String, isNeeded: Bool = false) {
    self.key = key
    self.node = node
    self.chinese = chinese
    self.english = english
    self.isNeeded = isNeeded
  }
}
