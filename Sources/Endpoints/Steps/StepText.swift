internal import Board
internal import Formats
package import GridCore
internal import JSON
package import Web
internal import Words

/// A step as it was sent: of a form or as JSON, with the fields that events have.
package struct StepText: Sendable {
  /// What the event brings beside who sends it.
  package struct Field: Sendable {
    let name: String
    let value: JSONValue
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
      case ("seen", .number(let text)) where Int64(text) != nil: seen = Int64(text)
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
