package import GridCore

/// What makes a file in the inbox the very same one that was seen before, beside its bytes.
package struct FileTrace: Hashable, Sendable {
  /// The producer's folder, as bytes; nil in the inbox itself.
  package var producer: [UInt8]?
  package var name: [UInt8]
  package var inode: UInt64
  /// Nanoseconds since the epoch.
  package var modified: Int64
  /// Nanoseconds since the epoch; 0 where the file system does not tell.
  package var born: Int64
  package var size: Int64

  package init(producer: [UInt8]?, name: [UInt8], inode: UInt64, modified: Int64, born: Int64, size: Int64) {
    self.producer = producer
    self.name = name
    self.inode = inode
    self.modified = modified
    self.born = born
    self.size = size
  }
}

/// What the ledger knows of a file with this trace.
package struct KnownFile: Hashable, Sendable {
  package var row: Int64
  package var outcome: FileOutcome
  package var sha256: Digest?
  /// Records of it so far, and how many of them were not rejected.
  package var records: Int
  package var acceptable: Int

  package init(row: Int64, outcome: FileOutcome, sha256: Digest?, records: Int, acceptable: Int) {
    self.row = row
    self.outcome = outcome
    self.sha256 = sha256
    self.records = records
    self.acceptable = acceptable
  }
}

/// How far a file is.
package enum FileOutcome: Hashable, Sendable {
  /// A large file in parts: records before this byte are in the ledger. Counted nowhere until it is done.
  case reading(offset: Int64)
  case taken
  /// Set aside whole: the reason's code, and the name below `quarantine/`.
  case quarantined(code: String, name: String)
}
