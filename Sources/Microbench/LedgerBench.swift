import Answers
import Custody
import Figures
import Formats
import Foundation
import GridCore
import Ledger
import Receiving
internal import Reports
import Spool
import Words

/// Removes a folder with all that is in it.
func remove(_ folder: String) throws {
  if access(folder, F_OK) == 0 { try FileManager.default.removeItem(atPath: folder) }
}

/// Many open items: storing them, and finding the next due ones, beside reading one item by its key.
struct LedgerBench {
  private let town: SampleTown
  private let folder: String

  init(_ town: SampleTown, folder: String) {
    self.town = town
    self.folder = folder
  }

  func run(items: Int) throws {
    try remove(folder)
    let settings = Settings(rulesPath: folder + "/rules.yaml", statePath: folder, language: .en)
    let ledger = try LedgerDoor.openForWriting(settings, in: StateFolder(path: folder, create: true)) { _ in }
    let start = Timestamp(seconds: 1_780_000_000)
    let reader = EventReader(limits: IntakeLimits())
    var keys: [EventKey] = []
    let stored = try Microbench.elapsed {
      // As many as the intake takes at once.
      for batch in stride(from: 0, to: items, by: 2048) {
        try store(batch..<min(batch + 2048, items), in: ledger, at: start, reader, &keys)
      }
    }
    let events = (0..<1000).map { town.event($0) }
    var sum = 0
    var found = 0
    let hash = Microbench.perCall(50_000) { sum &+= sha256(of: events[$0 % 1000]).hashValue & 1 }
    Microbench.line("an event read, decided and stored", stored / Double(items), "its SHA-256", hash)
    if sum == 0 { found = -1 }
    let now = try ledger.counts(at: start).nextDue?.adding(3600) ?? start
    let due = try Microbench.perCall(20) { _ in found = try ledger.due(by: now, limit: 256).count }
    let one = try Microbench.perCall(1000) { index in
      if try ledger.item(keys[index * 31 % keys.count]) == nil { found = -1 }
    }
    Microbench.line("the \(found) next due of \(items) open items", due, "one item by its key", one)
    try report(ledger, items: items, at: now)
    try ledger.close()
    try remove(folder)
  }

  /// Reports that are asked every minute, from what a keeper has in memory, beside the walk that a report by hand is.
  private func report(_ ledger: any LedgerReading, items: Int, at now: Timestamp) throws {
    var keeper = FigureKeeper(town.book)
    var (query, rows) = (ReportQuery(at: now), 0)
    query.axis = .grid
    let read = try Microbench.elapsed { try keeper.follow(ledger) }
    let walk = try Microbench.elapsed { rows = try query.figures(town.book, ledger).rows.count }
    Microbench.line("the items of \(items) read by a keeper", read, "a report of \(rows) grids by a walk", walk)
    for axis in ReportAxis.allCases {
      query.axis = axis
      let kept = try Microbench.perCall(10) { _ in
        try keeper.follow(ledger)
        let table = keeper.figures(query)
        rows = table.rows.map { $0.figures.handling(percentile: 50) == nil ? 1 : 0 }.count
      }
      Microbench.line("a report of \(rows) rows by \(axis.rawValue), kept", kept, "by grid by a walk", walk)
    }
  }

  private func store(
    _ range: Range<Int>, in ledger: any LedgerWriting, at now: Timestamp, _ reader: EventReader,
    _ keys: inout [EventKey]
  ) throws {
    var reception = Reception(book: town.book, now: now, known: [:], items: [:], held: [:])
    var batch = ReceivedBatch(at: now, rules: town.book.digest)
    let trace = FileTrace(
      producer: nil, name: Array("\(range.lowerBound)".utf8), inode: UInt64(range.lowerBound), modified: 0, born: 0,
      size: 0)
    batch.files = [ReceivedFile(trace: trace, sha256: nil, outcome: .taken, continues: nil)]
    for index in range {
      let bytes = town.event(index)
      guard case .success(let event) = reader.read(bytes[...], received: now) else { continue }
      reception.take(event)
      keys.append(event.key)
      batch.records.append(
        ReceivedRecord(
          file: 0, bytes: bytes[...], sha256: sha256(of: bytes), line: index - range.lowerBound + 1,
          source: event.identity.source, id: event.identity.id, key: event.key, content: event.content,
          type: event.type, outcome: .accepted(item: event.key)))
    }
    batch.changes = reception.changes
    _ = try ledger.receive(batch)
  }
}
