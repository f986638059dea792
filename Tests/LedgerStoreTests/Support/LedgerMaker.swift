import Glibc
import GridCore
import LedgerStore
import Testing

/// A way to come by an empty ledger: the contract's suite runs on each of them.
struct LedgerMaker: CustomTestStringConvertible, Sendable {
  let name: String
  /// Makes a ledger, below a folder that is taken away afterwards.
  let make: @Sendable (TemporaryFolder) throws -> any Ledger

  static let all = [
    LedgerMaker(name: "SQLite in memory") { _ in try SQLiteLedger.inMemory() },
    LedgerMaker(name: "SQLite on disk") { try SQLiteLedger.create(path: $0.path("ledger.sqlite")) },
  ]

  var testDescription: String { name }

  /// Runs a story on an empty ledger, and then demands that every law holds.
  func tell(_ story: (TestIntake) throws -> Void) throws {
    let folder = try TemporaryFolder()
    let ledger = try make(folder)
    try ledger.adopt(TestTown.rulesRecord)
    try story(TestIntake(ledger: ledger))
    let report = try ledger.verify(deep: true)
    for law in report.laws { #expect(law.ok, "\(law.law): \(law.text)") }
  }
}

extension TestTown {
  static var rulesRecord: RulesRecord {
    RulesRecord(
      digest: book.digest, text: rulesText, loadedAt: noon(), duties: 1, matters: 2, communities: 1, grids: 3)
  }
}

/// A folder that goes away with the value.
final class TemporaryFolder: Sendable {
  private let folder: String

  init() throws {
    var template = Array("/tmp/gridpost-ledger-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw LedgerError.unavailable("no temporary folder") }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in names { unlink(path(name)) }
    rmdir(folder)
  }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// What lies in it, in order.
  var names: [String] {
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

  func write(_ bytes: [UInt8], to name: String) throws {
    let descriptor = open(path(name), O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw LedgerError.unavailable("cannot write \(name)")
    }
  }

  func remove(_ name: String) {
    unlink(path(name))
  }

  func read(_ name: String) throws -> [UInt8] {
    let descriptor = open(path(name), O_RDONLY)
    defer { close(descriptor) }
    let count = Int(size(name) ?? 0)
    var bytes = [UInt8](repeating: 0, count: count)
    guard Glibc.read(descriptor, &bytes, count) == count else { throw LedgerError.unavailable("cannot read \(name)") }
    return bytes
  }

  func size(_ name: String) -> Int64? {
    var status = stat()
    return stat(path(name), &status) == 0 ? Int64(status.st_size) : nil
  }
}
