internal import Answers
internal import Board
internal import Words

/// A column of a sheet as a drawing: bars beside names, or, along days and months, columns side by side.
struct SheetPlot {
  private struct Bar {
    let name: String
    let value: Double
    let words: String
  }

  /// How many bars are drawn beside names.
  private static let most = 30
  private static let mostAlongTime = 366

  private let bars: [Bar]
  private let count: Int
  private let isAlongTime: Bool
  private let head: Bilingual
  private let id: String

  /// Nil where there is nothing to draw.
  ///
  /// - Parameter isAlongTime: whether the rows are days or months, in their order.
  init?(_ sheet: Sheet, column id: String, isAlongTime: Bool, _ language: Language) {
    guard let place = sheet.columns.firstIndex(where: { $0.id == id && $0.isFigure }) else { return nil }
    let named = sheet.places(for: language, sparing: false).filter { !sheet.columns[$0].isFigure }
    let bars = sheet.rows.compactMap { row -> Bar? in
      guard let value = row[place].measure else { return nil }
      let names = named.map { Sheet.words(row[$0], language) }.filter { !$0.isEmpty && $0 != "-" }
      return Bar(
        name: names.prefix(3).joined(separator: " · "), value: value, words: Sheet.words(row[place], language))
    }
    guard bars.contains(where: { $0.value > 0 }) else { return nil }
    (self.id, head, count, self.isAlongTime) = (id, sheet.columns[place].head, bars.count, isAlongTime)
    // The highest first, of equals in their order.
    let sorted = bars.enumerated().sorted { ($1.element.value, $0.offset) < ($0.element.value, $1.offset) }
    // Of very many days the last can be told apart.
    self.bars = isAlongTime ? Array(bars.suffix(Self.mostAlongTime)) : sorted.prefix(Self.most).map(\.element)
  }

  /// The drawing, with its figures as text beside it.
  func write(to html: inout HTML) {
    html.element("figure", ["class": "card", "data-plot": id]) { html in
      html.element("figcaption", ["class": "strong"]) { $0.text(head) }
      if isAlongTime { columns(&html) } else { rows(&html) }
      guard !isAlongTime, count > bars.count else { return }
      html.element(
        "p", ["class": "soft"],
        Bilingual(en: "The highest \(bars.count) of \(count).", zh: "共 \(count) 行，画出最高的 \(bars.count) 行。"))
    }
  }

  private var largest: Double { bars.map(\.value).max() ?? 1 }

  private func part(_ value: Double, of whole: Double) -> String {
    String(Int((max(0, value) / largest * whole).rounded()))
  }

  private func rows(_ html: inout HTML) {
    html.element("ol", ["class": "bars"]) { html in
      for bar in bars {
        html.element("li") { html in
          html.element("span", ["class": "name"]) { $0.listed(bar.name) }
          html.element(
            "svg", ["class": "bar", "viewBox": "0 0 1000 10", "preserveAspectRatio": "none", "aria-hidden": "true"]
          ) { html in
            html.element("rect", ["x": "0", "y": "0", "width": part(bar.value, of: 1000), "height": "10"]) { _ in }
          }
          html.element("span", ["class": "num"], bar.words)
        }
      }
    }
  }

  private func columns(_ html: inout HTML) {
    let told = Bilingual(
      en: "\(head.en): \(bars.count) columns, the highest \(highest)", zh: "\(head.zh)：共 \(bars.count) 列，最高 \(highest)")
    html.element("p", ["class": "soft"]) { $0.text(Bilingual(en: "Highest: \(highest)", zh: "最高：\(highest)")) }
    html.element(
      "svg",
      [
        "class": "plot high", "viewBox": "0 0 \(width * 10) 1000", "preserveAspectRatio": "none", "role": "img",
        "aria-label": HTML.plain(told.text(html.language)),
      ]
    ) { html in
      for (index, bar) in bars.enumerated() {
        let height = part(bar.value, of: 1000)
        let top = String(1000 - (Int(height) ?? 0))
        html.element("rect", ["x": String(index * 10 + 1), "y": top, "width": "8", "height": height]) { html in
          html.element("title", HTML.plain("\(bar.name): \(bar.words)"))
        }
      }
    }
    html.element("p", ["class": "row soft"]) { html in
      html.element("span", HTML.plain(bars.first?.name ?? ""))
      html.element("span", ["class": width == bars.count ? "push" : nil], HTML.plain(bars.last?.name ?? ""))
    }
  }

  /// A few columns do not fill the width.
  private var width: Int { max(bars.count, 20) }

  private var highest: String {
    bars.max { $0.value < $1.value }.map { "\($0.words) (\($0.name))" } ?? "-"
  }
}
