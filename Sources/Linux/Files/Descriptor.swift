package import CLinux
internal import Glibc

/// An open file of ours, closed when the value ends.
package struct Descriptor: ~Copyable, Sendable {
  package let number: Int32

  package init(owning number: Int32) {
    self.number = number
  }

  deinit {
    _ = gp_close(number)
  }

  /// Opens a folder below another one; the name is bytes ended by 0.
  ///
  /// It lies beneath the other one, on the same mount and behind no link (`ELOOP`, `EXDEV`), unless links are followed: then it
  /// may lie anywhere.
  package static func folder(
    _ name: [UInt8], in parent: Int32, followingLinks: Bool = false, shownAs path: @autoclosure () -> String
  ) throws(WorldError) -> Descriptor {
    let flags = O_RDONLY | O_DIRECTORY
    let opened = followingLinks ? gp_open(parent, name, flags, 0) : gp_open_beneath(parent, name, flags, 0)
    return Descriptor(owning: try checked(opened, "open", path()))
  }

  /// Writes all bytes, however small the pieces the kernel takes.
  ///
  /// For a new file: where a piece was cut short, its size is looked at afterwards.
  package func write(_ bytes: [UInt8], shownAs path: @autoclosure () -> String) throws(WorldError) {
    var done = 0
    var isWhole = true
    while done < bytes.count {
      let start = done
      let count = bytes.withUnsafeBytes { raw in
        gp_write(number, raw.baseAddress?.advanced(by: start), raw.count - start)
      }
      done += try checked(count, "write", path())
      if count == 0 { throw .io(operation: "write", path: path(), errno: EIO) }
      isWhole = isWhole && done == bytes.count
    }
    if isWhole { return }
    let size = try status(shownAs: path()).size
    guard size == bytes.count else { throw .io(operation: "write", path: path(), errno: EIO) }
  }

  /// Reads at most `limit` bytes from where the file stands.
  package func read(limit: Int, shownAs path: @autoclosure () -> String) throws(WorldError) -> [UInt8] {
    var answer = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
      while filled < limit {
        answer = gp_read(number, buffer.baseAddress?.advanced(by: filled), limit - filled)
        if answer <= 0 { return }
        filled += answer
      }
    }
    try checked(answer, "read", path())
    return bytes
  }

  /// Has all that was written last (fsync(2)).
  package func sync(shownAs path: @autoclosure () -> String) throws(WorldError) {
    try checked(gp_sync(number), "sync", path())
  }

  /// What the kernel says of the open file (statx(2)).
  package func status(shownAs path: @autoclosure () -> String) throws(WorldError) -> gp_stat {
    var found = gp_stat()
    try checked(gp_stat_file(number, &found), "look at", path())
    return found
  }
}

extension gp_stat {
  package var kind: UInt32 { mode & UInt32(S_IFMT) }
  package var isRegular: Bool { kind == UInt32(S_IFREG) }
  package var isSymlink: Bool { kind == UInt32(S_IFLNK) }
  package var isFolder: Bool { kind == UInt32(S_IFDIR) }

  /// Whether both are of one file.
  package func isSameFile(as other: gp_stat) -> Bool {
    inode == other.inode && device == other.device
  }
}

/// Bytes ended by 0, as the kernel wants names.
package func terminated(_ name: some Sequence<UInt8>) -> [UInt8] {
  Array(name) + [0]
}

/// The same of a text.
package func terminated(_ name: String) -> [UInt8] {
  terminated(name.utf8)
}

/// Sixteen hexadecimal digits nobody else uses.
package func randomDigits() throws(WorldError) -> String {
  var bytes = [UInt8](repeating: 0, count: 8)
  try checked(gp_random(&bytes, bytes.count), "draw", "random bytes")
  return bytes.map(FileName.hex).joined().lowercased()
}

/// A length of time in nanoseconds; one that does not fit is as long as can be.
package func nanoseconds(_ duration: Duration) -> Int64 {
  let (seconds, attoseconds) = duration.components
  let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
  let (sum, overflowToo) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
  return overflow || overflowToo ? (seconds < 0 ? .min : .max) : sum
}

/// The time from one moment to another, held at the ends of the range.
package func span(from: Int64, to: Int64) -> Int64 {
  let (difference, overflow) = to.subtractingReportingOverflow(from)
  return overflow ? (to < from ? .min : .max) : difference
}

/// A moment later, held at the end of the range.
package func later(_ moment: Int64, by length: Int64) -> Int64 {
  let (sum, overflow) = moment.addingReportingOverflow(length)
  return overflow ? .max : sum
}
