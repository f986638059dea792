internal import Words
internal import YAML

/// Turns the tree of a users file into users.
struct UserReader: SectionReader {
  static let file = SectionFile(
    of: Bilingual(en: "users", zh: "用户"),
    beginning: Bilingual(en: "“users:” with a person a line", zh: "users:，一人一行"),
    sections: ["users", "tokens"], keys: keysOfPeople + keysOfTokens, listKeys: ["may"])
  static let keysOfPeople = ["name", "secret", "at", "may"]
  static let keysOfTokens = ["secret", "source", "may", "at"]
  /// The most people, and the most tokens.
  static let most = 10_000

  var faults = DiagnosticList()

  mutating func read(_ sections: YAMLFields) -> UserBook {
    if sections.isWhole, sections.lacks("users", "tokens") {
      tell(
        .missingKey, sections.place, "neither “users” nor “tokens” is there: who may come in",
        "“users”和“tokens”都没有：不知道谁可以进", help: Bilingual(en: "add the section “users”", zh: "请补上“users”一节"))
    }
    let people = sections["users"].map { list($0, "people", "用户") } ?? []
    let tokens = sections["tokens"].map { list($0, "tokens", "令牌") } ?? []
    return UserBook(people: people.compactMap { person($0) }, tokens: self.tokens(tokens))
  }

  /// Who stands in a section, by his key.
  private mutating func list(_ place: Place, _ en: String, _ zh: String) -> [(key: String, place: Place)] {
    guard case .mapping(let entries, _) = place.node.content else {
      wrongKind(place, "\(en), each with a name in front", "\(zh)，每个前面写名字")
      return []
    }
    return first(Self.most, of: entries, place, en, zh).compactMap { entry in
      let (key, inner) = (entry.key.text, place.name(of: entry))
      guard UserKey.isSound(key) else {
        tell(
          .badName, inner, "\(quoted(key)) cannot be a name here: \(UserKey.wanted.en)",
          "\(quoted(key)) 不能作名字：\(UserKey.wanted.zh)")
        return nil
      }
      return (key, inner)
    }
  }
}
