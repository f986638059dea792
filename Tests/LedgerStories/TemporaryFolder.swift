internal import Glibc
internal import Ledger

/// A folder that goes away with the value.
package final class TemporaryFolder: Sendable {
  private let folder: String

  /// A new empty folder.
  package init() throws {
    var template = Array("/tmp/gridpost-ledger-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw LedgerError.unavailable("no temporary folder") }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in names { unlink(path(name)) }
    rmdir(folder)
  }

  /// The path of a file in it.
  package func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// What lies in it, in order.
  package var names: [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Writes a file whole, over what bears its name.
  package func write(_ bytes: [UInt8], to name: String) throws {
    let descriptor = open(path(name), O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw LedgerError.unavailable("cannot write \(name)")
    }
  }

  /// Takes a file away, if it is there.
  package func remove(_ name: String) {
    unlink(path(name))
  }

  /// All bytes of a file.
  package func read(_ name: String) throws -> [UInt8] {
    let descriptor = open(path(name), O_RDONLY)
    defer { close(descriptor) }
    let count = Int(size(name) ?? 0)
    var bytes = [UInt8](repeating: 0, count: count)
    guard Glibc.read(descriptor, &bytes, count) == count else { throw LedgerError.unavailable("cannot read \(name)") }
    return bytes
  }

  /// The size of a file; nil where there is none.
  package func size(_ name: String) -> Int64? {
    var status = stat()
    return stat(path(name), &status) == 0 ? Int64(status.st_size) : nil
  }
}
