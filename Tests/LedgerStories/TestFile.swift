internal import Formats
package import GridCore
package import Ledger
internal import Synchronization

/// A file on its way in.
package struct TestFile {
  private static let inodes = Mutex<UInt64>(100)

  /// What tells it from every other file; an inode of its own.
  package var trace: FileTrace
  /// Its records, or those of the part that comes now.
  package var records: [TestRecord]
  /// How far it is once this batch is received.
  package var outcome = FileOutcome.taken
  /// The row that an earlier part of it made.
  package var continues: Int64?
  /// Of the whole file, whichever part of it comes.
  package let digest: Digest

  /// A file of these records.
  package init(_ records: TestRecord..., outcome: FileOutcome = .taken, continues: Int64? = nil) {
    self.init(records: records, outcome: outcome, continues: continues)
  }

  /// A file of these records, with a trace that no other test file has.
  package init(records: [TestRecord], outcome: FileOutcome = .taken, continues: Int64? = nil) {
    let inode = Self.inodes.withLock { inode in
      inode += 1
      return inode
    }
    trace = FileTrace(
      producer: nil, name: Array("f\(inode).json".utf8), inode: inode, modified: Int64(inode) * 1000, born: 0,
      size: Int64(records.reduce(0) { $0 + $1.bytes.count }))
    digest = sha256(of: records.flatMap(\.bytes))
    self.records = records
    self.outcome = outcome
    self.continues = continues
  }
}
