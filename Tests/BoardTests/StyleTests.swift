import Board
import Foundation
import Testing

/// What the style sheet promises: its size, and that inks can be read on their grounds.
@Suite struct StyleTests {
  private let style = String(decoding: BoardAsset.style.bytes, as: UTF8.self)

  /// The colours of the light or the dark tokens.
  private func tokens(dark: Bool) -> [String: String] {
    let parts = style.components(separatedBy: "(prefers-color-scheme: dark)")
    func read(_ text: String) -> [String: String] {
      var tokens: [String: String] = [:]
      let block = text.components(separatedBy: "}")[0]
      for line in block.components(separatedBy: ";") {
        let halves = line.components(separatedBy: "--").last?.components(separatedBy: ":") ?? []
        if halves.count == 2 { tokens[halves[0]] = halves[1].trimmingCharacters(in: .whitespaces) }
      }
      return tokens
    }
    let light = read(parts[0])
    return dark ? light.merging(read(parts[1])) { $1 } : light
  }

  /// WCAG 2.2, relative luminance and contrast ratio.
  private func luminance(_ colour: String) throws -> Double {
    let digits = try #require(Int(colour.dropFirst().prefix(6), radix: 16), "\(colour)")
    return [(16, 0.2126), (8, 0.7152), (0, 0.0722)].reduce(0) { sum, channel in
      let value = Double(digits >> channel.0 & 255) / 255
      return sum + channel.1 * (value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4))
    }
  }

  private func contrast(_ one: String?, _ other: String?) throws -> Double {
    let (left, right) = (try luminance(try #require(one)), try luminance(try #require(other)))
    return (max(left, right) + 0.05) / (min(left, right) + 0.05)
  }

  @Test(arguments: [false, true]) func inksCanBeRead(dark: Bool) throws {
    let tokens = tokens(dark: dark)
    let pairs = [
      ("ink", "paper"), ("ink", "card"), ("soft", "paper"), ("soft", "card"), ("link", "card"), ("link", "paper"),
      ("on-link", "link"), ("none-ink", "none"), ("running-ink", "running"), ("soon-ink", "soon"),
      ("overdue-ink", "overdue"), ("climbed-ink", "climbed"), ("climbed-ink", "hatch"), ("overdue-text", "card"),
      ("overdue-text", "paper"), ("climbed-text", "card"), ("red-ink", "red"), ("orange-ink", "orange"),
      ("yellow-ink", "yellow"), ("blue-ink", "blue"), ("ink", "load-1"), ("ink", "load-2"), ("load-dark", "load-3"),
      ("load-light", "load-4"), ("good", "card"), ("warn-ink", "warn"),
    ]
    for (ink, ground) in pairs {
      let ratio = try contrast(tokens[ink], tokens[ground])
      #expect(ratio >= 4.5, "\(ink) on \(ground): \(ratio)")
    }
  }

  @Test(arguments: [false, true]) func cellsStandOutFromTheCard(dark: Bool) throws {
    let tokens = tokens(dark: dark)
    let edges = [
      "rim", "none-rim", "running-rim", "soon-rim", "overdue-rim", "climbed-rim", "red", "orange-rim", "yellow-rim",
      "blue", "load-rim", "focus", "warn-rim",
    ]
    for edge in edges {
      let ratio = try contrast(tokens[edge], tokens["card"])
      #expect(ratio >= 3, "\(edge): \(ratio)")
    }
  }

  @Test func assetsAreSmallAndAskNobodyElse() {
    #expect(BoardAsset.style.bytes.count < 20_000)
    #expect(BoardAsset.script.bytes.count < 15_000)
    for asset in BoardAsset.allCases {
      let text = String(decoding: asset.bytes, as: UTF8.self)
      #expect(!text.contains("https://") && !text.contains("@import") && !text.contains("url("), "\(asset)")
      #expect(asset == .icon || !text.contains("http://"))
    }
    let script = String(decoding: BoardAsset.script.bytes, as: UTF8.self)
    #expect(!script.contains("innerHTML") && !script.contains("eval(") && !script.contains(".focus("))
  }
}
