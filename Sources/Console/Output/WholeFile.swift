import Glibc
import Linux
import Words

/// A file that a command is told to write: it appears whole under its name, or the one that was there stays.
package struct WholeFile {
  private let path: String

  package init(_ path: String) {
    self.path = path
  }

  /// Writes it beside under a dot name, syncs it, and renames: exit 74 where that cannot be done.
  package func write(_ bytes: [UInt8]) throws {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? ""
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    // The name of a file has 255 bytes at the most.
    let beside = folder + ".\(String(decoding: name.utf8.prefix(180), as: UTF8.self)).\(getpid()).tmp"
    let file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard file >= 0 else { throw refusal(errno) }
    let fault = Self.fill(file, bytes)
    close(file)
    guard fault == 0, rename(beside, path) == 0 else {
      let code = fault == 0 ? errno : fault
      unlink(beside)
      throw refusal(code)
    }
  }

  /// Answers what went wrong; 0 where nothing did.
  private static func fill(_ file: Int32, _ bytes: [UInt8]) -> Int32 {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress?.advanced(by: done), $0.count - done) }
      if count < 0, errno != EINTR { return errno }
      done += max(0, count)
    }
    return fsync(file) == 0 ? 0 : errno
  }

  private func refusal(_ code: Int32) -> any Error {
    let name = neutral(path)
    let text = WorldFault.text(code, en: name, zh: name)
    return fail(Exit.io, text.en, text.zh)
  }
}
