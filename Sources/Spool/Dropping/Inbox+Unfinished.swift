internal import CLinux
internal import Glibc
package import Linux

/// What a writer leaves who ends before he has renamed his file.
extension Inbox {
  /// How its name begins; sixteen digits and `.tmp` follow.
  private static let unfinished = ".gridpost."

  /// A name for one that is begun.
  static func unfinishedName() throws(WorldError) -> String { unfinished + "\(try randomDigits()).tmp" }

  /// Removes files that `drop` began and nobody finishes any more, of the inbox and of each producer's folder; answers how many.
  ///
  /// They are ours by name and by owner, and nobody holds the lock that whoever writes one holds until he ends, however he ends.
  package static func clearUnfinished(path: String) throws(WorldError) -> Int {
    let shown = path + "/inbox"
    let ownership: Ownership
    let inbox: Descriptor
    do throws(WorldError) {
      ownership = try Ownership(ofFolder: path)
      inbox = try Descriptor.folder(terminated(shown), in: AT_FDCWD, followingLinks: true, shownAs: shown)
    } catch .io(_, _, ENOENT) { return 0 }
    var cleared = 0
    for entry in try entries(of: itself, in: inbox.number, path: shown) {
      if entry.type != UInt8(DT_DIR) {
        cleared += clear(entry.name, in: inbox.number, ownership)
      } else if entry.name.first != UInt8(ascii: ".") {
        cleared += try clearUnfinished(of: entry.name, in: inbox.number, ownership)
      }
    }
    return cleared
  }

  private static func clearUnfinished(
    of producer: [UInt8], in inbox: Int32, _ ownership: Ownership
  ) throws(WorldError) -> Int {
    let path = "inbox/" + FileName.shown(producer)
    let folder: Descriptor
    // A producer's folder may be closed to us, or gone by now.
    do throws(WorldError) { folder = try Descriptor.folder(terminated(producer), in: inbox, shownAs: path) } catch {
      return 0
    }
    let number = folder.number
    return try entries(of: itself, in: number, path: path).reduce(0) { $0 + clear($1.name, in: number, ownership) }
  }

  /// 1 where it was one and is gone.
  private static func clear(_ name: [UInt8], in folder: Int32, _ ownership: Ownership) -> Int {
    guard name.starts(with: unfinished.utf8), DurableFile.isTemporary(name) else { return 0 }
    let opened = gp_open_beneath(folder, terminated(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0)
    guard opened >= 0 else { return 0 }
    let file = Descriptor(owning: opened)
    var found = gp_stat()
    guard gp_stat_file(file.number, &found) == 0, found.isRegular, ownership.isOwn(found),
      gp_hold_exclusively(file.number) == 0
    else { return 0 }
    return gp_remove(folder, terminated(name)) == 0 ? 1 : 0
  }
}
