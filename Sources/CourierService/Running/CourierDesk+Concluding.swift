internal import Couriers
internal import Custody
internal import GridCore
internal import Linux
internal import Synchronization
internal import Words

extension CourierDesk {
  /// Takes note of what came of a message; answers which notices were concluded by it, and how.
  func conclude(
    _ papers: [(key: String, paper: Paper)], _ verdict: Verdict, by lane: Int, _ now: Timestamp, chance: Double
  ) -> [(id: String, outcome: Lane.Outcome)] {
    state.withLock { state in
      let boot = ServiceClock.bootMilliseconds
      let wasStopped = state.lanes[lane].isStopped
      let outcomes = state.lanes[lane].conclude(papers.map(\.key), verdict, at: boot, chance: chance)
      let bytes = Dictionary(papers.map { ($0.key, $0.paper) }) { first, _ in first }
      for (key, outcome) in outcomes {
        do throws(WorldError) {
          try record(outcome, key, bytes[key], verdict, lane, now, &state)
        } catch {
          tell(error)
          // It is sent once more, rather than lost.
          if let paper = bytes[key], outcome == .undelivered {
            state.lanes[lane].add(key, item: paper.item, seq: paper.seq ?? .min, age: 0, at: boot)
          }
        }
      }
      tellStop(lane, verdict, wasStopped, now, &state)
      return outcomes.map { (state.notices[$0.id]?.id ?? String($0.id.split(separator: "/").last ?? ""), $0.outcome) }
    }
  }

  private func record(
    _ outcome: Lane.Outcome, _ key: String, _ paper: Paper?, _ verdict: Verdict, _ lane: Int, _ now: Timestamp,
    _ state: inout State
  ) throws(WorldError) {
    guard var notice = state.notices[key], let paper else { return }
    let courier = couriers[lane]
    let isOutside = if case .outbox = notice.place { true } else { false }
    switch outcome {
    case .again(isFirst: true) where isOutside:
      notice.state.first[courier.name] = now
      state.notices[key] = notice
      try folder.keep(notice.state, of: notice.id)
    case .again: return
    case .delivered, .undelivered:
      if outcome == .undelivered {
        try Undelivered.lay(
          paper.bytes + [UInt8(ascii: "\n")], notice.id, of: courier, verdict, first: notice.state.first[courier.name],
          at: now, in: folder)
      }
      notice.lanes.remove(lane)
      notice.state.answered.insert(courier.name)
      state.notices[key] = notice
      if notice.lanes.isEmpty {
        state.leaving.insert(key)
        try takeOut(key, &state)
      } else {
        try folder.keep(notice.state, of: notice.id)
      }
    }
  }

  /// Takes a notice out of the outbox that all have had; where the world does not let us, the next sweep does.
  func takeOut(_ key: String, _ state: inout State) throws(WorldError) {
    guard let notice = state.notices[key] else {
      state.leaving.remove(key)
      return
    }
    state.leaving.insert(key)
    // Where nothing is remembered and the removal is lost with the power, it is sent again under its id.
    try folder.remove(notice.id, at: notice.place)
    state.leaving.remove(key)
    if case .outbox = notice.place, notice.isShared || !notice.state.first.isEmpty { forget(notice.id) }
    state.notices[key] = nil
  }

  private func tell(_ error: WorldError) {
    journal.error(error.text.en, error.text.zh)
  }

  // MARK: Couriers that take nothing

  private func tellStop(_ lane: Int, _ verdict: Verdict, _ wasStopped: Bool, _ now: Timestamp, _ state: inout State) {
    note(lane, verdict, now, &state)
    let isStopped = state.lanes[lane].isStopped
    guard isStopped != wasStopped else { return }
    let name = quoted(couriers[lane].name)
    if isStopped, let why = verdict.why?.text {
      let text = Bilingual(
        en: "courier \(name) takes nothing until its receiver does: \(why.en)", zh: "投递 \(name) 已停，等接收方恢复：\(why.zh)")
      state.stops[lane] = CourierFaults.Fault(since: now, text: text)
      journal.error(text.en, text.zh)
    } else {
      state.stops[lane] = nil
      journal.info("courier \(name) goes on", "投递 \(name) 已恢复")
    }
  }

  private func note(_ lane: Int, _ verdict: Verdict, _ now: Timestamp, _ state: inout State) {
    switch verdict {
    case .delivered, .refused, .stopped: state.silent[lane] = nil
    case .retry(let why, _), .pause(let why, _):
      let name = quoted(couriers[lane].name)
      let text = Bilingual(
        en: "courier \(name) gets nothing through: \(why.text.en)", zh: "投递 \(name) 一直送不出去：\(why.text.zh)")
      state.silent[lane] = CourierFaults.Fault(since: state.silent[lane]?.since ?? now, text: text)
    }
  }

  /// What `status` shall show of them: who is stopped, and who has got nothing through for a quarter of an hour.
  func faults(_ now: Timestamp) -> [CourierFaults.Fault] {
    state.withLock { state in
      let silent = state.silent.filter { $0.value.since.seconds <= now.seconds - Self.patience }
      return couriers.indices.compactMap { state.stops[$0] ?? silent[$0] }
    }
  }

  private static var patience: Int64 { 900 }
}
