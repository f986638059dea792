package import GridCore

/// A file that lies in quarantine, as its row has it.
package struct QuarantinedFile: Hashable, Sendable {
  package var row: Int64
  package var name: String
  package var inode: UInt64
  package var size: Int64
  package var sha256: Digest?

  package init(row: Int64, name: String, inode: UInt64, size: Int64, sha256: Digest?) {
    self.row = row
    self.name = name
    self.inode = inode
    self.size = size
    self.sha256 = sha256
  }
}

/// What of a file's bytes the ledger itself still has.
package struct KeptBytes: Hashable, Sendable {
  /// Its records, and how many of them were kept with their bytes.
  package var records: Int
  package var kept: Int
  /// Whether one of those is the whole file.
  package var isWhole: Bool

  package init(records: Int, kept: Int, isWhole: Bool) {
    self.records = records
    self.kept = kept
    self.isWhole = isWhole
  }
}
