/// A language the program speaks to people.
package enum Language: String, Sendable {
  case en, zh

  /// The text in this language.
  package func say(_ english: String, _ chinese: String) -> String {
    self == .zh ? chinese : english
  }
}
