import Glibc
import Linux

/// What must be so of the process's open files before anything else is opened.
package enum Descriptors {
  /// The daemon holds 20 at rest, and some more while it works.
  package static let needed = 28

  /// Fills the standard streams that are closed, and makes sure that there is room for what follows: exit 74 where there is not.
  package static func prepare() throws {
    // A limit on the size of files is a fault of the world, to be told as EFBIG and not to die of.
    signal(SIGXFSZ, SIG_IGN)
    fillStandardStreams()
    guard hasRoom else {
      throw fail(
        Exit.io, "fewer than \(needed) more files can be opened; raise the limit (ulimit -n)",
        "还能打开的文件不足 \(needed) 个；请调高上限（ulimit -n）")
    }
  }

  /// A ledger opened as number 2 would be written all messages; each stream is filled so that its use fails as if it were closed.
  private static func fillStandardStreams() {
    for (stream, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(stream, F_GETFD) < 0 {
      _ = open("/dev/null", mode)
    }
  }

  private static var hasRoom: Bool {
    var held: [Int32] = []
    defer { for file in held { close(file) } }
    while held.count < needed {
      let file = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard file >= 0 else { return false }
      held.append(file)
    }
    return true
  }
}
