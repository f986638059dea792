internal import Answers
package import GridCore
package import Words

extension Colour {
  /// Its first letter, that tells it without colour; nothing of none.
  package var mark: Bilingual {
    self == .colourless
      ? Bilingual(en: "", zh: "") : Bilingual(en: String(wording.en.prefix(1).uppercased()), zh: wording.zh)
  }
}
