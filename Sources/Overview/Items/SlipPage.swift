internal import Board
internal import Cases
internal import GridCore
internal import Words

/// The slip to take along: what it is, where, until when, and room to write.
enum SlipPage {
  static func write(to html: inout HTML, _ parts: ItemParts) throws {
    html.element("section", ["class": "card"]) { parts.facts(&$0) }
    for words in [
      Bilingual(en: "What was found", zh: "现场情况"), Bilingual(en: "What was done", zh: "处置情况"),
      Bilingual(en: "Name and time", zh: "经办人、时间"),
    ] {
      html.element("section", ["class": "card"]) { html in
        html.element("h2", words)
        html.element("div", ["class": "lines"]) { _ in }
      }
    }
  }
}
