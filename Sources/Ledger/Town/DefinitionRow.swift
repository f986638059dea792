package import GridCore
import Seals

/// A row of the table `definition`: a round or signal of the rules in force, and how far it is raised.
package struct DefinitionRow: Hashable, Sendable {
  package let source: String
  package let name: String
  package let text: String
  /// When it came into force.
  package let since: Timestamp
  /// The last moment whose round is raised at all its places; `since` before the first.
  package var done: Timestamp
  /// The last place at which the round after that is raised; nil where none is.
  package var place: String?

  package init(source: String, name: String, text: String, since: Timestamp, done: Timestamp, place: String? = nil) {
    self.source = source
    self.name = name
    self.text = text
    self.since = since
    self.done = done
    self.place = place
  }

  /// The digest of all of it: nobody changes a value of it alone.
  package var seal: Digest {
    var hasher = FieldHasher()
    hasher.add(source)
    hasher.add(name)
    hasher.add(text)
    hasher.add(since)
    hasher.add(done)
    hasher.add(place)
    return hasher.finish()
  }

  /// The definitions of a book that comes into force: one that was there goes on, a new or changed one begins.
  package static func rows(
    of definitions: [RulesRecord.Definition], at now: Timestamp, after before: [DefinitionRow]
  ) -> [DefinitionRow] {
    definitions.map { definition in
      before.first { $0.isSame(as: definition) }
        ?? DefinitionRow(
          source: definition.source, name: definition.name, text: definition.text, since: now, done: now)
    }
  }

  /// Whether it is the same definition, in force since the same moment, however far either is raised.
  package func isSame(as other: DefinitionRow) -> Bool {
    source == other.source && ByteText(name) == ByteText(other.name) && ByteText(text) == ByteText(other.text)
      && since == other.since
  }

  /// Whether a book's definition is this one.
  package func isSame(as definition: RulesRecord.Definition) -> Bool {
    ByteText(source) == ByteText(definition.source) && ByteText(name) == ByteText(definition.name)
      && ByteText(text) == ByteText(definition.text)
  }
}
