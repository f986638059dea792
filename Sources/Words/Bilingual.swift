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

/// A message in both languages.
package func both(_ english: String, _ chinese: String) -> Bilingual {
  Bilingual(en: english, zh: chinese)
}

extension Bilingual {
  /// The message followed by the word that may have been meant, where there is one.
  package func suggesting(_ meant: String?) -> Bilingual {
    suggesting(meant.map { [$0] } ?? [])
  }

  /// The message followed by the words one of which may have been meant.
  package func suggesting(_ meant: [String]) -> Bilingual {
    guard let last = meant.last else { return self }
    let words = meant.map { "“\($0)”" }
    let en = ([words.dropLast().joined(separator: ", "), "“\(last)”"]).filter { !$0.isEmpty }.joined(separator: " or ")
    let zh = ([words.dropLast().joined(separator: "、"), "“\(last)”"]).filter { !$0.isEmpty }.joined(separator: "还是")
    return Bilingual(en: "\(self.en); did you mean \(en)?", zh: "\(self.zh)；是不是\(zh)？")
  }
}
