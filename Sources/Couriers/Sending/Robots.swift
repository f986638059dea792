internal import JSON
internal import Words

/// The messages of the robots that groups of people have, each within the size that its house takes.
enum Robots {
  /// Bytes: of a whole message, of the markdown in it, of a whole message with its card.
  static let mostOfDingTalk = 20_000
  static let mostOfWeCom = 4_096
  static let mostOfFeishu = 30_000

  /// The first body that fits, with ever less of each text from outside.
  private static func fitting(
    _ link: String?, _ language: Language, _ write: (Wordbook) -> (body: [UInt8], fits: Bool)
  ) -> [UInt8] {
    var last: [UInt8] = []
    for most in [2_000, 1_000, 500, 250, 120, 60, 24, 8] {
      let written = write(Wordbook(language: language, link: link, most: most))
      if written.fits { return written.body }
      last = written.body
    }
    return last
  }

  private static func markdown(_ papers: [Paper], _ words: Wordbook, breaking: String) -> String {
    var lines = ["**\(words.title(papers))**"]
    if papers.count == 1, let paper = papers.first {
      lines += words.facts(paper).map(words.line)
    } else {
      lines += words.lines(papers)
    }
    if let address = words.address(papers) { lines.append("[\(words.open)](\(address))") }
    return lines.joined(separator: breaking)
  }

  static func dingTalk(_ papers: [Paper], _ link: String?, _ language: Language) -> [UInt8] {
    fitting(link, language) { words in
      var json = JSONWriter()
      json.beginObject()
      json.field("msgtype", "markdown")
      json.key("markdown")
      json.beginObject()
      json.field("title", words.title(papers))
      json.field("text", markdown(papers, words, breaking: "\n\n"))
      json.endObject()
      json.key("at")
      json.beginObject()
      json.field("isAtAll", false)
      json.endObject()
      json.endObject()
      return (json.bytes, json.bytes.count <= mostOfDingTalk)
    }
  }

  static func weCom(_ papers: [Paper], _ link: String?, _ language: Language) -> [UInt8] {
    fitting(link, language) { words in
      let text = markdown(papers, words, breaking: "\n")
      var json = JSONWriter()
      json.beginObject()
      json.field("msgtype", "markdown")
      json.key("markdown")
      json.beginObject()
      json.field("content", text)
      json.endObject()
      json.endObject()
      return (json.bytes, text.utf8.count <= mostOfWeCom)
    }
  }

  static func feishu(
    _ papers: [Paper], _ link: String?, _ language: Language, sign: (time: Int64, text: String)?
  ) -> [UInt8] {
    fitting(link, language) { words in
      var json = JSONWriter()
      json.beginObject()
      if let sign {
        json.field("timestamp", "\(sign.time)")
        json.field("sign", sign.text)
      }
      json.field("msg_type", "interactive")
      json.key("card")
      json.beginObject()
      json.key("config")
      json.beginObject()
      json.field("wide_screen_mode", true)
      json.endObject()
      json.key("header")
      json.beginObject()
      json.key("title")
      write(words.title(papers), to: &json)
      json.field("template", template(papers))
      json.endObject()
      json.key("elements")
      json.beginArray()
      let lines =
        papers.count == 1 ? words.facts(papers[0]).map(words.line) : words.lines(papers)
      json.beginObject()
      json.field("tag", "div")
      json.key("text")
      write(lines.joined(separator: "\n"), to: &json)
      json.endObject()
      if let address = words.address(papers) { button(words.open, address, to: &json) }
      json.endArray()
      json.endObject()
      json.endObject()
      return (json.bytes, json.bytes.count <= mostOfFeishu)
    }
  }

  // Plain text, which no client of Feishu reads for marks.
  private static func write(_ text: String, to json: inout JSONWriter) {
    json.beginObject()
    json.field("tag", "plain_text")
    json.field("content", text)
    json.endObject()
  }

  private static func button(_ text: String, _ address: String, to json: inout JSONWriter) {
    json.beginObject()
    json.field("tag", "action")
    json.key("actions")
    json.beginArray()
    json.beginObject()
    json.field("tag", "button")
    json.key("text")
    write(text, to: &json)
    json.field("url", address)
    json.field("type", "primary")
    json.endObject()
    json.endArray()
    json.endObject()
  }

  private static func template(_ papers: [Paper]) -> String {
    guard papers.count == 1, let paper = papers.first else { return "blue" }
    if paper.rung > 0 { return "red" }
    return ["red": "red", "orange": "orange", "yellow": "yellow"][paper.risk ?? ""] ?? "blue"
  }
}
