internal import Formats
package import GridCore
package import JSON
package import Web
internal import Words

/// A step as it was sent: of a form or as JSON, with the fields that events have.
package struct StepText: Sendable {
  /// What the event brings beside who sends it.
  package struct Field: Sendable {
    package let name: String
    package let value: JSONValue
  }

  package var kind: StepKind
  /// The items it names; none where the path does.
  package var items: [String] = []
  package var fields: [Field] = []
  /// The last history line that whoever steps has seen.
  package var seen: Int64?

  /// What the server says itself, whatever was sent.
  private static let ours: Set<String> = [
    "id", "source", "type", "step", "time", "by", "as", "item", "items", "report", "seen", "form", "next",
  ]

  /// Reads a JSON object whose `type`, or `step`, is the step's word.
  ///
  /// - Throws: 400 where it is no such object, 422 where there is no such step.
  package init(json bytes: [UInt8]) throws(Problem) {
    let value: JSONValue
    do { value = try StrictJSON.read(bytes[...], maxDepth: 16) } catch {
      throw Problem(.badRequest, Bilingual(en: "the body is no JSON", zh: "请求体不是 JSON"))
    }
    guard case .object(let members) = value else {
      throw Problem(.badRequest, Bilingual(en: "the body is no JSON object", zh: "请求体不是 JSON 对象"))
    }
    var word: String?
    for member in members {
      switch (member.key, member.value) {
      case ("type", .string(let text)), ("step", .string(let text)): word = text
      case ("items", .array(let values)):
        items = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
        guard items.count == values.count else { throw Self.badItems }
      case ("items", _): throw Self.badItems
      case ("seen", .null): break
      case ("seen", .number(let text)) where Self.whole(text) != nil: seen = Self.whole(text)
      case ("seen", _):
        throw Problem(
          .refused, Bilingual(en: "“seen” wants the number of a history line", zh: "“seen”应为办理记录的序号"), kind: "bad-value"
        )
      default:
        if !Self.ours.contains(member.key) { fields.append(Field(name: member.key, value: member.value)) }
      }
    }
    kind = try Self.kind(word)
  }

  /// A number that JSON Schema calls an integer, however it is written: `5`, `5.0`, `5e0`.
  private static func whole(_ text: String) -> Int64? {
    Int64(text) ?? Double(text).flatMap { Int64(exactly: $0) }
  }

  /// The number of the history line that `If-Match` wants to be the last (RFC 9110 §13.1.1): of several the latest; nil of `*`, which
  /// any line is. One that is weak is as none that ever was.
  ///
  /// - Throws: 400 where it holds no such number.
  package static func seen(ifMatch members: [String]) throws(Problem) -> Int64? {
    if members == ["*"] { return nil }
    let numbers = members.map { $0.hasPrefix("W/") ? 0 : Int64($0.filter { $0 != "\"" }) }
    guard let last = numbers.compactMap({ $0 }).max(), !numbers.contains(nil), last >= 0 else {
      throw Problem(
        .badRequest, Bilingual(en: "If-Match wants the number of a history line", zh: "If-Match 应为办理记录的序号"))
    }
    return last
  }

  /// Reads a form; empty fields were not filled in, and times are those of the town's clocks.
  ///
  /// - Parameter offset: how many seconds the town's clocks lie east of UTC.
  package init(form: Query, offset: Int64) throws(Problem) {
    kind = try Self.kind(form[Form.step])
    items = form.all(Form.item) + form.all("items")
    if let text = form[Form.seen] {
      guard let number = Int64(text) else {
        throw Problem(.badRequest, Bilingual(en: "“seen” is no number of a history line", zh: "“seen”不是办理记录的序号"))
      }
      seen = number
    }
    for pair in form.pairs where !pair.value.isEmpty && !Self.ours.contains(pair.name) {
      let value: JSONValue
      switch pair.name {
      case "satisfaction": value = Int(pair.value) == nil ? .string(pair.value) : .number(pair.value)
      case "until": value = .string(Self.moment(pair.value, offset))
      default: value = .string(pair.value)
      }
      fields.append(Field(name: pair.name, value: value))
    }
  }

  /// All that it says, to tell whether another says the same.
  package func said(of items: [String]) -> [(name: String, text: String)] {
    let fields = fields.map { field in
      var writer = JSONWriter()
      writer.value(field.value)
      return (name: field.name, text: String(decoding: writer.bytes, as: UTF8.self))
    }
    return [(Form.step, kind.rawValue), (Form.seen, seen.map { "\($0)" } ?? "")] + items.map { (Form.item, $0) }
      + fields
  }

  /// What a browser's field for a time says (`2026-12-01T10:00`), with the town's zone.
  private static func moment(_ text: String, _ offset: Int64) -> String {
    guard RFC3339.timestamp(text) == nil else { return text }
    for ending in ["Z", ":00Z"] {
      if let local = RFC3339.timestamp(text + ending) {
        return RFC3339.localText(Timestamp(seconds: local.seconds - offset), offset: offset)
      }
    }
    return text
  }

  private static let badItems = Problem(
    .refused, Bilingual(en: "“items” wants a list of items' ids", zh: "“items”应为事项编号的列表"))

  private static func kind(_ word: String?) throws(Problem) -> StepKind {
    guard let kind = word.flatMap(StepKind.init(rawValue:)) else {
      let steps = StepKind.allCases.map(\.rawValue).joined(separator: " ")
      throw Problem(
        .refused, Bilingual(en: "“type” wants a step: \(steps)", zh: "“type”应为步骤之一：\(steps)"),
        kind: RejectionCode.unknownType.rawValue)
    }
    return kind
  }
}
