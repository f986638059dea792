/// A handling limit as the rules write it: `30s 15m 2h` run day and night, `4wh` counts working hours, `3wd` working days.
package struct TimeLimit: Hashable, Sendable {
  /// The kind of time it is counted in.
  package enum Unit: String, Sendable, CaseIterable {
    case seconds = "s"
    case minutes = "m"
    case hours = "h"
    case workingHours = "wh"
    case workingDays = "wd"
  }

  package let amount: Int64
  package let unit: Unit

  /// The longest limit, ten years; nothing in the trade comes near, and sums of two stay far from overflow.
  package static let longest = "10 years (3650wd, 87600h)"
  package static let mostDays: Int64 = 3650

  /// How a limit looks (ECMA-262), for who describes or asks for one; it does not know the longest.
  package static let pattern = "[1-9][0-9]{0,8}(\(Unit.allCases.map(\.rawValue).joined(separator: "|")))"

  /// A limit of at least one and at most ten years; nil otherwise.
  package init?(amount: Int64, unit: Unit) {
    let most: Int64 =
      switch unit {
      case .seconds: Self.mostDays * 86_400
      case .minutes: Self.mostDays * 1440
      case .hours, .workingHours: Self.mostDays * 24
      case .workingDays: Self.mostDays
      }
    guard amount >= 1, amount <= most else { return nil }
    self.amount = amount
    self.unit = unit
  }

  /// So many times 24 hours, which run day and night; at most ten years.
  package init(days: Int64) {
    amount = min(max(days, 1), Self.mostDays) * 24
    unit = .hours
  }

  /// Reads a span of the lifecycle: a limit, or `30d`, which is 24 hours each.
  package init?(span text: String) {
    // `2wd` ends so too, and is a limit.
    guard text.utf8.last == 0x64, let same = TimeLimit(String(text.dropLast()) + "h"), same.unit == .hours else {
      self.init(text)
      return
    }
    guard same.amount <= Self.mostDays else { return nil }
    self.init(days: same.amount)
  }

  /// Twice the limit; one that would be longer than the longest is as it is.
  package var doubled: TimeLimit { TimeLimit(amount: amount * 2, unit: unit) ?? self }

  /// The kind of time it is counted in.
  package var kind: TimeKind { continuousSeconds == nil ? .working : .continuous }

  /// Reads `2h`, `4wh`, `3wd`, …: decimal digits without a sign or a leading zero, then the unit, nothing else.
  package init?(_ text: String) {
    let digits = text.utf8.prefix { $0 >= 0x30 && $0 <= 0x39 }
    guard let first = digits.first, first != 0x30, let amount = Int64(Substring(digits)),
      let unit = Unit(rawValue: String(decoding: text.utf8.dropFirst(digits.count), as: UTF8.self))
    else { return nil }
    self.init(amount: amount, unit: unit)
  }

  /// The limit as it is written.
  package var text: String { String(amount) + unit.rawValue }

  /// Seconds of a limit that runs day and night; nil for working time.
  package var continuousSeconds: Int64? {
    switch unit {
    case .seconds: amount
    case .minutes: amount * 60
    case .hours: amount * 3600
    case .workingHours, .workingDays: nil
    }
  }
}
