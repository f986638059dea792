import Glibc
import Linux
import Words

/// A file that a command is told to write: it appears whole under its name, or the one that was there stays.
package struct WholeFile {
  private let path: String
  private let state: String

  /// A file at this path; below the state it belongs to whom the state does.
  package init(_ path: String, state: String) {
    self.path = path
    self.state = state
  }

  /// Writes it beside under a dot name, syncs it, and renames: exit 74 where that cannot be done.
  package func write(_ bytes: [UInt8]) throws {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? ""
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    // The name of a file has 255 bytes at the most.
    let beside = folder + ".\(String(decoding: name.utf8.prefix(180), as: UTF8.self)).\(getpid()).tmp"
    let opened = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard opened >= 0 else { throw refusal(errno) }
    let file = Descriptor(owning: opened)
    do {
      try guarded {
        let ownership = try Ownership(ofState: state, holding: folder.isEmpty ? "." : folder)
        try ownership?.impose(on: file, mode: ownership?.forFiles ?? 0, shownAs: path)
      }
      let fault = Self.fill(file.number, bytes)
      guard fault == 0 else { throw refusal(fault) }
      guard rename(beside, path) == 0 else { throw refusal(errno) }
    } catch {
      unlink(beside)
      throw error
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
