import Formats
import Glibc
import Linux
import Words

/// What a command is told to read: a file, a pipe, a device, or `-` for standard input, each to its end as any Unix tool does.
package struct InputFile {
  private let path: String

  package init(_ path: String) {
    self.path = path
  }

  /// How people are told of it.
  package var name: String { path == "-" ? "<stdin>" : neutral(path) }

  /// All of it, nil where there is more than so many bytes: exit 66 where there is none, 74 where it cannot be read.
  package func read(max: Int) throws -> [UInt8]? {
    guard path != "-" else { return try read(STDIN_FILENO, max) }
    // A pipe without a writer yet is waited for: whoever named it means to fill it.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard file >= 0 else { throw refusal(errno) }
    defer { close(file) }
    return try read(file, max)
  }

  private func read(_ file: Int32, _ max: Int) throws -> [UInt8]? {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 * 1024)
    while bytes.count <= max {
      let count = piece.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw refusal(errno)
      }
      bytes += piece[..<count]
    }
    return nil
  }

  private func refusal(_ code: Int32) -> any Error {
    switch code {
    case ENOENT, ENOTDIR: return fail(Exit.noInput, "no such file: \(name)", "没有这个文件：\(name)")
    case EISDIR: return fail(Exit.noInput, "\(name) is a folder, not a file", "\(name) 是目录，不是文件")
    case EACCES: return fail(Exit.io, "\(name): no permission to read it", "\(name)：没有读取权限")
    default:
      let text = WorldFault.text(code, en: name, zh: name)
      return fail(Exit.io, text.en, text.zh)
    }
  }
}

/// Ends the command where a copy of the ledger is asked of a stream: it is a file, written and read at any place in it.
package func refuseStream(_ path: String) throws {
  guard path == "-" else { return }
  throw fail(
    Exit.usage, "a copy is a file and no stream; for one that is called “-”, write ./-",
    "副本须是文件，不能用标准输入输出；文件名若就是“-”，请写 ./-")
}
