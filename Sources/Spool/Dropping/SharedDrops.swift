internal import CLinux
internal import Glibc
package import Linux
internal import Synchronization

/// Lays files into the inbox that come at the same time together, so that they share what a sync costs.
///
/// Guarantee: whoever is told that nothing went wrong has his file in the inbox, and it survives a power cut: it was synced, then named, then
/// its folder was synced. What goes wrong with one (its name is taken, its bytes could not be written) is told of that one alone; a
/// folder that could not be synced, of all that were named in it. Each that was added is told once.
///
/// Nobody waits for others to come: who comes first is laid down at once, and who comes meanwhile is in the next group, with all that wait by then.
package final class SharedDrops: Sendable {
  /// The kernel's syncs, which a test has fail.
  struct Syncs: Sendable {
    var one: @Sendable (StagedDrop) throws(WorldError) -> Void = { drop throws(WorldError) in try drop.sync() }
    var all: @Sendable (StagedDrop) throws(WorldError) -> Void = { drop throws(WorldError) in try drop.syncFileSystem()
    }
    var folder: @Sendable (StagedDrop) throws(WorldError) -> Void = { drop throws(WorldError) in try drop.syncFolder() }
  }

  private struct Waiting: Sendable {
    let drop: StagedDrop
    let tell: @Sendable (WorldError?) -> Void
  }

  private struct State {
    var waiting: [Waiting] = []
    var isLed = false
  }

  /// Up to so many files are synced each by itself; more, and the whole file system is, with whatever others have written to it: of many
  /// each would wait for a flush of the disk of its own.
  static let few = tellsOfFailure ? 2 : Int.max

  private let syncs: Syncs
  private let state = Mutex(State())

  /// Nothing waits yet.
  package convenience init() { self.init(Syncs()) }

  init(_ syncs: Syncs) { self.syncs = syncs }

  /// Has a file laid down, and tells what went wrong, or nil.
  ///
  /// - Returns: whether the caller must call `lead`, on a thread that may block: nobody else does.
  package func add(_ drop: StagedDrop, tell: @escaping @Sendable (WorldError?) -> Void) -> Bool {
    state.withLock { state in
      state.waiting.append(Waiting(drop: drop, tell: tell))
      defer { state.isLed = true }
      return !state.isLed
    }
  }

  /// Lays down one group after the other, until nobody waits.
  package func lead() {
    while true {
      let group = state.withLock { state in
        defer { state.waiting = [] }
        state.isLed = !state.waiting.isEmpty
        return state.waiting
      }
      guard !group.isEmpty else { return }
      for (waiting, trouble) in zip(group, lay(group.map(\.drop))) {
        if trouble != nil { waiting.drop.remove() }
        waiting.tell(trouble)
      }
    }
  }

  /// What went wrong with each.
  private func lay(_ drops: [StagedDrop]) -> [WorldError?] {
    var troubles = sync(drops)
    // By device and inode: of two folders of one name the older may have been taken away meanwhile.
    var folders: [[UInt64]: [Int]] = [:]
    for (index, drop) in drops.enumerated() where troubles[index] == nil {
      troubles[index] = Self.trouble { () throws(WorldError) in
        let found = try drop.folderStatus()
        try drop.giveName()
        folders[[found.device, found.inode], default: []].append(index)
      }
    }
    for named in folders.values {
      let trouble = Self.trouble { () throws(WorldError) in try syncs.folder(drops[named[0]]) }
      if let trouble { for index in named { troubles[index] = trouble } }
    }
    return troubles
  }

  private func sync(_ drops: [StagedDrop]) -> [WorldError?] {
    // The file that was opened first tells of all that failed since.
    if drops.count > Self.few, let first = drops.min(by: { $0.number < $1.number }),
      Self.trouble({ () throws(WorldError) in try syncs.all(first) }) == nil
    {
      return Array(repeating: nil, count: drops.count)
    }
    // Somebody's failed: each file knows of itself.
    return drops.map { drop in Self.trouble { () throws(WorldError) in try syncs.one(drop) } }
  }

  private static func trouble(_ call: () throws(WorldError) -> Void) -> WorldError? {
    do throws(WorldError) {
      try call()
      return nil
    } catch { return error }
  }

  /// Whether a file system that is synced tells what could not be written: since Linux 5.8 (syncfs(2)).
  private static let tellsOfFailure: Bool = {
    var system = utsname()
    guard uname(&system) == 0 else { return false }
    let release = withUnsafeBytes(of: &system.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    let parts = release.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
    return parts.count == 2 && (parts[0], parts[1]) >= (5, 8)
  }()
}
