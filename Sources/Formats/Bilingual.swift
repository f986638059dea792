/// A language the program speaks to people.
package enum Language: String, Sendable {
  case en, zh
}

/// One message in both languages of the house; which is shown is chosen where it is shown.
package struct Bilingual: Hashable, Sendable {
  /// In English.
  package let en: String
  /// 中文。
  package let zh: String

  /// The same message in English and in Chinese.
  package init(en: String, zh: String) {
    self.en = en
    self.zh = zh
  }

  /// The message in this language.
  package func text(_ language: Language) -> String {
    switch language {
    case .en: en
    case .zh: zh
    }
  }
}
