internal import Formats
package import GridCore
internal import JSON
package import Words

/// The visit sheets to be printed and taken along (巡查走访单): a page a post.
///
/// Nothing in it is fetched or run: no script, and a policy that forbids what somebody might add.
package struct VisitSheetPage {
  private let sheets: [VisitSheet]
  private let book: RuleBook?
  private let names: AddresseeNames
  private let language: Language
  private let at: Timestamp

  package init(_ sheets: [VisitSheet], under book: RuleBook?, at moment: Timestamp, language: Language) {
    (self.sheets, self.book, self.language) = (sheets, book, language)
    (names, at) = (AddresseeNames(book), moment)
  }

  private var title: String { language.say("Visit sheets", "巡查走访单") }

  /// The whole page.
  package var html: String {
    let posts = Dictionary(grouping: sheets, by: \.post).sorted { Self.text($0.key) < Self.text($1.key) }
    let pages = posts.map { page(of: $0.key, $0.value) }.joined()
    let nothing = "<p>\(language.say("No visit is to be made.", "目前没有要走访的主体。"))</p>\n"
    return """
      <!DOCTYPE html>
      <html lang="\(language.say("en", "zh-CN"))">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width">
      <title>\(title)</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      \(pages.isEmpty ? nothing : pages)</body>
      </html>
      """
  }

  private static func text(_ post: GridPost) -> String { Addressee.post(post).text }

  private func page(of post: GridPost, _ sheets: [VisitSheet]) -> String {
    let (address, name) = (Self.text(post), names[.post(post)].zh)
    return """
      <section>
      <h1>\(title)</h1>
      <p class="post">\(escapedForHTML(name)) <span class="id">\(escapedForHTML(address))</span> · \(time(at))</p>
      \(sheets.map(article).joined())</section>

      """
  }

  private func article(_ sheet: VisitSheet) -> String {
    let points = sheet.rated?.points ?? []
    let listed = points.map { "<li><span class=\"box\"></span> \(escapedForHTML($0))</li>" }.joined()
    let visits = sheet.cap.map { "\(sheet.visits) / \($0)" } ?? "\(sheet.visits)"
    let facts = [
      (language.say("Sheet", "单号"), sheet.id), (language.say("Colour", "颜色"), sheet.colourTold.text(language)),
      (language.say("Place", "地址"), sheet.place ?? "-"), (language.say("Due", "截止"), sheet.due.map(time) ?? "-"),
      (
        language.say("Visits this year", "本年走访次数"),
        visits + (sheet.isOver ? language.say(" (more than allowed)", "（已超上限）") : "")
      ),
    ]
    return """
      <article>
      <h2>\(escapedForHTML(sheet.subject))</h2>
      <dl>\(facts.map { "<div><dt>\($0)</dt><dd>\(escapedForHTML($1))</dd></div>" }.joined())</dl>
      \(points.isEmpty ? "" : "<h3>\(language.say("Risk points", "风险点"))</h3>\n<ul>\(listed)</ul>\n")<table>
      <thead><tr><th>\(language.say("Done", "已查"))</th><th>\(language.say("Item", "事项编号"))</th><th>\(language.say("Basis", "依据"))</th>\
      <th>\(language.say("Limit", "时限"))</th><th>\(language.say("Deadline", "截止"))</th></tr></thead>
      <tbody>
      \(sheet.items.map(row).joined())</tbody>
      </table>
      \(line(language.say("Inspector", "检查人员")))\(line(language.say("Inspector", "检查人员")))<p class="blank">\
      <span>\(language.say("Opinion of the subject", "被检查主体意见"))</span></p>
      <p class="line"><span>\(language.say("Signature of the subject", "被检查主体签字"))</span><span>\(language.say("Date", "日期"))</span></p>
      <p class="notice">\(language.say("Without a certificate number this is no administrative inspection.", "未填写执法证号的，不属于行政检查。"))</p>
      </article>

      """
  }

  private func line(_ who: String) -> String {
    "<p class=\"line\"><span>\(who)</span><span>\(language.say("Certificate number", "执法证号"))</span></p>\n"
  }

  private func row(_ item: Item) -> String {
    let cells = [
      item.id, basis(of: item), item.facts.limit?.text ?? "-", item.clock.deadline.map(time) ?? "-",
    ]
    return
      "<tr><td class=\"box\"></td>\(cells.map { "<td>\(escapedForHTML($0))</td>" }.joined())</tr>\n"
  }

  /// The matter and the duty, and the line of the rules that brought the item here.
  private func basis(of item: Item) -> String {
    let facts = item.facts
    let matter = facts.matter.map { code in book?.matter(code).map { "\(code) \($0.name)" } ?? code }
    let duty = facts.duty.map { book?.dutyName($0) ?? $0 }
    let line = facts.assignedBy.line.map {
      language.say("line \($0) of rules ", "规则第 \($0) 行 ") + String(facts.assignedBy.rules.hex.prefix(12))
    }
    return [matter, duty, line].compactMap { $0 }.joined(separator: language.say("; ", "；"))
  }

  private func time(_ moment: Timestamp) -> String {
    RFC3339.localText(moment, offset: book?.calendar.utcOffset ?? 0)
  }

  private static let style = """
    body { font: 15px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; max-width: 52em; margin: 1em auto; padding: 0 1em; }
    section + section { break-before: page; } article { break-inside: avoid; border-top: 2px solid #333; margin-top: 1.5em; }
    h1 { font-size: 1.4em; margin: 0; } h2 { font-size: 1.15em; margin: .5em 0; } h3 { font-size: 1em; margin: .5em 0 0; }
    .id { color: #666; } dl { display: flex; flex-wrap: wrap; gap: .2em 2em; margin: .5em 0; } dl div { display: flex; gap: .5em; }
    dt { color: #555; } dd { margin: 0; } ul { list-style: none; margin: .2em 0; padding: 0; columns: 2; }
    table { border-collapse: collapse; width: 100%; margin: .5em 0; } th, td { border: 1px solid #999; padding: .2em .5em; text-align: left; overflow-wrap: anywhere; }
    td.box { width: 2em; } span.box { display: inline-block; width: .8em; height: .8em; border: 1px solid #333; }
    .line { display: flex; gap: 2em; margin: 1.2em 0 0; } .line span { flex: 1; border-bottom: 1px solid #333; }
    .blank { border: 1px solid #999; min-height: 4em; padding: .3em .5em; } .notice { font-weight: bold; }
    @media print { body { margin: 0; max-width: none; } }
    """
}

/// Text from outside as text of a page, and nothing else.
package func escapedForHTML(_ text: String) -> String {
  var result = ""
  for scalar in neutralised(text).unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
