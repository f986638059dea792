/// What one courier has to take, in which order and when: for each item its notices one after the other, each tried until it is
/// answered for good.
///
/// Pure: it is told the time, in milliseconds that no clock which is set can shorten, and what came of each try.
package struct Lane: Sendable {
  /// What to do now.
  package enum Turn: Hashable, Sendable {
    /// Send these in one message, and `conclude` them.
    case send([String])
    /// Nothing before that moment, unless something is added.
    case wait(until: Int64)
    /// Nothing at all, unless something is added.
    case idle
  }

  /// What became of a notice by a try.
  package enum Outcome: Hashable, Sendable {
    case delivered
    /// It will not be tried any more.
    case undelivered
    /// It stays, and this was its first try, or not.
    case again(isFirst: Bool)
  }

  /// How often a courier that was stopped has a look whether it may go on, in milliseconds.
  static let probe: Int64 = 60_000

  /// The most notices of one message: they are all read for it.
  static let mostGathered = 1_000

  private let digest: Int64
  private let gathers: Bool
  private let giveUp: Int64
  private var gate: RateGate
  /// The notices of each item, in order; only the first of them may go.
  private var items: [String: [LaneEntry]] = [:]
  private var item: [String: String] = [:]
  private var heads = HeadHeap()
  /// Nothing goes before.
  private var restsUntil = Int64.min
  /// How many times in a row the receiver was out of reach.
  private var troubles = 0
  private var probeAt: Int64?
  /// How long notices have waited for the rate, all in all, and since when one does now.
  private var rateWaited: Int64 = 0
  private var blockedSince: Int64?

  /// A lane with nothing to take.
  ///
  /// - Parameter isPatient: whether it waits for more that may come into one message.
  package init(_ courier: Courier, isPatient: Bool = true) {
    digest = isPatient ? courier.digest : 0
    gathers = courier.digest > 0
    giveUp = courier.giveUp
    gate = RateGate(courier.rate)
  }

  /// Whether nothing is taken until somebody mends the courier or its receiver.
  package var isStopped: Bool { probeAt != nil }
  /// How many wait.
  package var count: Int { item.count }

  /// Adds a notice that waits; one that is known already is left as it is.
  ///
  /// - Parameter age: how long ago it was tried first, in milliseconds; nil where it never was.
  package mutating func add(_ id: String, item name: String, seq: Int64, age: Int64? = nil, at now: Int64) {
    guard item[id] == nil else { return }
    item[id] = name
    var entry = LaneEntry(id: id, item: name, seq: seq, arrived: now)
    if let age { (entry.first, entry.waitedBefore) = (now - age, rateWaited) }
    var list = items[name] ?? []
    let place = list.firstIndex { entry < $0 } ?? list.count
    list.insert(entry, at: place)
    items[name] = list
    if place == 0 { heads.push(entry) }
  }

  /// Forgets a notice that somebody else took.
  package mutating func remove(_ id: String) {
    guard let name = item.removeValue(forKey: id), var list = items[name] else { return }
    let wasHead = list.first?.id == id
    list.removeAll { $0.id == id }
    items[name] = list.isEmpty ? nil : list
    if wasHead, let head = list.first { heads.push(head) }
  }

  /// What to do now; what is to be sent is under way from then on, and nothing else is asked for before it is concluded.
  package mutating func next(_ now: Int64) -> Turn {
    guard let head = soonest() else { return .idle }
    if let probeAt {
      guard now >= probeAt else { return .wait(until: probeAt) }
      let oldest = items.values.lazy.compactMap(\.first).min() ?? head
      return send([oldest.id], now)
    }
    let soonest = max(restsUntil, head.nextAt)
    guard now >= soonest else { return .wait(until: soonest) }
    guard gathers, !head.isAlone else { return send([head.id], now) }
    let due = gathered(now).prefix(Self.mostGathered)
    let opens = due.filter { $0.first == nil }.map(\.arrived).min().map { $0 + digest } ?? .min
    return now >= opens ? send(due.map(\.id), now) : .wait(until: opens)
  }

  private mutating func send(_ ids: [String], _ now: Int64) -> Turn {
    guard now >= gate.opens else {
      blockedSince = blockedSince ?? now
      return .wait(until: gate.opens)
    }
    if let since = blockedSince.take() { rateWaited += now - since }
    gate.pass(now)
    return .send(ids)
  }

  /// The first notice of the item whose turn comes soonest.
  private mutating func soonest() -> LaneEntry? {
    while let top = heads.top {
      if let head = items[top.item]?.first, head.id == top.id, head.nextAt == top.nextAt { return head }
      heads.pop()
    }
    return nil
  }

  /// All that may go now, in order.
  private func gathered(_ now: Int64) -> [LaneEntry] {
    items.values.flatMap { $0.prefix { $0.nextAt <= now && !$0.isAlone } }.sorted()
  }

  // MARK: Concluding

  /// Takes note of what came of a message.
  ///
  /// - Parameter chance: from 0 to 1, another each time.
  package mutating func conclude(
    _ ids: [String], _ verdict: Verdict, at now: Int64, chance: Double
  ) -> [(id: String, outcome: Outcome)] {
    let wait = heed(verdict, now, chance)
    return ids.compactMap { id in
      guard let name = item[id], let place = items[name]?.firstIndex(where: { $0.id == id }),
        var entry = items[name]?[place]
      else { return nil }
      let isFirst = entry.first == nil
      if isFirst { (entry.first, entry.waitedBefore) = (now, rateWaited) }
      entry.tries += 1
      switch verdict {
      case .delivered:
        remove(id)
        return (id, .delivered)
      case .refused where ids.count == 1:
        remove(id)
        return (id, .undelivered)
      case .refused:
        // Of many, one may be at fault.
        entry.isAlone = true
        entry.nextAt = now
      case .stopped:
        // What the receiver does not look at was not tried: the time until it does is nobody's patience.
        entry.first = nil
        entry.nextAt = now
        return keep(entry, at: place, isFirst: false)
      case .retry, .pause:
        let last = (entry.first ?? now) + giveUp + rateWaited - entry.waitedBefore
        if now >= last || wait.map({ now + $0 > last }) == true {
          remove(id)
          return (id, .undelivered)
        }
        entry.nextAt = max(now + (wait ?? 0), min(last, now + Backoff.wait(after: entry.tries, chance: chance)))
        entry.isPaused = if case .pause = verdict { true } else { false }
      }
      return keep(entry, at: place, isFirst: isFirst)
    }
  }

  private mutating func keep(_ entry: LaneEntry, at place: Int, isFirst: Bool) -> (id: String, outcome: Outcome) {
    items[entry.item]?[place] = entry
    if place == 0 { heads.push(entry) }
    return (entry.id, .again(isFirst: isFirst))
  }

  /// What a verdict means for the lane as a whole; answers how long the message must wait at the least.
  private mutating func heed(_ verdict: Verdict, _ now: Int64, _ chance: Double) -> Int64? {
    switch verdict {
    case .delivered, .refused:
      let wasOutOfReach = troubles > 0
      (troubles, restsUntil, probeAt) = (0, .min, nil)
      if wasOutOfReach { comeBack(now) }
      return nil
    case .stopped:
      probeAt = now + Self.probe
      return nil
    case .retry(_, let notBefore):
      if probeAt != nil { probeAt = now + Self.probe }
      return notBefore
    case .pause(_, let notBefore):
      if probeAt != nil { probeAt = now + Self.probe }
      troubles += 1
      if let notBefore {
        restsUntil = now + max(notBefore, Backoff.wait(after: troubles, chance: chance))
      } else if troubles > 2 {
        restsUntil = now + min(Backoff.wait(after: troubles - 2, chance: chance), Self.probe)
      }
      return notBefore
    }
  }

  /// What had to wait for a receiver that was out of reach may go at once.
  private mutating func comeBack(_ now: Int64) {
    for (name, list) in items {
      guard var head = list.first, head.isPaused, head.nextAt > now else { continue }
      head.nextAt = now
      items[name]?[0] = head
      heads.push(head)
    }
  }
}
