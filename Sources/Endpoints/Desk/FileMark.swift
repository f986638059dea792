internal import Glibc

/// What tells whether a file is still the one that it was.
struct FileMark: Hashable, Sendable {
  /// What tells one file from another under the same name.
  struct Place: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64
  }

  let place: Place
  private let size: Int64
  private let nanoseconds: Int64

  /// Nil where there is none.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    place = Place(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    size = Int64(status.st_size)
    nanoseconds = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
  }
}
