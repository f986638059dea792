internal import Glibc

/// Meets the notices that lie in the outbox, from any process and without a lock.
///
/// It changes nothing. Notices taken while it walks are not missed by anybody.
package enum OutboxWalk {
  /// Deepest folder of a notice: community, grid, post.
  private static let depth = 3

  /// Calls `body` with the id of every `<id>.json` below `outbox/` of the state folder at `path`; a missing outbox holds none.
  package static func eachNotice(path: String, _ body: (String) throws -> Void) throws {
    let folder: Descriptor
    do throws(SpoolError) {
      folder = try Descriptor.folder(
        terminated(path + "/outbox"), in: AT_FDCWD, followingLinks: true, shownAs: path + "/outbox")
    } catch {
      if error.number == ENOENT { return }
      throw error
    }
    try walk([UInt8(ascii: ".")], in: folder.number, below: depth, body)
  }

  private static func walk(
    _ name: [UInt8], in parent: Int32, below levels: Int, _ body: (String) throws -> Void
  ) throws {
    let held: Descriptor
    do throws(SpoolError) {
      held = try Descriptor.folder(name + [0], in: parent, shownAs: "outbox/" + FileName.shown(name))
    } catch {
      // A consumer may move a whole folder away at any moment, or mount another one over it.
      if let number = error.number, [ENOENT, ENOTDIR, ELOOP, EXDEV].contains(number) { return }
      throw error
    }
    for entry in try entries(of: [UInt8(ascii: "."), 0], in: held.number, path: "outbox") {
      if entry.name.first == UInt8(ascii: ".") { continue }
      if entry.type == UInt8(DT_DIR) {
        if levels > 0 { try walk(entry.name, in: held.number, below: levels - 1, body) }
      } else if let id = id(of: entry.name) {
        try body(id)
      }
    }
  }

  private static func id(of name: [UInt8]) -> String? {
    let ending = Array(".json".utf8)
    guard name.count > ending.count, Array(name.suffix(ending.count)) == ending else { return nil }
    return String(validating: name.dropLast(ending.count), as: UTF8.self)
  }
}
