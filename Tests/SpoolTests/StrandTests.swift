import CLinux
import Glibc
import Linux
import Synchronization
import Testing

@testable import Spool

@Suite struct StrandTests {
  private func name() -> String {
    var bytes = [UInt8](repeating: 0, count: 32)
    let file = open("/proc/thread-self/comm", O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    let count = read(file, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count - 1)), as: UTF8.self)
  }

  @Test func itRunsItsBodyOnceUnderItsNameAndIsWaitedFor() throws {
    let seen = Mutex<[String]>([])
    let strand = try Strand("a-name-of-more-than-15-bytes") { seen.withLock { $0.append(self.name()) } }
    strand.join()
    strand.join()
    #expect(seen.withLock { $0 } == ["a-name-of-more-"])
  }

  @Test func theSignalsThatStopUsAreLeftToOthers() throws {
    @Sendable func isHeldBack(_ signals: [Int32]) -> [Bool] {
      var mask = sigset_t()
      pthread_sigmask(SIG_BLOCK, nil, &mask)
      return signals.map { sigismember(&mask, $0) == 1 }
    }
    let signals = [SIGTERM, SIGINT, SIGHUP]
    let before = isHeldBack(signals)
    let held = Mutex<[Bool]>([])
    try Strand("signals") {
      held.withLock { $0 = isHeldBack(signals + [SIGSEGV]) }
    }.join()
    #expect(held.withLock { $0 } == [true, true, true, false])
    #expect(isHeldBack(signals) == before)
  }

  @Test func eachHasAValueOfItsOwn() throws {
    let before = gp_own()
    try Strand("own") {
      #expect(gp_own() == nil)
      gp_set_own(UnsafeMutableRawPointer(bitPattern: 1))
    }.join()
    #expect(gp_own() == before)
  }
}
