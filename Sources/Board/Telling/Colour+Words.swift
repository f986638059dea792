package import GridCore
package import Words

extension Colour {
  /// What it is called.
  package var word: Bilingual {
    switch self {
    case .red: Bilingual(en: "red", zh: "红")
    case .orange: Bilingual(en: "orange", zh: "橙")
    case .yellow: Bilingual(en: "yellow", zh: "黄")
    case .blue: Bilingual(en: "blue", zh: "蓝")
    case .colourless: Bilingual(en: "none", zh: "无")
    }
  }

  /// Its first letter, that tells it without colour; nothing of none.
  package var mark: Bilingual {
    self == .colourless ? Bilingual(en: "", zh: "") : Bilingual(en: String(word.en.prefix(1).uppercased()), zh: word.zh)
  }
}
