/// A language the program speaks to people.
package enum Language: String, Sendable {
  case en, zh
}

/// So many of a thing, in English: `1 file`, `2 files`, `0 duties`.
package func counted(_ number: Int, _ one: String, _ many: String? = nil) -> String {
  number == 1 ? "1 \(one)" : "\(number) \(many ?? one + "s")"
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

extension Bilingual {
  /// The message followed by the word that may have been meant, where there is one.
  package func suggesting(_ meant: String?) -> Bilingual {
    guard let meant else { return self }
    return Bilingual(en: "\(en); did you mean “\(meant)”?", zh: "\(zh)；是不是“\(meant)”？")
  }
}
