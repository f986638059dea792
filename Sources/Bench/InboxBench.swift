import Daemon
import Formats
import Foundation
import Glibc
import GridCore
import LedgerStore
import Spool

/// A backlog of one-event files: taken, routed, committed, delivered and removed, beside a bare copy of the same files.
struct InboxBench {
  private let town: SampleTown
  private let rules: String
  private let folder: String

  init(_ town: SampleTown, rules: String, folder: String) {
    self.town = town
    self.rules = rules
    self.folder = folder
  }

  func run(files: Int) throws {
    try remove(folder)
    let copied = try copy(files)
    let settings = Settings(rulesPath: rules, statePath: folder, language: .en)
    let station = try Station(settings, clock: .started(), journal: silent)
    try fill(folder + "/inbox", files)
    sync()
    let taken = try Bench.elapsed { try SinglePass(station).run() }
    let counts = try station.ledger.counts(at: station.now)
    precondition(counts.noticesDelivered == files, "\(counts.noticesDelivered) of \(files) notices were delivered")
    try station.close()
    try remove(folder)
    Bench.line(
      "an event, from inbox to outbox", taken / Double(files), "its file read, copied, removed", copied / Double(files))
    print("\(files) files: \(Int(Double(files) / taken)) events/s; peak \(peak()) MiB")
  }

  /// The least anybody can do: read, write a copy, and, synced in batches, remove the original.
  private func copy(_ files: Int) throws -> Double {
    mkdir(folder, 0o755)
    try fill(folder + "/in", files)
    mkdir(folder + "/out", 0o755)
    sync()
    let time = try Bench.elapsed {
      for batch in stride(from: 0, to: files, by: 1024) {
        let indices = batch..<min(batch + 1024, files)
        for index in indices {
          let bytes = try DurableFile.read(path: "\(folder)/in/\(index).json", max: 1 << 20) ?? []
          try write(bytes, to: "\(folder)/out/\(index).json")
        }
        sync()
        for index in indices { unlink("\(folder)/in/\(index).json") }
      }
    }
    try remove(folder)
    return time
  }

  private func fill(_ inbox: String, _ files: Int) throws {
    mkdir(folder, 0o755)
    mkdir(inbox, 0o755)
    for index in 0..<files { try write(town.event(index), to: "\(inbox)/\(index).json") }
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard file >= 0, Glibc.write(file, bytes, bytes.count) == bytes.count else {
      throw Failure.spool(.io(operation: "write", path: path, errno: errno))
    }
    close(file)
  }

  private func peak() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1024
  }
}

/// Removes a folder with all that is in it.
func remove(_ folder: String) throws {
  if access(folder, F_OK) == 0 { try FileManager.default.removeItem(atPath: folder) }
}

/// Many open items: finding the next due ones, beside reading one item by its key.
struct DueBench {
  private let town: SampleTown
  private let folder: String

  init(_ town: SampleTown, folder: String) {
    self.town = town
    self.folder = folder
  }

  func run(items: Int) throws {
    try remove(folder)
    mkdir(folder, 0o755)
    let ledger = try SQLiteLedger.create(path: folder + "/ledger.sqlite")
    let start = Timestamp(seconds: 1_780_000_000)
    let reader = EventReader(limits: IntakeLimits())
    var keys: [EventKey] = []
    for batch in stride(from: 0, to: items, by: 1024) {
      try store(batch..<min(batch + 1024, items), in: ledger, at: start, reader, &keys)
    }
    let now = try ledger.counts(at: start).nextDue?.adding(3600) ?? start
    var found = 0
    let due = try Bench.perCall(20) { _ in found = try ledger.due(before: now, limit: 256).count }
    let one = try Bench.perCall(1000) { index in
      if try ledger.item(keys[index * 31 % keys.count]) == nil { found = -1 }
    }
    Bench.line("the \(found) next due of \(items) open items", due, "one item by its key", one)
    try ledger.close()
    try remove(folder)
  }

  private func store(
    _ range: Range<Int>, in ledger: SQLiteLedger, at now: Timestamp, _ reader: EventReader, _ keys: inout [EventKey]
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
          identity: event.identity, key: event.key, content: event.content, type: event.type,
          outcome: .accepted(item: event.key)))
    }
    batch.changes = reception.changes
    _ = try ledger.receive(batch)
  }
}
