internal import CLinux
internal import Glibc
package import Linux

extension Inbox {
  /// The mode of the folder that the board's steps come in: nobody else may take a step in a person's name.
  static let privateMode: UInt32 = 0o700
  /// The name of that folder.
  static let boardFolder = "board"

  /// Lays a file into the inbox of the state folder at `path`, as any producer should.
  ///
  /// Needs no lock. It is written under a dot name, synced, renamed and the folder synced: after the return it survives
  /// a power cut. A crash leaves at most the dot file, which nobody reads, for `clearUnfinished`. Throws `EEXIST` when the name is taken.
  ///
  /// - Parameter producer: the name of a folder in the inbox, which is made where it is missing: `board` for nobody but its owner,
  ///   any other as the state is.
  package static func drop(
    path: String, producer: String? = nil, name: [UInt8], bytes: [UInt8]
  ) throws(WorldError) {
    precondition(!name.isEmpty && !name.contains { $0 == 0 || $0 == UInt8(ascii: "/") }, "a name is not a path")
    let inbox = try Descriptor.folder(
      terminated(path + "/inbox"), in: AT_FDCWD, followingLinks: true, shownAs: path + "/inbox")
    // Whose the state is must be able to read it, whoever drops it.
    let ownership = try Ownership(ofFolder: path)
    guard let producer else {
      return try write(bytes, name, in: inbox, ownership, shownAs: path + "/inbox")
    }
    precondition(
      !producer.isEmpty && producer.first != "." && !producer.contains("/") && !producer.contains("\0"),
      "a producer is no path")
    let shown = path + "/inbox/" + producer
    let mode = producer == boardFolder ? privateMode : ownership.forMeeting
    let made = try ownership.makeFolder(terminated(producer), in: inbox.number, mode: mode, shownAs: shown)
    if made != -EEXIST { try checked(made, "make", shown) }
    if made == 0 { try inbox.sync(shownAs: path + "/inbox") }
    let folder = try Descriptor.folder(terminated(producer), in: inbox.number, shownAs: shown)
    try write(bytes, name, in: folder, ownership, shownAs: shown)
  }

  private static func write(
    _ bytes: [UInt8], _ name: [UInt8], in folder: borrowing Descriptor, _ ownership: Ownership, shownAs path: String
  ) throws(WorldError) {
    // Whoever clears up may meet it in the moments before its lock and behind it, and then it is made anew.
    for _ in 1..<tries {
      do throws(WorldError) {
        return try writeOnce(bytes, name, in: folder, ownership, shownAs: path)
      } catch .io(_, _, ENOENT) { continue }
    }
    try writeOnce(bytes, name, in: folder, ownership, shownAs: path)
  }

  private static func writeOnce(
    _ bytes: [UInt8], _ name: [UInt8], in folder: borrowing Descriptor, _ ownership: Ownership, shownAs path: String
  ) throws(WorldError) {
    try DurableFile.write(
      bytes, as: terminated(name), in: folder, temporary: unfinished + "\(randomDigits()).tmp", replacing: false,
      isLocked: true, ownedBy: ownership, shownAs: path)
  }
}

/// What a writer leaves who ends before he has renamed his file.
extension Inbox {
  private static let tries = 3
  /// How its name begins; sixteen digits and `.tmp` follow.
  private static let unfinished = ".gridpost."

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

extension Inbox {
  /// Opens a producer's folder to look into it.
  ///
  /// The board's must be in the hands of whose the state is, and of nobody else: whoever can write there speaks for all people.
  func openFolder(of producer: [UInt8]) throws(WorldError) -> Descriptor {
    let path = "inbox/" + FileName.shown(producer)
    let opened = try Descriptor.folder(terminated(producer), in: folder.inbox.number, shownAs: path)
    guard producer.elementsEqual(Self.boardFolder.utf8) else { return opened }
    let found = try opened.status(shownAs: path)
    guard found.mode & 0o022 == 0, folder.ownership.isOwn(found) else {
      throw .io(operation: "trust", path: path, errno: EPERM)
    }
    return opened
  }
}
