internal import Change
internal import Formats
import GridCore
internal import Schema
internal import Words
internal import YAML

/// How much a new text may change before somebody must release it.
extension RuleReader {
  static let guardKeys = Guard.limits.map(\.key)

  /// The guard, where the file says other than usual.
  mutating func readGuard(_ file: Fields) -> Guard {
    var limits = Guard()
    guard let place = file["guard"],
      let parts = fields(
        of: place, "the limits of a change, {\(Self.guardKeys.joined(separator: ", "))}",
        "一次改动的上限 {\(Self.guardKeys.joined(separator: ", "))}", keys: Self.guardKeys)
    else { return limits }
    for (key, path) in Guard.limits {
      guard let place = parts[key] else { continue }
      let most = key.hasSuffix("_percent") ? 100 : RuleBounds.guarded
      if let limit = boundOrNone(place, 0...most, isPercent: most == 100) { limits[keyPath: path] = limit }
    }
    return limits
  }

  /// A whole number within bounds, where there may be none.
  private mutating func boundOrNone(_ place: Place, _ range: ClosedRange<Int>, isPercent: Bool) -> Int?? {
    guard case .scalar(let text, _) = place.node.content else {
      wrongKind(place, wanted: both("none, or a whole number", "none，或整数"))
      return nil
    }
    if text == "none" { return .some(nil) }
    // As shares are written in the lifecycle.
    if isPercent, text.hasSuffix("%"), let number = Self.decimal(text.dropLast()) {
      fault(
        .badNumber, place.spot,
        both("\(quoted(text)) is a share; here the number of percent is written alone", "\(quoted(text)) 带了百分号，这里只写数字"),
        help: both("write \(number)", "请写成 \(number)"))
      return nil
    }
    return number(place, range).map { .some($0) }
  }
}
