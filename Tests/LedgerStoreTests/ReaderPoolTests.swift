import Foundation
import GRDB
import GridCore
import LedgerStories
import Testing

@testable import Ledger
@testable import LedgerStore

/// What is SQLite's own about readers: how many there are, and how long the `-wal` grows.
@Suite struct ReaderPoolTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path("ledger.sqlite") }

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func readersAreOpenedWhenTheyAreMissing() throws {
    let ledger = try SQLiteLedger.create(path: path)
    for _ in 0..<10 { _ = try ledger.counts(at: noon()) }
    #expect(ledger.readers.count == 1)
    let pages = [HeldPage(ledger), HeldPage(ledger)]
    #expect(ledger.readers.count == 2)
    for page in pages { #expect(try page.letGo().wasLetGo) }
    _ = try ledger.counts(at: noon())
    #expect(ledger.readers.count == 2)
  }

  @Test func theOneTooManyWaitsUntilAnotherIsDone() throws {
    let ledger = try SQLiteLedger.create(path: path)
    let pages = (0..<ReaderPool.most).map { _ in HeldPage(ledger) }
    let answered = DispatchSemaphore(value: 0)
    Self.onThread(signalling: answered) {
      let counts = try ledger.counts(at: noon())
      #expect(counts.received == 0)
    }
    // No reader is free, and the writer does not care.
    try ledger.adopt(TestTown.rulesRecord)
    #expect(answered.wait(timeout: .now() + .milliseconds(100)) == .timedOut)
    #expect(try pages[2].letGo().wasLetGo)
    #expect(answered.wait(timeout: .now() + .seconds(30)) == .success)
    for index in [0, 1, 3] { #expect(try pages[index].letGo().wasLetGo) }
    #expect(ledger.readers.count == ReaderPool.most)
  }

  @Test func aReaderThatCannotBeOpenedIsDoneWithout() throws {
    _ = try SQLiteLedger.create(path: path)
    let first = try DatabaseQueue(path: path)
    let pool = ReaderPool(first) { throw DatabaseError(resultCode: .SQLITE_CANTOPEN) }
    let isOut = DispatchSemaphore(value: 0)
    let mayEnd = DispatchSemaphore(value: 0)
    let answered = DispatchSemaphore(value: 0)
    Self.onThread(signalling: answered) {
      let one = try pool.withReader { db in
        isOut.signal()
        mayEnd.wait()
        return try Int.fetchOne(db, sql: "SELECT one FROM meta")
      }
      #expect(one == 1)
    }
    isOut.wait()
    Self.onThread(signalling: answered) {
      let one = try pool.withReader { try Int.fetchOne($0, sql: "SELECT one FROM meta") }
      #expect(one == 1)
    }
    #expect(answered.wait(timeout: .now() + .milliseconds(100)) == .timedOut)
    mayEnd.signal()
    for _ in 0..<2 { #expect(answered.wait(timeout: .now() + .seconds(30)) == .success) }
    #expect(pool.count == 1)
  }

  @Test func whoIsOpenedLateReadsNoOtherFile() throws {
    let ledger = try SQLiteLedger.create(path: path)
    let other = try SQLiteLedger.create(path: folder.path("other.sqlite"))
    try TestIntake(ledger: other).take(TestFile(.report("r1")))
    try other.close()
    let page = HeldPage(ledger)
    try folder.write(try folder.read("other.sqlite"), to: "copy.sqlite")
    #expect(rename(folder.path("copy.sqlite"), path) == 0)
    #expect(throws: LedgerError.displaced(path: path)) { try ledger.counts(at: noon()) }
    #expect(try page.letGo().wasLetGo)
    #expect(try ledger.counts(at: noon()).received == 0)
  }

  @Test func aClosedLedgerLendsNothing() throws {
    let ledger = try SQLiteLedger.create(path: path)
    let page = HeldPage(ledger)
    _ = try ledger.counts(at: noon())
    #expect(try page.letGo().wasLetGo)
    try ledger.close()
    #expect(throws: LedgerError.self) { try ledger.counts(at: noon()) }
    #expect(throws: (any Error).self) { try ledger.readers.withReader { try Int.fetchOne($0, sql: "SELECT 1") } }
  }

  private static func onThread(signalling end: DispatchSemaphore, _ body: @escaping @Sendable () throws -> Void) {
    Thread.detachNewThread {
      do { try body() } catch { Issue.record(error) }
      end.signal()
    }
  }

  /// While a page is held the log keeps what is written; when nobody looks into it, it is written from its beginning again.
  @Test func theLogGrowsWhileAPageIsHeldAndThenNoMore() throws {
    let ledger = try SQLiteLedger.create(path: path)
    try ledger.queue.inDatabase { try $0.execute(sql: "PRAGMA wal_autocheckpoint = 50") }
    let intake = TestIntake(ledger: ledger)
    var number = 0
    func write(_ batches: Int) throws -> Int64 {
      for _ in 0..<batches {
        number += 1
        try intake.take(TestFile(.report("r\(number)", wording: String(repeating: "x", count: 4000))))
      }
      return folder.size("ledger.sqlite-wal") ?? 0
    }
    let plain = try write(60)
    let page = HeldPage(ledger)
    let held = try write(60)
    #expect(held > 2 * plain)
    #expect(try page.letGo().wasLetGo)
    let after = try write(10)
    #expect(try write(120) == after)
  }
}
