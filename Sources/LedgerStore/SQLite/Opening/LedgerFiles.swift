internal import Glibc
internal import Ledger

/// The files of a ledger that is open, each by the inode it was when it was opened.
struct LedgerFiles: Sendable {
  private struct Opened {
    let path: String
    let device: dev_t
    let inode: ino_t
  }

  private let opened: [Opened]

  /// - Parameter endings: of the files beside it that must stay in place too.
  init(of path: String, beside endings: [String]) throws(LedgerError) {
    var opened: [Opened] = []
    for file in [path] + endings.map({ path + $0 }) {
      var status = stat()
      guard stat(file, &status) == 0 else { throw .displaced(path: file) }
      opened.append(Opened(path: file, device: status.st_dev, inode: status.st_ino))
    }
    self.opened = opened
  }

  /// The first whose path names another file by now, or none; a fault of the world is no proof of that.
  func displaced() -> String? {
    opened.first { file in
      var status = stat()
      guard stat(file.path, &status) == 0 else { return errno == ENOENT || errno == ENOTDIR }
      return status.st_ino != file.inode || status.st_dev != file.device
    }?.path
  }
}
