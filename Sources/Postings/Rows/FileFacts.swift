package import GridCore
internal import Ledger
package import Seals

/// What a file is, as far as it never changes once its row is there.
package struct FileFacts: Sendable {
  package let row: Int64
  package let producer: [UInt8]?
  package let name: [UInt8]
  package let inode: Int64
  package let modified: Int64
  package let born: Int64
  package let size: Int64
  package let sha256: Digest?
  /// Whose inbox it came to, of several machines.
  package let seat: Int64

  package init(
    row: Int64, producer: [UInt8]?, name: [UInt8], inode: Int64, modified: Int64, born: Int64, size: Int64,
    sha256: Digest?, seat: Int64
  ) {
    self.row = row
    self.producer = producer
    self.name = name
    self.inode = inode
    self.modified = modified
    self.born = born
    self.size = size
    self.sha256 = sha256
    self.seat = seat
  }

  /// What stands in the place of a file where the daemon itself brought a record forth: it has no trace.
  package static let own = FileFacts(
    row: 0, producer: nil, name: [], inode: 0, modified: 0, born: 0, size: 0, sha256: nil, seat: 0)

  /// The digest that stands for the daemon itself.
  package static let ownSeal: Digest = {
    var hasher = FieldHasher()
    return own.seal(with: &hasher)
  }()

  /// The digest that stands for the file in the chains.
  package func seal(with hasher: inout FieldHasher) -> Digest {
    hasher.add(row)
    hasher.add(producer)
    hasher.add(name)
    hasher.add(inode)
    hasher.add(modified)
    hasher.add(born)
    hasher.add(size)
    hasher.add(sha256)
    hasher.add(later: .seat, seat == 0 ? nil : seat)
    return hasher.finish()
  }
}

extension FileFacts {
  /// The facts of a file as its new row holds them.
  init(_ file: ReceivedFile, row: Int64, seat: Int64) {
    let trace = file.trace
    self.init(
      row: row, producer: trace.producer, name: trace.name, inode: Int64(bitPattern: trace.inode),
      modified: trace.modified, born: trace.born, size: trace.size, sha256: file.sha256, seat: seat)
  }
}
