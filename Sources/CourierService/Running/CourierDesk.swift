internal import Couriers
internal import Custody
internal import Glibc
internal import GridCore
internal import Linux
internal import Synchronization
internal import Words

/// All notices that couriers have to take, and which of them still have to: what lanes ask and answer, one at a time.
///
/// A notice leaves the outbox when the last courier has its answer. A crash leaves it there, with what the others answered remembered
/// beside it: whoever is not remembered is sent it again, under the same id.
final class CourierDesk: Sendable {
  /// A notice that waits for somebody.
  struct Waiting {
    let id: String
    let item: String
    let place: CourierFolder.Place
    /// Lanes that have to take it.
    var lanes: Set<Int>
    var state: NoticeState
    /// Whether more than one courier has to, so that it must be remembered who has.
    let isShared: Bool
  }

  struct State {
    var lanes: [Lane]
    var notices: [String: Waiting] = [:]
    /// Those that were seen, and not read yet.
    var seen: [OutboxSweep.Found] = []
    /// Those that only have to be removed, which the world has not let us.
    var leaving: Set<String> = []
    var stops: [Int: CourierFaults.Fault] = [:]
    /// Who has got nothing through since when, and why not.
    var silent: [Int: CourierFaults.Fault] = [:]
    /// Names that hold no notice, told once.
    var strangers: Set<String> = []
  }

  /// So often it is looked whether more comes, and with so many microseconds between.
  private static let mostLooks = 5
  private static let moment: UInt32 = 40_000

  let couriers: [Courier]
  let folder: CourierFolder
  let log: CourierLog
  let journal: Journal
  let state: Mutex<State>
  private let eye = Mutex(OutboxSweep())

  /// - Parameter isPatient: whether messages wait for more to gather.
  init(_ couriers: [Courier], _ folder: CourierFolder, journal: Journal, isPatient: Bool) {
    self.couriers = couriers
    self.folder = folder
    self.journal = journal
    log = CourierLog(folder)
    state = Mutex(State(lanes: couriers.map { Lane($0, isPatient: isPatient) }))
  }

  // MARK: What lies there

  /// Looks for notices that have come or gone; answers which lanes have more to do.
  ///
  /// - Parameter onlyAgain: whether to leave the outbox itself alone.
  func sweep(_ now: Timestamp, onlyAgain: Bool = false) throws(WorldError) -> Set<Int> {
    let (come, gone) = onlyAgain ? ([], []) : try look()
    return try state.withLock { state throws(WorldError) in
      var rung: Set<Int> = []
      for found in gone { drop(found.id, &state, now) }
      state.seen = state.seen.filter { !gone.contains($0) } + come
      // One that cannot be read now is read at the next look, and holds up nobody else.
      var (left, trouble): ([OutboxSweep.Found], WorldError?) = ([], nil)
      for found in state.seen {
        do throws(WorldError) {
          rung.formUnion(try add(found.id, at: .outbox(found.folders), &state))
        } catch {
          left.append(found)
          trouble = error
        }
      }
      state.seen = left
      if let trouble, rung.isEmpty { throw trouble }
      for (index, courier) in couriers.enumerated() {
        for id in try again(courier) where state.notices["\(index)/\(id)"] == nil {
          rung.formUnion(try add(id, at: .again(courier.name), &state))
        }
      }
      for key in state.leaving { try takeOut(key, &state) }
      return rung
    }
  }

  /// What has come and gone since the last look, told once nothing more comes: papers of one item are laid down within a moment, in any
  /// order, and the first one seen need not be the first.
  private func look() throws(WorldError) -> (come: [OutboxSweep.Found], gone: [OutboxSweep.Found]) {
    try eye.withLock { eye throws(WorldError) in
      var come: [OutboxSweep.Found] = []
      var gone: [OutboxSweep.Found] = []
      for _ in 0..<Self.mostLooks {
        let seen = try eye.sweep(folder)
        come += seen.come
        gone += seen.gone
        if seen.come.isEmpty { break }
        usleep(Self.moment)
      }
      let lost = Set(gone)
      return (come.filter { !lost.contains($0) }, gone)
    }
  }

  private func again(_ courier: Courier) throws(WorldError) -> [String] {
    guard let held = try folder.open(CourierFolder.Place.again(courier.name).folders[...]) else { return [] }
    return try entries(in: held, path: courier.name).compactMap { entry in
      guard let name = String(validating: entry.name, as: UTF8.self), name.hasSuffix(".json"), FileName.isSafe(name)
      else {
        return nil
      }
      return String(name.dropLast(5))
    }
  }

  private func add(_ id: String, at place: CourierFolder.Place, _ state: inout State) throws(WorldError) -> Set<Int> {
    var takers: [Int]
    var key = id
    switch place {
    case .outbox(let folders):
      let address = folders.joined(separator: "/")
      takers = couriers.indices.filter { couriers[$0].takes(address) }
    case .again(let name):
      takers = couriers.indices.filter { couriers[$0].name == name }
      key = "\(takers.first ?? 0)/\(id)"
    }
    // Most notices are nobody's, and need not be read to know it.
    guard !takers.isEmpty, state.notices[key] == nil else { return [] }
    guard let bytes = try folder.read(id, at: place, most: Paper.largest) else { return [] }
    guard let paper = Paper(bytes, id: id) else {
      if state.strangers.insert(key).inserted {
        let shown = place.folders.joined(separator: "/")
        journal.warning("outbox/\(shown)/\(id).json is no notice; left alone", "outbox/\(shown)/\(id).json 不是通知单，未动")
      }
      return []
    }
    var known = NoticeState()
    if case .outbox(let folders) = place {
      takers = takers.filter { couriers[$0].takes(folders.joined(separator: "/"), paper.kind) }
      guard !takers.isEmpty else { return [] }
      known = try folder.state(of: id)
    }
    let lanes = Set(takers.filter { !known.answered.contains(couriers[$0].name) })
    state.notices[key] = Waiting(
      id: id, item: paper.item, place: place, lanes: lanes, state: known, isShared: takers.count > 1)
    if lanes.isEmpty {
      try takeOut(key, &state)
      return []
    }
    var seq = paper.seq ?? 0
    if paper.seq == nil { seq = try folder.age(of: id, at: place) }
    let (wall, boot) = (ServiceClock.wallTime, ServiceClock.bootMilliseconds)
    for lane in lanes {
      let age = known.first[couriers[lane].name].map { max(0, (wall.seconds - $0.seconds) * 1000) }
      state.lanes[lane].add(key, item: paper.item, seq: seq, age: age, at: boot)
    }
    return lanes
  }

  /// Forgets a notice that somebody else has taken, aloud.
  private func drop(_ key: String, _ state: inout State, _ now: Timestamp) {
    guard let notice = state.notices.removeValue(forKey: key) else { return }
    state.leaving.remove(key)
    for lane in notice.lanes {
      state.lanes[lane].remove(key)
      log.add(
        CourierLog.Line(at: now, courier: couriers[lane], notices: [(notice.id, notice.item)], result: "taken"))
    }
    if !notice.lanes.isEmpty {
      journal.info("notice \(notice.id) was taken by somebody else", "通知单 \(notice.id) 已被别人取走")
    }
    if !notice.state.isEmpty { forget(notice.id) }
  }

  func forget(_ id: String) {
    // What is left of it is cleared away by the next start.
    do throws(WorldError) { try folder.forget(id) } catch { return }
  }

  /// Forgets what was remembered of notices that are gone from the outbox; to be called after a sweep of all of it.
  func tidy() throws(WorldError) {
    try eye.withLock { eye throws(WorldError) in
      guard let held = try folder.open([CourierFolder.name]) else { return }
      let here = eye.ids
      for entry in try entries(in: held, path: "outbox/" + CourierFolder.name) {
        guard let name = String(validating: entry.name, as: UTF8.self) else { continue }
        // Halves of files that a crash left, for nobody else writes here.
        if DurableFile.isTemporary(entry.name) || name.hasPrefix(".") {
          try folder.removeOwn(name)
        } else if name.hasSuffix(NoticeState.ending), !here.contains(String(name.dropLast(NoticeState.ending.count))) {
          try folder.removeOwn(name)
        }
      }
    }
  }

  // MARK: What lanes ask

  func next(_ lane: Int) -> Lane.Turn {
    state.withLock { $0.lanes[lane].next(ServiceClock.bootMilliseconds) }
  }

  /// The notices of these keys as they lie there now; those that are gone are dropped.
  func papers(_ keys: [String], _ now: Timestamp) throws(WorldError) -> [(key: String, paper: Paper)] {
    try state.withLock { state throws(WorldError) in
      var found: [(key: String, paper: Paper)] = []
      for key in keys {
        guard let notice = state.notices[key] else { continue }
        if let bytes = try folder.read(notice.id, at: notice.place, most: Paper.largest),
          let paper = Paper(bytes, id: notice.id)
        {
          found.append((key, paper))
        } else {
          drop(key, &state, now)
        }
      }
      return found
    }
  }

  /// How many notices wait for somebody.
  var count: Int { state.withLock { $0.notices.count } }
}
