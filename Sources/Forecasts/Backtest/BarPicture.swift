internal import Words

/// Bars beside names, as SVG: for each row a bar a side.
struct BarPicture {
  struct Row {
    let name: String
    /// One a side.
    let values: [Int]
  }

  let title: String
  /// What the bars of a row stand for.
  let sides: [String]
  let rows: [Row]

  private static let (width, names, bar, line) = (720, 250, 14, 20)
  private static let colours = ["#9aa5b1", "#1f6feb"]

  /// The picture with its title, an element of a page.
  var svg: String {
    let most = max(1, rows.flatMap(\.values).max() ?? 1)
    let room = Self.width - Self.names - 90
    let single = sides.count == 1
    var (y, shapes) = (54, "")
    for row in rows {
      shapes += text(x: Self.names - 10, y: y + 12, row.name, anchor: "end", most: 34)
      for (side, value) in row.values.enumerated() {
        let length = value * room / most
        let colour = single ? Self.colours[1] : Self.colours[side % Self.colours.count]
        shapes +=
          "<rect x=\"\(Self.names)\" y=\"\(y)\" width=\"\(max(length, value > 0 ? 1 : 0))\" height=\"\(Self.bar)\" fill=\"\(colour)\"/>\n"
        shapes += text(x: Self.names + length + 6, y: y + 12, "\(value)", anchor: "start", most: 20)
        y += Self.line
      }
      y += 8
    }
    return """
      <svg viewBox="0 0 \(Self.width) \(y)" role="img" font-size="13" font-family="system-ui, sans-serif">
      <title>\(BacktestPage.escaped(title))</title>
      \(text(x: 0, y: 18, title, anchor: "start", most: 80, isBold: true))\(single ? "" : legend)\(shapes)</svg>

      """
  }

  private var legend: String {
    var (x, shapes) = (Self.names, "")
    for (side, name) in sides.enumerated() {
      shapes +=
        "<rect x=\"\(x)\" y=\"30\" width=\"12\" height=\"12\" fill=\"\(Self.colours[side % Self.colours.count])\"/>\n"
      shapes += text(x: x + 18, y: 41, name, anchor: "start", most: 20)
      x += 90
    }
    return shapes
  }

  /// - Parameter most: how many places of a screen it may take; a longer one is cut, and told whole to whoever points at it.
  private func text(x: Int, y: Int, _ text: String, anchor: String, most: Int, isBold: Bool = false) -> String {
    var shown = ""
    for character in text {
      if displayWidth(shown) >= most - 1, displayWidth(text) > most {
        shown += "…"
        break
      }
      shown.append(character)
    }
    let whole = shown == text ? "" : "<title>\(BacktestPage.escaped(text))</title>"
    let weight = isBold ? " font-weight=\"bold\"" : ""
    return
      "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\"\(weight)>\(whole)\(BacktestPage.escaped(shown))</text>\n"
  }
}
