internal import Glibc
package import GridCore
package import Ledger
internal import Linux
package import Spool

/// How far the ledger once was, kept in a file outside it and renewed each minute and at every stop.
///
/// Found again at a start, it tells a ledger that was lost, replaced by an older copy, or cut short from one that is whole. A
/// marker that could not be renewed is older than its ledger, which does no harm.
package enum Marker {
  package static let fileName = "ledger.marker"
  private static let head = "gridpost-marker 1"

  /// Leaves a marker of this standing, durably.
  package static func write(_ standing: LedgerStanding, in folder: StateFolder) throws(Failure) {
    let text = """
      \(head)
      ledger \(standing.ledger)
      epoch \(standing.epoch)
      revision \(standing.revision)
      records \(standing.records) \(standing.recordChain.hex)
      entries \(standing.entries) \(standing.entryChain.hex)

      """
    try attempt {
      try DurableFile.replace(folder: folder.path, name: fileName, bytes: Array(text.utf8), ownedBy: folder.ownership)
    }
  }

  /// The standing the marker remembers; nil when there is no marker. An unreadable marker remembers an impossible standing, so that
  /// the ledger is refused rather than trusted.
  package static func read(path: String) throws(Failure) -> LedgerStanding? {
    guard let bytes = try attempt({ try DurableFile.read(path: path, max: 4096) }) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
    guard lines.count == 6, lines[0].joined(separator: " ") == head,
      let ledger = value(lines[1], "ledger", 2).map({ String($0[1]) }),
      let epoch = value(lines[2], "epoch", 2).flatMap({ Int64($0[1]) }),
      let revision = value(lines[3], "revision", 2).flatMap({ Int64($0[1]) }),
      let records = value(lines[4], "records", 3), let recordCount = Int64(records[1]),
      let recordChain = Digest(hex: String(records[2])),
      let entries = value(lines[5], "entries", 3), let entryCount = Int64(entries[1]),
      let entryChain = Digest(hex: String(entries[2]))
    else {
      return LedgerStanding(
        ledger: "unreadable marker", epoch: .max, revision: .max, records: .max, recordChain: .zero, entries: .max,
        entryChain: .zero)
    }
    return LedgerStanding(
      ledger: ledger, epoch: epoch, revision: revision, records: recordCount, recordChain: recordChain,
      entries: entryCount, entryChain: entryChain)
  }

  /// When the marker was last renewed: at the last stop, or within a minute of a crash; nil when there is none.
  package static func writtenAt(path: String) throws(Failure) -> Timestamp? {
    var status = stat()
    if stat(path, &status) == 0 { return Timestamp(seconds: Int64(status.st_mtim.tv_sec)) }
    let code = errno
    guard code != ENOENT else { return nil }
    throw .world(.io(operation: "look at", path: path, errno: code))
  }

  private static func value(_ line: [Substring], _ key: String, _ count: Int) -> [Substring]? {
    line.count == count && line[0] == key ? line : nil
  }
}
