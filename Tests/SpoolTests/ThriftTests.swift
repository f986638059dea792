import Linux
import Testing

/// What costs much is not found out for each who asks.
@Suite struct ThriftTests {
  private struct Trouble: Error {}

  /// Takes the processor for so long.
  private func toil(_ length: Duration) {
    let end = ContinuousClock.now + length
    while ContinuousClock.now < end {}
  }

  @Test func whatCostsLittleIsFoundOutEachTime() {
    let thrift = Thrift<Int>()
    for number in 1...5 { #expect(thrift.value { number } == number) }
  }

  @Test func whatCostsMuchIsKept() {
    let thrift = Thrift<Int>()
    let first = thrift.value {
      toil(.milliseconds(300))
      return 1
    }
    #expect(first == 1)
    #expect(thrift.value { 2 } == 1)
  }

  @Test func whatFailsIsNotKept() {
    let thrift = Thrift<Int>()
    #expect(throws: Trouble.self) {
      try thrift.value { () throws(Trouble) in
        toil(.milliseconds(20))
        throw Trouble()
      }
    }
    #expect(thrift.value { 2 } == 2)
  }
}
