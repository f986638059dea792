import NIOCore
import Testing
import Words

@testable import Serving

@Suite struct PaceTests {
  private let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

  private func after(_ seconds: Int64) -> NIODeadline { start + .seconds(seconds) }

  @Test func aNewConnectionThatSaysNothingIsToldAfterTenSeconds() {
    let pace = Pace(now: start)
    #expect(pace.verdict(after(10)) == .goOn)
    #expect(pace.verdict(after(11)) == .tooSlow)
  }

  @Test func aHeadHasTenSecondsFromItsFirstByte() {
    var pace = Pace(now: start)
    pace.received(1, after(9))
    pace.received(1, after(18))
    #expect(pace.verdict(after(19)) == .goOn)
    #expect(pace.verdict(after(20)) == .tooSlow)
  }

  @Test func aBodyMayNotBeSilentForThirtySecondsNorSlowerThanAKibibyteASecond() {
    var pace = Pace(now: start)
    pace.received(100, start)
    pace.headEnded(start)
    #expect(pace.verdict(after(10)) == .goOn)
    #expect(pace.verdict(after(12)) == .tooSlow)
    pace.received(40 << 10, after(12))
    #expect(pace.verdict(after(39)) == .goOn)
    #expect(pace.verdict(after(43)) == .tooSlow)
  }

  @Test func whoWaitsForUsIsNeverTooSlow() {
    var pace = Pace(now: start)
    pace.received(100, start)
    pace.headEnded(start)
    pace.bodyEnded()
    #expect(pace.verdict(after(600)) == .goOn)
    pace.answered(after(600))
    #expect(pace.verdict(after(629)) == .goOn)
    #expect(pace.verdict(after(631)) == .close)
  }

  @Test func aReaderThatTakesNothingForThirtySecondsIsGone() {
    var pace = Pace(now: start)
    pace.bodyEnded()
    pace.sent(500)
    pace.untaken(0, after(4))
    pace.sent(100)
    pace.untaken(90, after(5))
    // More that is written is nothing that is taken.
    pace.sent(1_000)
    pace.untaken(1_090, after(20))
    #expect(pace.verdict(after(35)) == .goOn)
    #expect(pace.verdict(after(36)) == .close)
    pace.untaken(1_089, after(36))
    #expect(pace.verdict(after(66)) == .goOn && pace.verdict(after(67)) == .close)
    pace.untaken(0, after(67))
    #expect(pace.verdict(after(600)) == .goOn)
  }

  @Test func whatTheKernelOfALocalSocketNeedsBesideIsNotTaken() {
    var pace = Pace(now: start)
    pace.bodyEnded()
    for second in 0..<10 {
      pace.sent(10)
      pace.untaken(Int64(second + 1) * 768, after(Int64(second) * 4))
    }
    #expect(pace.verdict(after(30)) == .goOn && pace.verdict(after(31)) == .close)
    pace.sent(10)
    pace.untaken(9 * 768, after(40))
    #expect(pace.verdict(after(70)) == .goOn)
  }

  @Test func aLineIsTooLongByItsOwnLengthOnly() {
    var look = HeadLook()
    look.take(Array("GET / HTTP/1.1\r\n".utf8) + [UInt8](repeating: 97, count: 20_000))
    #expect(!look.isTooLong)
    look = HeadLook()
    look.take([UInt8](repeating: 97, count: 5_000))
    #expect(!look.isTooLong)
    look.take([UInt8](repeating: 97, count: 5_000))
    #expect(look.isTooLong)
  }

  @Test func aHeadThatStillComesTellsItsLanguage() {
    var look = HeadLook()
    look.take(Array("HEAD /Accept-Language: HTTP/1.1\r\nAccept: x\r\nACCEPT-lang".utf8))
    #expect(look.language == nil && look.wantsNoBody)
    look.take(Array("uage: fr, en;q=0.5\r\n\r\nAccept-Language: zh\r\n".utf8))
    #expect(look.language == .en)
    look = HeadLook()
    look.take(Array("POST / HTTP/1.1\r\n".utf8))
    #expect(look.language == nil && !look.wantsNoBody)
  }

  @Test func nobodyTakesAllConnections() {
    let gate = ConnectionGate(most: 3, mostOfOne: 2)
    #expect(gate.enter("a") && gate.enter("a") && !gate.enter("a"))
    #expect(gate.enter("b") && !gate.enter("c"))
    gate.leave("a")
    #expect(gate.enter("c") && !gate.enter("c"))
  }
}
