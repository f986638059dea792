package import Words

/// What a schema hands in so that slips of the keyboard are told from text that only looks like them: this room knows no schema.
package struct Vocabulary: Sendable {
  /// What a file of the schema is called: "a rules file".
  package let file: Bilingual
  /// The names that stand at the very left, and nowhere else.
  package let sections: Set<String>
  /// The name of the entry that ends a file.
  package let last: String
  /// Every name of the schema, sections included.
  package let keys: Set<String>
  /// The names whose value is a list.
  package let listKeys: Set<String>
  /// The words that people write where a name of the schema is meant.
  package let otherNames: Set<String>

  /// The words of a schema; without any, only the marks of YAML tell a slip.
  package init(
    file: Bilingual, sections: Set<String> = [], last: String = "", keys: Set<String> = [],
    listKeys: Set<String> = [], otherNames: Set<String> = []
  ) {
    self.file = file
    self.sections = sections
    self.last = last
    self.keys = keys.union(sections)
    self.listKeys = listKeys
    self.otherNames = otherNames
  }

  /// Whether `name：` can only be meant as the name of an entry.
  func isKey(_ word: some Sequence<Unicode.Scalar>, onlyKnown: Bool) -> Bool {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: word)
    let name = String(text)
    if keys.contains(name) || otherNames.contains(name) { return true }
    return !onlyKnown && !name.isEmpty && text.allSatisfy(SlipMarks.isID)
  }
}
