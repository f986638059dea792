internal import Glibc
package import Linux

/// Meets the notices that lie in the outbox, and what lies in the folders of our own, from any process and without a lock.
///
/// It changes nothing. What is moved away while it walks is not missed by anybody.
package enum OutboxWalk {
  /// Deepest folder of a notice: community, grid, post.
  private static let depth = 3

  /// Calls `body` with the id of every `<id>.json` below `outbox/` of the state folder at `path`, and the address that its folders
  /// make; a missing outbox holds none.
  package static func eachNotice(path: String, _ body: (_ id: String, _ address: String) throws -> Void) throws {
    let folder: Descriptor
    do throws(WorldError) {
      folder = try Descriptor.folder(
        terminated(path + "/outbox"), in: AT_FDCWD, followingLinks: true, shownAs: path + "/outbox")
    } catch {
      if error.number == ENOENT { return }
      throw error
    }
    try walk([UInt8(ascii: ".")], in: folder.number, address: "", below: depth, body)
  }

  private static func walk(
    _ name: [UInt8], in parent: Int32, address: String, below levels: Int, _ body: (String, String) throws -> Void
  ) throws {
    let held: Descriptor
    do throws(WorldError) {
      held = try Descriptor.folder(name + [0], in: parent, shownAs: "outbox/" + FileName.shown(name))
    } catch {
      // A consumer may move a whole folder away at any moment, or mount another one over it.
      if let number = error.number, [ENOENT, ENOTDIR, ELOOP, EXDEV].contains(number) { return }
      throw error
    }
    for entry in try entries(of: [UInt8(ascii: "."), 0], in: held.number, path: "outbox") {
      if entry.name.first == UInt8(ascii: ".") { continue }
      if entry.type == UInt8(DT_DIR) {
        let inner = (address.isEmpty ? "" : address + "/") + FileName.shown(entry.name)
        if levels > 0 { try walk(entry.name, in: held.number, address: inner, below: levels - 1, body) }
      } else if let id = id(of: entry.name) {
        try body(id, address)
      }
    }
  }

  private static func id(of name: [UInt8]) -> String? {
    let ending = Array(".json".utf8)
    guard name.count > ending.count, Array(name.suffix(ending.count)) == ending else { return nil }
    return String(validating: name.dropLast(ending.count), as: UTF8.self)
  }

  // MARK: Folders of our own

  /// The ids of the papers in `outbox/.staging/`, and the names there that are none of ours.
  package static func staged(path: String) throws(WorldError) -> (ids: [String], strangers: [String]) {
    var ids: [String] = []
    var strangers: [String] = []
    for entry in try present(path, StateFolder.stagingName) where entry.name != probe {
      if let id = id(of: entry.name), FileName.isSafe(id), entry.type != UInt8(DT_DIR) {
        ids.append(id)
      } else {
        strangers.append(FileName.shown(entry.name))
      }
    }
    return (ids, strangers)
  }

  /// The inodes of the files in `inbox/.claimed/`, and the names there that no claim makes.
  package static func claimed(path: String) throws(WorldError) -> (inodes: Set<UInt64>, strangers: [String]) {
    var inodes: Set<UInt64> = []
    var strangers: [String] = []
    for batch in try present(path, StateFolder.claimedName) where batch.name != probe {
      guard Batch(batch.name) != nil else {
        strangers.append(FileName.shown(batch.name))
        continue
      }
      let name = StateFolder.claimedName + "/" + FileName.shown(batch.name)
      for part in try present(path, name) {
        let inner = name + "/" + FileName.shown(part.name)
        switch Batch.part(part.name)?.holdsProducers {
        case false?: inodes.formUnion(try files(path, inner))
        case true?:
          for producer in try present(path, inner) {
            inodes.formUnion(try files(path, inner + "/" + String(decoding: producer.name, as: UTF8.self)))
          }
        case nil: strangers.append(String(inner.dropFirst(StateFolder.claimedName.count + 1)))
        }
      }
    }
    return (inodes, strangers)
  }

  private static let probe = Array(".probe".utf8)

  private static func files(_ path: String, _ name: String) throws(WorldError) -> Set<UInt64> {
    var inodes: Set<UInt64> = []
    for entry in try present(path, name) {
      if let found = try look(path, name, entry.name) { inodes.insert(found) }
    }
    return inodes
  }

  private static func look(_ path: String, _ folder: String, _ name: [UInt8]) throws(WorldError) -> UInt64? {
    var status = stat()
    let full = Array("\(path)/\(folder)/".utf8) + name + [0]
    let answer = full.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { $0.baseAddress.map { lstat($0, &status) } ?? -1 }
    }
    return answer == 0 ? UInt64(status.st_ino) : nil
  }

  /// The entries of a folder below the state's; one that is gone by now has none.
  private static func present(
    _ path: String, _ name: String
  ) throws(WorldError) -> [(name: [UInt8], type: UInt8)] {
    do throws(WorldError) {
      return try entries(
        in: Descriptor.folder(terminated("\(path)/\(name)"), in: AT_FDCWD, followingLinks: true, shownAs: name),
        path: name)
    } catch {
      if let number = error.number, [ENOENT, ENOTDIR].contains(number) { return [] }
      throw error
    }
  }
}
