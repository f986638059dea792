internal import CLinux
internal import Glibc
package import Linux

extension Inbox {
  /// The mode of the folder that the board's steps come in: nobody else may take a step in a person's name.
  static let privateMode: UInt32 = 0o700
  /// The name of that folder.
  static let boardFolder = "board"
  private static let tries = 3

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
    let place = try place(path: path, producer: producer, name: name)
    try write(bytes, name, in: place.folder, place.ownership, shownAs: place.shown)
  }

  /// A folder of the inbox, held open, and to whom belongs what is made there.
  struct DropPlace: ~Copyable, Sendable {
    let folder: Descriptor
    let ownership: Ownership
    let shown: String
  }

  /// Opens the folder that a file of this name is laid into, made where it is missing.
  static func place(
    path: String, producer: String?, name: [UInt8]
  ) throws(WorldError) -> DropPlace {
    precondition(!name.isEmpty && !name.contains { $0 == 0 || $0 == UInt8(ascii: "/") }, "a name is not a path")
    let inbox = try Descriptor.folder(
      terminated(path + "/inbox"), in: AT_FDCWD, followingLinks: true, shownAs: path + "/inbox")
    // Whose the state is must be able to read it, whoever drops it.
    let ownership = try Ownership(ofFolder: path)
    guard let producer else { return DropPlace(folder: inbox, ownership: ownership, shown: path + "/inbox") }
    precondition(
      !producer.isEmpty && producer.first != "." && !producer.contains("/") && !producer.contains("\0"),
      "a producer is no path")
    let shown = path + "/inbox/" + producer
    let mode = producer == boardFolder ? privateMode : ownership.forMeeting
    let made = try ownership.makeFolder(terminated(producer), in: inbox.number, mode: mode, shownAs: shown)
    if made != -EEXIST { try checked(made, "make", shown) }
    if made == 0 { try inbox.sync(shownAs: path + "/inbox") }
    let folder = try Descriptor.folder(terminated(producer), in: inbox.number, shownAs: shown)
    return DropPlace(folder: folder, ownership: ownership, shown: shown)
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
      bytes, as: terminated(name), in: folder, temporary: unfinishedName(), replacing: false,
      isLocked: true, ownedBy: ownership, shownAs: path)
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
