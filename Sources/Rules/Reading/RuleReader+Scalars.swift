internal import Advice
internal import Formats
import GridCore
internal import JSON
internal import Schema
internal import Words
internal import YAML

extension RuleReader {
  /// A name as people read and producers write it: one line, no space around it, at most 256 bytes.
  mutating func name(_ place: Place) -> String? {
    guard let text = text(place, "a name", "名称") else { return nil }
    guard !text.unicodeScalars.contains(where: isUnsafeToShow), text.first?.isWhitespace == false,
      text.last?.isWhitespace == false
    else {
      fault(
        .badName, place.spot,
        both("the name \(quoted(text)) has space around it or more than one line", "名称 \(quoted(text)) 前后有空格，或不止一行"),
        help: both("write it on one line without space around it", "请写成一行，前后不留空格"))
      return nil
    }
    guard text.utf8.count <= RuleBounds.name else {
      fault(
        .badName, place.spot,
        both(
          "the name has \(text.utf8.count) bytes, at most \(RuleBounds.name) are taken",
          "名称有 \(text.utf8.count) 字节，最多 \(RuleBounds.name)"))
      return nil
    }
    return text
  }

  /// Whether a text can be an id; told where it cannot.
  mutating func isID(_ text: String, at spot: Spot, reserved: Set<String> = []) -> Bool {
    if tellOddBlank(around: text, .plain, at: spot) { return false }
    let units = text.utf8
    let isWord = units.allSatisfy { Self.isLetterOrDigit($0) || $0 == 0x5F || $0 == 0x2D }
    guard let first = units.first, isWord, Self.isLetterOrDigit(first), units.count <= RuleBounds.id else {
      fault(
        .badID, spot,
        both(
          "\(quoted(text)) cannot be an id: wanted at most \(RuleBounds.id) ASCII letters, digits, - and _, "
            + "a letter or digit first",
          "\(quoted(text)) 不能作短名：只能用英文字母、数字、- 和 _，以字母或数字开头，最多 \(RuleBounds.id) 个"),
        help: both("give it a short id and put other text into its name", "请起一个英文短名，中文写在名称里"))
      return false
    }
    guard !reserved.contains(text) else {
      fault(
        .reservedID, spot,
        both("\(quoted(text)) is a word that addresses use themselves", "\(quoted(text)) 是地址里的专用词，不能作短名"),
        help: both("choose another id", "请换一个短名"))
      return false
    }
    return true
  }

  private static func isLetterOrDigit(_ unit: UInt8) -> Bool {
    switch unit {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }

  /// A handling limit; a text that is none is explained.
  mutating func limit(_ place: Place) -> TimeLimit? {
    guard let text = text(place, "a limit such as 2h, 4wh or 3wd", "时限，如 2h、4wh、3wd") else { return nil }
    if let limit = TimeLimit(text) { return limit }
    let advice = LimitAdvice(text, daySeconds: openHours.map { $0.secondsPerDay })
    fault(.badLimit, place.spot, advice.message, help: advice.help)
    return nil
  }
}
