package import GridCore

/// How long items were with whom, and what for, kept in memory for somebody who asks each minute: of each day of receipt what is over is
/// added up, and of an item that has not ended it is known where it is and since when.
///
/// Guarantees: `rows` are the sums of the spells of all items whose entries it took (`Item.spells`). An item that has ended takes no
/// room, however many there are; its history is read once more where somebody takes it up again.
package struct KeptTimes: Sendable {
  /// A `SpellFold.Point` in small.
  private struct Open {
    let since: Timestamp
    let holder: UInt32
    let resolver: UInt32
    let day: Int32
    let why: Spell.Why
    let accepted: Bool
    let isOwn: Bool
  }

  private struct Day: Hashable {
    let number: Int32
    let isOwn: Bool
  }

  private struct Sum {
    /// The place of a holder, and of a reason.
    let place: UInt32
    var seconds: Int64
  }

  private static let reasons = Spell.Why.allCases

  private var holders: [Addressee?] = [nil]
  private var places: [Addressee: UInt32] = [:]
  private var open: [Int64: Open] = [:]
  private var days: [Day: [Sum]] = [:]

  package init() {}

  /// Takes the next entry of an item that was not put right on the spot, or was reopened.
  ///
  /// - Parameters:
  ///   - position: which item it is, for good.
  ///   - day: of its receipt, in days since 1970-01-01.
  ///   - isOwn: whether the daemon itself reported it.
  ///   - earlier: the item's entries before this one; asked for only where it had ended.
  package mutating func take(
    _ entry: HistoryEntry, of position: Int64, receivedOn day: Int, isOwn: Bool, earlier: () throws -> [HistoryEntry]
  ) rethrows {
    var fold = SpellFold()
    if let known = open[position] {
      fold = SpellFold(from: point(of: known))
    } else if entry.what != .report {
      guard entry.mayTakeUp else { return }
      for one in try earlier() { fold.take(one) }
      // They are counted.
      _ = fold.takeSpells()
    }
    fold.take(entry)
    let day = Day(number: Int32(clamping: day), isOwn: isOwn)
    for spell in fold.takeSpells() { add(spell, on: day) }
    guard let point = fold.point, point.why != .ended else {
      open[position] = nil
      return
    }
    open[position] = Open(
      since: point.since, holder: place(of: point.holder), resolver: place(of: point.resolver), day: day.number,
      why: point.why, accepted: point.accepted, isOwn: isOwn)
  }

  /// By holder and reason, in no order.
  ///
  /// - Parameters:
  ///   - wanted: the days of receipt.
  ///   - now: up to which what has not ended is counted.
  package func rows(
    days wanted: Range<Int>, at now: Timestamp, countsOwn: Bool
  ) -> [(holder: Addressee?, why: Spell.Why, seconds: Int64)] {
    var sums = [Int64](repeating: 0, count: holders.count * Self.reasons.count)
    for (day, known) in days where wanted.contains(Int(day.number)) && (countsOwn || !day.isOwn) {
      for sum in known { sums[Int(sum.place)] += sum.seconds }
    }
    for one in open.values where wanted.contains(Int(one.day)) && (countsOwn || !one.isOwn) {
      sums[Int(place(of: one.holder, one.why))] += max(0, now.seconds - one.since.seconds)
    }
    // No spell is empty.
    return sums.indices.filter { sums[$0] > 0 }.map { place in
      let (holder, why) = place.quotientAndRemainder(dividingBy: Self.reasons.count)
      return (holders[holder], Self.reasons[why], sums[place])
    }
  }

  private mutating func add(_ spell: Spell, on day: Day) {
    let place = place(of: place(of: spell.holder), spell.why)
    var sums = days.removeValue(forKey: day) ?? []
    let index = sums.firstPlace { $0.place >= place }
    if index < sums.count, sums[index].place == place {
      sums[index].seconds += spell.seconds
    } else {
      sums.insert(Sum(place: place, seconds: spell.seconds), at: index)
    }
    days[day] = sums
  }

  private func point(of one: Open) -> SpellFold.Point {
    SpellFold.Point(
      since: one.since, holder: holders[Int(one.holder)] ?? .triage, why: one.why, accepted: one.accepted,
      resolver: holders[Int(one.resolver)])
  }

  private func place(of holder: UInt32, _ why: Spell.Why) -> UInt32 {
    holder * UInt32(Self.reasons.count) + UInt32(Self.reasons.firstIndex(of: why) ?? 0)
  }

  private mutating func place(of holder: Addressee?) -> UInt32 {
    guard let holder else { return 0 }
    if let known = places[holder] { return known }
    let place = UInt32(holders.count)
    places[holder] = place
    holders.append(holder)
    return place
  }
}

extension HistoryEntry {
  /// Whether it may move an item that has ended; most that are written then are notes and visits that found nothing.
  fileprivate var mayTakeUp: Bool {
    switch what {
    case .remind, .bounce, .lapse, .recount, .step(.note), .step(.appeal), .step(.refuse): false
    case .step(.check), .step(.visit): to != nil
    default: true
    }
  }
}
