import CEvents
import Foundation

/// A town to measure with: its rules as gridpost reads them, and the list of its matters and grids that events are made from.
final class Town {
  /// Seconds until an event of the impatient matter is due.
  static let patience = 30

  let rules: String
  let list: String
  private var town = CEvents.town()

  /// The rules that the project ships, for who writes his own events.
  static func shipped() -> Town { Town(shipped: "rules.yaml") }

  private init(shipped path: String) { (rules, list) = (path, "") }

  /// The district's own size.
  static func district(_ folder: String) throws -> Town {
    try Town(folder, TownRules(name: "district", communities: 8, grids: 80, matters: 208))
  }

  /// A whole city's list.
  static func city(_ folder: String) throws -> Town {
    try Town(folder, TownRules(name: "city", communities: 50, grids: 10_000, matters: 4_315))
  }

  /// A district of ten thousand grids and three hundred overrides, before or after an edit.
  static func great(_ folder: String, edited: Bool = false) throws -> Town {
    try Town(
      folder,
      TownRules(
        name: edited ? "great-edited" : "great", communities: 50, grids: 10_000, matters: 2_000, overrideCount: 300,
        isEdited: edited))
  }

  /// A district where nothing is due for most of a year but its last matter, which no event is about.
  static func patient(_ folder: String) throws -> Town {
    try Town(folder, TownRules(name: "patient", communities: 8, grids: 80, matters: 208, isPatient: true))
  }

  /// The same district, where every event is about that last matter.
  static func impatient(_ folder: String) throws -> Town {
    try Town(
      folder, TownRules(name: "impatient", communities: 8, grids: 80, matters: 208, isPatient: true), onlyLast: true)
  }

  private init(_ folder: String, _ shape: TownRules, onlyLast: Bool = false) throws {
    rules = "\(folder)/\(shape.name).rules.yaml"
    list = "\(folder)/\(shape.name).list"
    try write(Array(shape.text.utf8), to: rules)
    try write(Array(shape.list(onlyLast: onlyLast).utf8), to: list)
    guard town_read(&town, list) == 0 else { throw Trouble("cannot read \(list)") }
  }

  /// The bytes of an event.
  func event(_ number: Int, source: String = "hotline", seed: Int) -> [UInt8] {
    var bytes = [CChar](repeating: 0, count: Int(EVENT_MAX))
    let length = source.withCString { source in
      var series = series(source: source, seed: UInt32(seed), open: 0, of: 0)
      return event_write(&bytes, &town, &series, UInt64(number))
    }
    return bytes[..<length].map { UInt8(bitPattern: $0) }
  }

  /// The id of the same event.
  static func id(_ number: Int, seed: Int) -> String {
    let digits = String(number)
    return "\(seed)-" + String(repeating: "0", count: max(0, 7 - digits.count)) + digits
  }
}
