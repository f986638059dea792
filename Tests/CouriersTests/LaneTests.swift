import Testing
import Words

@testable import Couriers

/// Whose turn it is in a lane, and when; no moment is waited for.
@Suite struct LaneTests {
  private static let failed = Verdict.retry(.init(status: 500, text: .init(en: "500", zh: "500")), notBefore: nil)
  private static let refused = Verdict.refused(.init(status: 400, text: .init(en: "400", zh: "400")))
  private static let stopped = Verdict.stopped(.init(status: 401, text: .init(en: "401", zh: "401")))
  private static func pause(_ wait: Int64? = nil) -> Verdict {
    .pause(.init(trouble: .unreachable, text: .init(en: "", zh: "")), notBefore: wait)
  }

  private func lane(_ change: (inout Courier) -> Void = { _ in }) throws -> Lane {
    var courier = Courier(
      name: "a", take: [], target: try Target("https://example.org/x"), form: .dingtalk)
    change(&courier)
    return Lane(courier)
  }

  @Test func noticesOfOneItemGoInTheirOrderOneAfterTheOther() throws {
    var lane = try lane()
    lane.add("b", item: "i", seq: 2, at: 0)
    lane.add("a", item: "i", seq: 1, at: 0)
    lane.add("c", item: "j", seq: 3, at: 0)
    #expect(lane.next(0) == .send(["a"]))
    _ = lane.conclude(["a"], Self.failed, at: 0, chance: 0.5)
    // The other item does not wait; the first one's next notice does.
    #expect(lane.next(0) == .send(["c"]))
    _ = lane.conclude(["c"], .delivered, at: 0, chance: 0.5)
    #expect(lane.next(0) == .wait(until: 1_000))
    #expect(lane.next(1_000) == .send(["a"]))
    _ = lane.conclude(["a"], .delivered, at: 1_000, chance: 0.5)
    #expect(lane.next(1_000) == .send(["b"]))
    _ = lane.conclude(["b"], .delivered, at: 1_000, chance: 0.5)
    #expect(lane.next(1_000) == .idle)
    #expect(lane.count == 0)
  }

  @Test func aNoticeThatFailsWaitsTwiceAsLongEachTimeUpToAQuarterOfAnHour() throws {
    var lane = try lane { $0.giveUp = 30 * Courier.day }
    lane.add("a", item: "i", seq: 1, at: 0)
    var (now, waits): (Int64, [Int64]) = (0, [])
    for _ in 0..<13 {
      #expect(lane.next(now) == .send(["a"]))
      _ = lane.conclude(["a"], Self.failed, at: now, chance: 0.5)
      guard case .wait(let until) = lane.next(now) else { break }
      waits.append((until - now) / 1000)
      now = until
    }
    #expect(waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
    #expect(Backoff.wait(after: 1, chance: 0) == 800 && Backoff.wait(after: 1, chance: 1) == 1_200)
  }

  @Test func aNoticeIsGivenUpADayAfterItsFirstTry() throws {
    var lane = try lane()
    lane.add("a", item: "i", seq: 1, age: Courier.day - 5_000, at: 1_000_000_000)
    #expect(lane.next(1_000_000_000) == .send(["a"]))
    #expect(
      lane.conclude(["a"], Self.failed, at: 1_000_000_000, chance: 0.5).map(\.outcome) == [.again(isFirst: false)])
    _ = lane.next(1_000_005_000)
    #expect(lane.conclude(["a"], Self.failed, at: 1_000_005_000, chance: 0.5).map(\.outcome) == [.undelivered])
    #expect(lane.next(1_000_005_000) == .idle)
  }

  @Test func waitingForTheRateDoesNotCount() throws {
    var lane = try lane {
      $0.rate = Rate("1/h")
      $0.giveUp = 10_000
    }
    lane.add("a", item: "i", seq: 1, at: 0)
    lane.add("b", item: "j", seq: 2, at: 0)
    #expect(lane.next(0) == .send(["a"]))
    #expect(lane.conclude(["a"], Self.failed, at: 0, chance: 0.5).map(\.outcome) == [.again(isFirst: true)])
    #expect(lane.next(0) == .wait(until: 3_600_000))
    #expect(lane.next(3_600_000) == .send(["b"]))
    _ = lane.conclude(["b"], .delivered, at: 3_600_000, chance: 0.5)
    #expect(lane.next(3_600_000) == .wait(until: 7_200_000))
    #expect(lane.next(7_200_000) == .send(["a"]))
    #expect(lane.conclude(["a"], Self.failed, at: 7_200_000, chance: 0.5).map(\.outcome) == [.again(isFirst: false)])
  }

  @Test func aCourierThatIsStoppedTriesItsOldestOnceAMinute() throws {
    var lane = try lane()
    for (index, name) in ["a", "b", "c"].enumerated() { lane.add(name, item: name, seq: Int64(index), at: 0) }
    #expect(lane.next(0) == .send(["a"]))
    _ = lane.conclude(["a"], Self.stopped, at: 0, chance: 0.5)
    #expect(lane.isStopped)
    #expect(lane.next(1) == .wait(until: 60_000))
    #expect(lane.next(60_000) == .send(["a"]))
    _ = lane.conclude(["a"], Self.stopped, at: 60_000, chance: 0.5)
    // A week later it is there still, and its patience begins only then.
    var week: Int64 = 7 * Courier.day
    #expect(lane.next(week) == .send(["a"]))
    #expect(lane.conclude(["a"], Self.failed, at: week, chance: 0.5).map(\.outcome) == [.again(isFirst: true)])
    #expect(lane.isStopped)
    week += 60_000
    #expect(lane.next(week) == .send(["a"]))
    _ = lane.conclude(["a"], .delivered, at: week, chance: 0.5)
    #expect(!lane.isStopped)
    #expect(lane.next(week) == .send(["b"]))
  }

  @Test func oneBadNoticeIsLaidAsideAloneAndTheItemGoesOn() throws {
    var lane = try lane()
    lane.add("a", item: "i", seq: 1, at: 0)
    lane.add("b", item: "i", seq: 2, at: 0)
    _ = lane.next(0)
    #expect(lane.conclude(["a"], Self.refused, at: 0, chance: 0.5).map(\.outcome) == [.undelivered])
    #expect(lane.next(0) == .send(["b"]))
  }

  @Test func aDigestGathersAndIsTakenApartWhenItIsRefused() throws {
    var lane = try lane { $0.digest = 30_000 }
    lane.add("b", item: "j", seq: 2, at: 1_000)
    lane.add("a", item: "i", seq: 1, at: 5_000)
    #expect(lane.next(5_000) == .wait(until: 31_000))
    lane.add("c", item: "i", seq: 3, at: 30_000)
    #expect(lane.next(31_000) == .send(["a", "b", "c"]))
    let outcomes = lane.conclude(["a", "b", "c"], Self.refused, at: 31_000, chance: 0.5).map(\.outcome)
    #expect(outcomes == [.again(isFirst: true), .again(isFirst: true), .again(isFirst: true)])
    #expect(lane.next(31_000) == .send(["a"]))
    _ = lane.conclude(["a"], Self.refused, at: 31_000, chance: 0.5)
    #expect(lane.next(31_000) == .send(["b"]))
    _ = lane.conclude(["b"], .delivered, at: 31_000, chance: 0.5)
    #expect(lane.next(31_000) == .send(["c"]))
  }

  @Test func aReceiverThatComesBackGetsAllAtOnce() throws {
    var lane = try lane()
    for index in 0..<3 { lane.add("\(index)", item: "\(index)", seq: Int64(index), at: 0) }
    for index in 0..<3 {
      #expect(lane.next(0) == .send(["\(index)"]))
      _ = lane.conclude(["\(index)"], Self.pause(), at: 0, chance: 0.5)
    }
    #expect(lane.next(0) == .wait(until: 1_000))
    #expect(lane.next(1_000) == .send(["0"]))
    _ = lane.conclude(["0"], .delivered, at: 1_000, chance: 0.5)
    #expect(lane.next(1_000) == .send(["1"]))
  }

  @Test func aReceiverThatAsksForTimeGetsItFromTheWholeLane() throws {
    var lane = try lane()
    lane.add("a", item: "a", seq: 1, at: 0)
    lane.add("b", item: "b", seq: 2, at: 0)
    _ = lane.next(0)
    _ = lane.conclude(["a"], Self.pause(90_000), at: 0, chance: 0.5)
    #expect(lane.next(0) == .wait(until: 90_000))
  }

  @Test func whatSomebodyElseTookIsForgotten() throws {
    var lane = try lane()
    lane.add("a", item: "i", seq: 1, at: 0)
    lane.add("b", item: "i", seq: 2, at: 0)
    lane.remove("a")
    #expect(lane.next(0) == .send(["b"]))
    lane.remove("b")
    #expect(lane.conclude(["b"], .delivered, at: 0, chance: 0.5).isEmpty)
    #expect(lane.next(0) == .idle)
  }

  @Test func aThousandItemsAreTakenInOrder() throws {
    var lane = try lane()
    for seq in (0..<1_000).shuffled() { lane.add("n\(seq)", item: "i\(seq % 100)", seq: Int64(seq), at: 0) }
    var order: [String] = []
    while case .send(let ids) = lane.next(0) {
      order += ids
      _ = lane.conclude(ids, .delivered, at: 0, chance: 0)
    }
    #expect(order == (0..<1_000).map { "n\($0)" })
  }
}
