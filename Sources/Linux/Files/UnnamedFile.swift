internal import Glibc

/// A file without a name, to put aside what is too much to hold: once nobody holds it, it is gone, however the process ended.
package final class UnnamedFile: Sendable {
  private let number: Int32
  private let path: String

  /// An empty one in a folder.
  package init(in folder: String) throws(WorldError) {
    path = folder
    // O_TMPFILE, which Swift does not import, with O_DIRECTORY in it as every file system wants it.
    let unnamed = 0o20_000_000 | O_DIRECTORY
    let file = open(folder, unnamed | O_RDWR | O_CLOEXEC, 0o600)
    if file >= 0 {
      number = file
      return
    }
    // A file system that knows no such thing has a name for a moment.
    guard [EOPNOTSUPP, EISDIR, EINVAL].contains(errno) else {
      throw .io(operation: "make a file in", path: folder, errno: errno)
    }
    let name = "\(folder)/.gridpost.\(try randomDigits()).tmp"
    number = open(name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    guard number >= 0 else { throw .io(operation: "make a file in", path: folder, errno: errno) }
    unlink(name)
  }

  deinit { close(number) }

  /// Adds bytes at the end.
  package func append(_ bytes: [UInt8]) throws(WorldError) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { write(number, $0.baseAddress.map { $0 + done }, $0.count - done) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .io(operation: "write into", path: path, errno: count < 0 ? errno : ENOSPC) }
      done += count
    }
  }

  /// All of it.
  package func bytes() throws(WorldError) -> [UInt8] {
    var found = stat()
    guard fstat(number, &found) == 0 else { throw .io(operation: "look at", path: path, errno: errno) }
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(found.st_size)) { room, filled in
      while filled < room.count {
        let count = pread(number, room.baseAddress.map { $0 + filled }, room.count - filled, off_t(filled))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
          failure = count < 0 ? errno : EIO
          return
        }
        filled += count
      }
    }
    guard failure == 0 else { throw .io(operation: "read", path: path, errno: failure) }
    return bytes
  }
}
