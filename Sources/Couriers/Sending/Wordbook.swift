internal import Formats
internal import GridCore
internal import Words

/// What people read of notices in a robot's message: our own words around text from outside that is plain.
struct Wordbook {
  let language: Language
  let link: String?
  /// The most characters of one text from outside.
  let most: Int

  /// Most lines of a digest.
  static let mostLines = 20

  private func plain(_ text: String?) -> String? {
    text.map { PlainText.plain($0, most: most) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  private func kind(_ paper: Paper) -> String {
    Notice.Kind(rawValue: paper.kind).map { wording($0).text(language) } ?? PlainText.plain(paper.kind, most: 40)
  }

  /// What a message is about, in a line.
  func title(_ papers: [Paper]) -> String {
    guard papers.count == 1, let paper = papers.first else {
      return language.say("Gridpost: \(papers.count) notices", "网格派单：\(papers.count) 张通知单")
    }
    let climbed = paper.rung > 0 ? language.say(", rung \(paper.rung)", "（升级第 \(paper.rung) 级）") : ""
    return language.say("\(kind(paper))\(climbed): ", "【\(kind(paper))】\(climbed)")
      + (plain(paper.matter) ?? language.say("an unlisted matter", "清单外事项"))
  }

  /// One notice, a line a fact: what it is called, and what it is.
  func facts(_ paper: Paper) -> [(name: String, value: String)] {
    var facts: [(String, String?)] = [
      (
        language.say("matter", "事项"),
        plain(paper.matter).map { $0 + (paper.matterCode.map { " " + PlainText.plain($0, most: 64) } ?? "") }
      ),
      (language.say("for", "承办"), plain(paper.address)), (language.say("subject", "主体"), plain(paper.subject)),
      (language.say("place", "地点"), plain(paper.place)), (language.say("what", "情况"), plain(paper.summary)),
      (language.say("risk", "风险"), paper.risk.flatMap(Risk.init).map { wordOf($0) }),
      (language.say("until", "时限"), deadline(paper)),
    ]
    if let step = paper.step {
      let who = plain(paper.by).map { language.say(" by \($0)", "，\($0)") } ?? ""
      let what = StepKind(rawValue: step).map { wording($0).text(language) } ?? PlainText.plain(step, most: 40)
      facts.append(
        (language.say("because", "缘由"), what + who + (plain(paper.note).map { language.say(": ", "：") + $0 } ?? "")))
    }
    facts.append((language.say("item", "编号"), PlainText.plain(paper.item, most: 64)))
    return facts.compactMap { name, value in value.map { (name, $0) } }
  }

  /// A fact in a line.
  func line(_ fact: (name: String, value: String)) -> String { fact.name + language.say(": ", "：") + fact.value }

  private func wordOf(_ risk: Risk) -> String {
    switch risk {
    case .red: language.say("red", "红")
    case .orange: language.say("orange", "橙")
    case .yellow: language.say("yellow", "黄")
    case .blue: language.say("blue", "蓝")
    }
  }

  // As clocks in town show it, to the minute.
  private func deadline(_ paper: Paper) -> String? {
    guard let text = paper.deadline, text.utf8.count >= 16 else { return nil }
    let clock = String(text.prefix(16)).replacingOccurrence(of: "T", with: " ")
    return PlainText.clock(clock) + (paper.isProvisional ? language.say(" (provisional)", "（暂定）") : "")
  }

  /// The lines of a digest, and one that says how many more there are.
  func lines(_ papers: [Paper]) -> [String] {
    var lines = papers.prefix(Self.mostLines).enumerated().map { place, paper in
      let parts = [
        plain(paper.matter) ?? language.say("an unlisted matter", "清单外事项"), plain(paper.address), plain(paper.summary),
        deadline(paper).map { language.say("until \($0)", "时限 \($0)") },
      ]
      let rung = paper.rung > 0 ? language.say(" (rung \(paper.rung))", "（第 \(paper.rung) 级）") : ""
      return "\(place + 1)、" + kind(paper) + rung + language.say(": ", "：")
        + parts.compactMap { $0 }.joined(separator: "，")
    }
    if papers.count > Self.mostLines {
      let more = papers.count - Self.mostLines
      lines.append(language.say("and \(more) more", "还有 \(more) 张"))
    }
    return lines
  }

  /// Where the board shows an item, or all; nil without a board.
  func address(_ papers: [Paper]) -> String? {
    guard let link else { return nil }
    guard papers.count == 1, let item = papers.first?.item,
      item.utf8.allSatisfy({ $0 < 0x80 && Character(UnicodeScalar($0)).isLetter || (0x30...0x39).contains($0) })
    else { return link + "/" }
    return "\(link)/items/\(item)"
  }

  var open: String { language.say("open it on the board", "在看板上打开") }
}

extension PlainText {
  /// A moment of our own making, whose colon may stay; anything else is made plain.
  static func clock(_ text: String) -> String {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) || [0x2D, 0x3A, 0x20].contains($0) }
      ? text : plain(text, most: 40)
  }
}

extension String {
  fileprivate func replacingOccurrence(of one: Character, with other: Character) -> String {
    String(map { $0 == one ? other : $0 })
  }
}
