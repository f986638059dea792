internal import Custody
internal import Doors
internal import Formats
internal import Glibc
internal import GridCore
internal import Ledger
package import Linux
internal import Spool
internal import Synchronization
package import Web
internal import Words

/// A file that a body becomes.
struct InboxFile: Sendable {
  /// The producer's folder; nil: the inbox itself.
  let folder: String?
  let name: String
  private let bytes: [UInt8]

  init(_ delivery: EventDelivery, body: [UInt8]) throws(Problem) {
    folder = delivery.folder
    do { name = "http-" + (try randomDigits()) + delivery.ending } catch { throw Problem(.world(error)) }
    bytes =
      switch delivery.content {
      case .body: body
      case .made(let made): made
      }
  }

  /// What we write ourselves for a producer.
  init(folder: String, ending: String, _ bytes: [UInt8]) throws(Problem) {
    self.folder = folder
    self.bytes = bytes
    do { name = "http-" + (try randomDigits()) + ending } catch { throw Problem(.world(error)) }
  }

  /// Its place below the inbox.
  var shown: String { (folder.map { $0 + "/" } ?? "") + name }

  /// Lays it down; behind the return it survives a power cut.
  func drop(in desk: Desk) throws(Problem) {
    do {
      try Inbox.drop(
        path: desk.settings.statePath, producer: folder, name: Array(name.utf8), bytes: bytes)
    } catch { throw Problem(droppingFailed: error) }
  }
}

extension Desk {
  /// Puts bytes of a body aside as they come, first of all into a new file in the inbox, the only folder that is ours to write in. It has
  /// no name: no daemon meets it, and of a body that was never answered nothing is left.
  ///
  /// - Throws: 503 where the disk has no room, or there is no state yet.
  package func putAside(_ bytes: [UInt8], in file: UnnamedFile?) throws(Problem) -> UnnamedFile {
    try space.demandRoom()
    do throws(WorldError) {
      let aside = if let file { file } else { try UnnamedFile(in: settings.statePath + "/inbox") }
      try aside.append(bytes)
      return aside
    } catch {
      guard error.number == ENOENT else { throw Problem(droppingFailed: error) }
      throw Problem(.notReady, Bilingual(en: "there is no inbox yet", zh: "还没有收件目录"), retryAfter: 5)
    }
  }
}

extension UnnamedFile {
  /// All that was put aside in it.
  package func whole() throws(Problem) -> [UInt8] {
    do { return try bytes() } catch { throw Problem(droppingFailed: error) }
  }
}

/// How much may wait in the inbox, and how much room the disk keeps.
final class InboxSpace: Sendable {
  private struct Look {
    var at: ContinuousClock.Instant
    var files: Int
    var bytes: Int64
  }

  /// Bytes that may wait.
  private static let mostBytes: Int64 = 1 << 30
  /// How long a look is good for.
  private static let freshness = Duration.milliseconds(500)

  private let options: ServeOptions
  private let last = Mutex<Look?>(nil)

  init(_ options: ServeOptions) {
    self.options = options
  }

  /// The disk has no room for more.
  static var full: Problem {
    Problem(
      .diskFull, Bilingual(en: "the disk has no room for more events now", zh: "磁盘空间不足，暂不接收来件"), retryAfter: 60)
  }

  /// Refuses more where the disk is nearly full.
  func demandRoom() throws(Problem) {
    var disk = statvfs()
    if statvfs(options.settings.statePath, &disk) == 0,
      Int64(clamping: UInt64(disk.f_bavail) * UInt64(disk.f_frsize)) < options.keptFree
    {
      throw Self.full
    }
  }

  /// Refuses more where too much waits, or the disk is nearly full.
  func demand() throws(Problem) {
    try demandRoom()
    let state = options.settings.statePath
    let look: Look
    do {
      look = try last.withLock { last throws(WorldError) in
        if var known = last, ContinuousClock.now - known.at < Self.freshness {
          // Each that comes between two looks is one more.
          known.files += 1
          last = known
          return known
        }
        let waiting = try InboxCount.space(path: state)
        let look = Look(at: .now, files: waiting.files, bytes: waiting.bytes)
        last = look
        return look
      }
    } catch { throw Problem(.world(error)) }
    guard look.files < options.mostWaiting, look.bytes < Self.mostBytes else {
      throw Problem(
        .tooManyWaiting,
        Bilingual(en: "too much waits in the inbox already; come again", zh: "收件目录中等候的文件过多，请稍后再试"), retryAfter: 5)
    }
  }
}

/// Looks for what became of the records of a file.
final class OutcomeWatch: Sendable {
  private struct State {
    var position: Int64
    var outcomes: [ExportedRecord] = []
  }

  private static let page = 2_000

  private let name: [UInt8]
  private let producer: [UInt8]?
  private let records: Int
  private let state: Mutex<State>

  /// - Parameters:
  ///   - records: how many it has.
  ///   - position: the last record of the ledger before it was laid down.
  init(of file: InboxFile, records: Int, after position: Int64) {
    name = Array(file.name.utf8)
    producer = file.folder.map { Array($0.utf8) }
    self.records = records
    state = Mutex(State(position: position))
  }

  /// The item of a record; of a duplicate, that of the one that came first.
  private static func item(of record: ExportedRecord, in ledger: any LedgerReading) throws(LedgerError) -> String? {
    guard record.outcome == .duplicate, let source = record.source, let id = record.id else { return record.item }
    let identity = EventIdentity(source: source, id: id)
    guard let first = try ledger.record(of: identity, key: identity.key) else { return nil }
    return try ledger.record(numbered: first.seq)?.record.item
  }

  /// What became of all of them, in their order; nil while one is not decided.
  func look(_ desk: Desk, linesBefore: Int) throws(Problem) -> [EventOutcome]? {
    var known = state.withLock { $0 }
    try desk.reading { ledger in
      while known.outcomes.count < records {
        let page = try ledger.records(after: known.position, limit: Self.page)
        guard let last = page.last else { return }
        for record in page where record.producer == producer {
          // Another file may hold the same bytes; its name is its own.
          if try ledger.record(numbered: record.seq)?.fileName == name { known.outcomes.append(record) }
        }
        known.position = last.seq
      }
    }
    let found = known
    state.withLock { $0 = found }
    guard found.outcomes.count >= records else { return nil }
    return try desk.reading { ledger in
      try found.outcomes.map { EventOutcome($0, item: try Self.item(of: $0, in: ledger), linesBefore: linesBefore) }
    }
  }
}
