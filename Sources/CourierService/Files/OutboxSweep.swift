internal import CLinux
internal import Glibc
internal import Linux

/// Looks for notices in the outbox again and again: folders that have not changed since are not read again.
struct OutboxSweep {
  /// A notice, as its name says.
  struct Found: Hashable {
    let id: String
    let folders: [String]
  }

  private struct Seen {
    var modified: Int64
    /// When it was read: a change in the same instant would leave no trace.
    var read: Int64
    var ids: Set<String> = []
    var folders: [String] = []
  }

  /// Nanoseconds in which a file system may give two changes one time.
  private static let grain: Int64 = 2_000_000_000
  private static let depth = 3

  private var seen: [[String]: Seen] = [:]

  /// All that lay there at the last look.
  var ids: Set<String> { seen.values.reduce(into: []) { $0.formUnion($1.ids) } }

  /// What has come and what has gone since the last look.
  mutating func sweep(_ folder: CourierFolder) throws(WorldError) -> (come: [Found], gone: [Found]) {
    var before = seen
    var come: [Found] = []
    var gone: [Found] = []
    seen = [:]
    do throws(WorldError) {
      try look([], folder, &before, &come, &gone)
    } catch {
      // What was not reached is as it was.
      seen.merge(before) { new, _ in new }
      throw error
    }
    for (path, left) in before { gone += left.ids.map { Found(id: $0, folders: path) } }
    return (come, gone)
  }

  private mutating func look(
    _ path: [String], _ folder: CourierFolder, _ before: inout [[String]: Seen], _ come: inout [Found],
    _ gone: inout [Found]
  ) throws(WorldError) {
    guard let held = try folder.open(path[...]) else { return }
    let modified = try held.status(shownAs: "outbox").modified
    let now = gp_wall_clock()
    let old = before.removeValue(forKey: path)
    var entry = old ?? Seen(modified: 0, read: 0)
    if old == nil || modified != entry.modified || entry.read - modified < Self.grain {
      var (ids, folders): (Set<String>, [String]) = ([], [])
      try eachEntry(in: held, path: "outbox") { found in
        guard let name = String(validating: found.bytes, as: UTF8.self), FileName.isSafe(name) else { return }
        if found.type == UInt8(DT_DIR) {
          if path.count < Self.depth { folders.append(name) }
        } else if name.hasSuffix(".json"), !path.isEmpty {
          ids.insert(String(name.dropLast(5)))
        }
      }
      come += ids.subtracting(entry.ids).map { Found(id: $0, folders: path) }
      gone += entry.ids.subtracting(ids).map { Found(id: $0, folders: path) }
      entry = Seen(modified: modified, read: now, ids: ids, folders: folders)
    }
    seen[path] = entry
    for name in entry.folders { try look(path + [name], folder, &before, &come, &gone) }
  }
}
