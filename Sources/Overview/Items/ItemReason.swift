internal import Answers
internal import Board
internal import Cases
internal import Formats
internal import GridCore
internal import Ledger
internal import Rules
internal import Words

/// Why a case went where it did, from the rules it was decided under: what `why` tells, with the line of the rules.
struct ItemReason {
  let reading: BoardReading
  let item: Item

  func write(to html: inout HTML) throws {
    let assignedBy = item.facts.assignedBy
    let text = try reading.ledger?.rulesText(assignedBy.rules)
    let book = try decidedUnder(assignedBy.rules, text)
    html.element("h2", Bilingual(en: "Why it went there", zh: "派单依据"))
    html.element("p") { html in
      html.outside(explain(assignedBy.why, book: book).text(html.language))
    }
    if let line = assignedBy.line, let text {
      html.element("pre", ["class": "rule", "data-line": String(line)]) { html in
        html.text("\(line) | ")
        html.outside(Self.line(line, of: text))
      }
    }
    if let book {
      let routing = Routing(of: item, decidedUnder: book)
      if let group = routing.assignment.group {
        html.element("p", ["class": "soft"]) { html in
          html.text(Bilingual(en: "Group: ", zh: "功能组："))
          html.text(reading.names.group(group))
        }
      }
      if !routing.considered.isEmpty {
        html.element("ul", ["class": "soft"]) { html in
          for considered in routing.considered {
            html.element("li") { $0.outside(explain(considered).text($0.language)) }
          }
        }
      }
    }
    html.element("p", ["class": "soft"]) { html in
      html.text(Bilingual(en: "rules ", zh: "规则 "))
      html.element("span", ["data-rules": assignedBy.rules.hex], String(assignedBy.rules.hex.prefix(12)))
    }
  }

  /// The rules in force are at hand; others are read.
  private func decidedUnder(_ digest: Digest, _ text: [UInt8]?) throws -> RuleBook? {
    if let book = reading.book, book.digest == digest { return book }
    return text.flatMap { RuleFile.load(bytes: $0, name: digest.hex, digest: digest).book }
  }

  private static func line(_ number: Int, of text: [UInt8]) -> String {
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.indices.contains(number - 1) else { return "" }
    return String(decoding: lines[number - 1], as: UTF8.self)
  }
}
