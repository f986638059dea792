internal import CLinux
internal import Glibc
package import Linux
internal import Synchronization

/// The one writer's hold on a state folder: the file `lock`, which also carries what the daemon wants others to see.
///
/// Held from `init` until the value or the process ends; the kernel frees it after any crash. Throws `locked` when
/// somebody else has it.
package final class SpoolLock: Sendable {
  /// The room for a posting; it is there from the start, so that a posting needs no space on a full disk.
  package static let capacity = 16 * 1024
  static let name = "lock"
  /// What follows is for the witness of a crash.
  static let noteLength = capacity - Int(GP_TESTIMONY)

  let file: Descriptor
  let path: String
  /// So much of the page may hold something else than blanks.
  private let used = Mutex(noteLength)

  /// Takes the lock or throws `locked` with the holder's process id, at once.
  ///
  /// What the holder before posted stays until the next posting: it tells how far that one came.
  package init(_ folder: StateFolder) throws(WorldError) {
    path = folder.path + "/" + Self.name
    file = try Self.take(folder, path)
    // A full disk is no reason not to start: then the postings wait until there is room.
    do throws(WorldError) {
      let left = Self.posting(in: try Self.page(of: file, path))
      let isShort = try file.status(shownAs: path).size < Self.capacity
      if isShort { try write(Self.blank(Int(GP_TESTIMONY)), at: Self.noteLength) }
      try post(left.count < Self.noteLength ? left : [])
    } catch {
      guard [ENOSPC, EDQUOT].contains(error.number) else { throw error }
    }
  }

  private static func take(_ folder: StateFolder, _ path: String) throws(WorldError) -> Descriptor {
    while true {
      let file = try open(folder, path)
      let answer = gp_hold_exclusively(file.number)
      if answer == -EWOULDBLOCK { throw .locked(pid: holder(of: file)) }
      try checked(answer, "lock", path)
      // The second kind of lock is the one other processes can ask about without taking it.
      let range = gp_lock_range(file.number)
      if [-EAGAIN, -EACCES].contains(range) { throw .locked(pid: holder(of: file)) }
      try checked(range, "lock", path)
      // The file may have been replaced while we took it; then the lock holds nobody off.
      if try isNamed(path, file) {
        _ = gp_leave_pid(file.number)
        return file
      }
    }
  }

  /// Opens the lock, made where it is missing.
  private static func open(_ folder: StateFolder, _ path: String) throws(WorldError) -> Descriptor {
    while true {
      let opened = gp_open_beneath(folder.root.number, terminated(name), O_RDWR | O_NONBLOCK, 0)
      if opened != -ENOENT { return Descriptor(owning: try checked(opened, "open", path)) }
      // It has its owner before it has its name: nobody else may be kept out of it, not for a moment nor by a crash.
      let beside = terminated(".\(name).\(try randomDigits()).tmp")
      _ = try Descriptor.newFile(beside, in: folder.root.number, ownedBy: folder.ownership, shownAs: path)
      let answer = gp_rename_new(folder.root.number, beside, folder.root.number, terminated(name))
      if answer < 0 { _ = gp_remove(folder.root.number, beside) }
      if answer != -EEXIST { try checked(answer, "rename into", path) }
    }
  }

  private static func holder(of file: borrowing Descriptor) -> Int32? {
    let pid = gp_read_pid(file.number)
    return pid > 0 ? pid : nil
  }

  private static func isNamed(_ path: String, _ file: borrowing Descriptor) throws(WorldError) -> Bool {
    var named = gp_stat()
    let answer = gp_stat_name(AT_FDCWD, terminated(path), &named)
    if [-ENOENT, -ENOTDIR].contains(answer) { return false }
    try checked(answer, "look at", path)
    let held = try file.status(shownAs: path)
    return held.links > 0 && held.isSameFile(as: named)
  }

  /// Whether the path still names the file we hold; a fault of the world is no proof that it does not.
  package func isOurs() -> Bool {
    do throws(WorldError) {
      return try Self.isNamed(path, file)
    } catch {
      return true
    }
  }

  /// From here on no call of the spool changes anything once the path names another file, or none: whoever was frozen while
  /// somebody else took over the state throws `lockLost` before its next write. For one lock of a process.
  package func raiseFence() throws(WorldError) {
    try checked(gp_raise_fence(file.number, terminated(path)), "look at", path)
  }

  /// Throws `lockLost` when the lock was taken away or replaced: then nothing more may be written.
  package func requireOurs() throws(WorldError) {
    if !isOurs() { throw .lockLost(path: path) }
  }

  /// Shows these bytes to every process that looks, in place of the last ones.
  ///
  /// Nothing is truncated and no room is asked for, so it works on a full disk. Not synced: it outlives a killed process,
  /// and means nothing after a power cut. Throws `EFBIG` beyond `capacity`.
  package func post(_ bytes: [UInt8]) throws(WorldError) {
    guard bytes.count < Self.noteLength else { throw .io(operation: "write", path: path, errno: EFBIG) }
    // The mark goes whenever this process closes any descriptor of the file (fcntl(2)), such as after a look at it.
    _ = gp_leave_pid(file.number)
    // Only what may differ from what is there: one page as a rule, however large the room is.
    try used.withLock { used throws(WorldError) in
      let blanks = max(used - bytes.count, 1)
      used = Self.noteLength
      try write(bytes + Self.blank(blanks), at: 0)
      used = bytes.count + 1
    }
  }

  /// Puts these bytes in place of those that are there.
  func write(_ bytes: [UInt8], at offset: Int) throws(WorldError) {
    var done = 0
    while done < bytes.count {
      let start = done
      let count = bytes.withUnsafeBytes { raw in
        gp_write_at(file.number, raw.baseAddress?.advanced(by: start), raw.count - start, Int64(offset + start))
      }
      done += try checked(count, "write", path)
      if count == 0 { throw .io(operation: "write", path: path, errno: EIO) }
    }
  }

  /// An empty line of this length.
  static func blank(_ length: Int) -> [UInt8] {
    [UInt8](repeating: UInt8(ascii: " "), count: length - 1) + [UInt8(ascii: "\n")]
  }

  /// Whether a process holds the state folder at `path`, and the bytes it posted, without the padding.
  ///
  /// For any process: it reads only and takes no lock. A missing folder or lock is held by nobody.
  package static func look(path: String) throws(WorldError) -> (held: Bool, bytes: [UInt8]) {
    let path = path + "/" + name
    let opened = gp_open(AT_FDCWD, terminated(path), O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0)
    if [-ENOENT, -ENOTDIR].contains(opened) { return (false, []) }
    let file = Descriptor(owning: try checked(opened, "open", path))
    let held = try checked(gp_is_write_locked(file.number), "ask for the lock", path) == 1
    // A posting under way could be seen half done: it is whole when two looks agree.
    var bytes = try page(of: file, path)
    for _ in 0..<100 {
      let next = try page(of: file, path)
      if next == bytes { break }
      bytes = next
    }
    return (held, posting(in: bytes))
  }

  /// What was posted on a page, without the padding.
  static func posting(in page: [UInt8]) -> [UInt8] {
    let end = page.lastIndex { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") && $0 != 0 }
    return Array(page[..<(end.map { $0 + 1 } ?? 0)])
  }

  static func page(of file: borrowing Descriptor, _ path: String) throws(WorldError) -> [UInt8] {
    try read(file, at: 0, noteLength, path)
  }

  static func read(
    _ file: borrowing Descriptor, at offset: Int, _ length: Int, _ path: String
  ) throws(WorldError) -> [UInt8] {
    var answer = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
      while filled < length {
        let start = buffer.baseAddress?.advanced(by: filled)
        answer = gp_read_at(file.number, start, length - filled, Int64(offset + filled))
        if answer <= 0 { return }
        filled += answer
      }
    }
    try checked(answer, "read", path)
    return bytes
  }
}
