import Board
import GridCore
import Testing
import Users
import Web
import Words

/// No text leaves its place.
@Suite struct HTMLTests {
  private func written(_ body: (inout HTML) -> Void) -> String {
    var html = HTML(.zh)
    body(&html)
    return String(decoding: html.bytes, as: UTF8.self)
  }

  @Test func textsAndAttributesAreEscaped() {
    let text = written { $0.element("p", ["title": "\"'<&>"], "<b>&\"'") }
    #expect(text == "<p title=\"&quot;&#39;&lt;&amp;&gt;\">&lt;b&gt;&amp;&quot;&#39;</p>")
  }

  @Test func controlsAreShown() {
    #expect(
      written { $0.text("a\u{0}b\u{7}c\u{1B}d\u{7F}e\u{85}f\u{9B}g") }
        == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}f\u{FFFD}g")
    #expect(written { $0.text("a\r\nb\tc\rd") } == "a\nb\tc\u{FFFD}d")
    // Letters whose bytes look like controls are not.
    #expect(written { $0.text("合水口 é \u{A0}") } == "合水口 é \u{A0}")
  }

  @Test(arguments: ["\u{301}", "\u{20DD}", "\u{93E}", "\u{200D}", "\u{FE0F}"])
  func noLetterHasMoreMarksThanAnyWriting(_ mark: String) {
    let many = "盖" + String(repeating: mark, count: 8)
    #expect(written { $0.outside("井" + many + "好") } == "<bdi>井\(many)好</bdi>")
    #expect(written { $0.outside("井" + many + mark + mark + "好") } == "<bdi>井\(many)\u{FFFD}\u{FFFD}好</bdi>")
    #expect(HTML.plain(many + mark + "好" + many) == many + "\u{FFFD}好" + many)
  }

  @Test func outsideTextIsIsolatedAndItsMarksAreSeen() {
    let text = written { $0.outside("普通\u{202E}live\u{2066}x\u{200B}") }
    #expect(text.hasPrefix("<bdi>普通<span class=\"unseen\">U+202E</span>live"))
    #expect(text.hasSuffix("<span class=\"unseen\">U+200B</span></bdi>"))
    #expect(!text.unicodeScalars.contains("\u{202E}"))
    #expect(HTML.plain("a\u{202E}b") == "a[U+202E]b")
  }

  @Test func noWayLeadsAMarkIntoThePage() {
    let marks = [
      "\u{61C}", "\u{200B}", "\u{200E}", "\u{2028}", "\u{202A}", "\u{202E}", "\u{2066}", "\u{2069}", "\u{FEFF}",
    ]
    for mark in marks + ["\u{FFF9}", "\u{E0041}"] {
      let digits = String(mark.unicodeScalars.first?.value ?? 0, radix: 16, uppercase: true)
      let name = "[U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
      #expect(written { $0.void("input", ["value": "a\(mark)b"]) } == "<input value=\"a\(name)b\">", "\(digits)")
      #expect(written { $0.element("textarea", [:], "\(mark)") } == "<textarea>\(name)</textarea>", "\(digits)")
      #expect(HTML.typed("a\(mark)b") == "ab", "\(digits)")
    }
    // Their neighbours are letters and signs like others.
    for text in ["\u{2027}", "“”…", "\u{2010}", "，。", "\u{FEFC}", "\u{FFFD}", "\u{61B}", "\u{1F600}", "\u{200D}"] {
      #expect(written { $0.text(text) } == text && HTML.typed(text) == text)
    }
  }

  @Test func listsCutLongTexts() {
    let long = String(repeating: "字", count: 2_001)
    #expect(written { $0.listed(long) } == "<bdi>\(String(repeating: "字", count: 2_000))…</bdi>")
    #expect(written { $0.listed(String(long.dropFirst())) }.contains("…") == false)
    #expect(written { $0.outside(long) }.contains("…") == false)
  }

  @Test func pathsLeadNowhereElse() {
    #expect(HTML.path("items", "../x?y#z") == "/items/..%2Fx%3Fy%23z")
    #expect(HTML.path("items", query: Query([("q", "a&b")])) == "/items?q=a%26b")
  }

  @Test func whatPassesTellsNoPagesApart() {
    func page(_ clock: String) -> HTML {
      var html = HTML(.zh)
      html.element("p", "same")
      html.passing { $0.element("time", clock) }
      html.token()
      html.element("p", "end")
      return html
    }
    #expect(page("1").bytes != page("2").bytes)
    #expect(page("1").tagged == page("2").tagged)
    let (one, blank) = (page("1"), String(repeating: "-", count: FormToken.length))
    #expect(
      String(decoding: one.tagged, as: UTF8.self)
        == "<p>same</p><input type=\"hidden\" name=\"form\" value=\"\(blank)\"><p>end</p>")
    #expect(one.blanks.map { String(decoding: one.bytes[$0..<$0 + FormToken.length], as: UTF8.self) } == [blank])
  }

  @Test func whatIsWrittenOftenIsWrittenTheSame() {
    let plain = written { $0.element("a", ["class": "strong", "href": HTML.path("items", "a b/é")], "<x>") }
    let often = written { html in
      html.element("a") { html in
        html.attribute("class", "strong")
        html.attribute("title", nil)
        html.link(below: "/items/", "a b/é")
      } _: {
        $0.text("<x>")
      }
    }
    #expect(often == plain)
    let twice = written { html in
      html.expect(1_000_000)
      html.text("before ")
      let start = html.place
      html.element("b", "x&y")
      html.again(start..<html.place)
    }
    #expect(twice == "before <b>x&amp;y</b><b>x&amp;y</b>")
  }

  @Test(arguments: [0, 59, 43_200, 86_399, 86_400, -1, -86_400, 31_536_000, -31_536_000, 253_402_300_799, .max, .min])
  func momentsAreWrittenAsTheyAreTold(_ offset: Int64) throws {
    let reading = try BoardTown().reading()
    let (moments, moment) = (reading.moments, reading.now.adding(offset))
    let text = written { $0.moment(moment, moments) }
    #expect(
      text
        == "<time datetime=\"\(Moments.machine(moment))\" title=\"\(moments.whole(moment))\">\(moments.short(moment))</time>"
    )
  }
}
