import Foundation
import Glibc
import Synchronization
import Testing

/// Consumers take notices at any moment; a notice is never laid down twice.
@Suite(.crew) struct ConsumerTests {
  /// A thread that takes whatever it finds, and remembers the names.
  private final class Consumer: Sendable {
    private let seen = Mutex<[String: Int]>([:])
    private let stopped = Atomic<Bool>(false)
    private let ended = DispatchSemaphore(value: 0)

    init(outbox: String, aside: String) {
      Thread.detachNewThread { [self] in
        while !stopped.load(ordering: .relaxed) {
          take(outbox: outbox, aside: aside)
          usleep(500)
        }
        take(outbox: outbox, aside: aside)
        ended.signal()
      }
    }

    private func take(outbox: String, aside: String) {
      guard let paths = FileManager.default.enumerator(atPath: outbox) else { return }
      for case let path as String in paths where path.hasSuffix(".json") && !path.hasPrefix(".staging") {
        let name = (path as NSString).lastPathComponent
        let taken = rename(outbox + "/" + path, aside + "/" + name) == 0
        if taken { seen.withLock { $0[name, default: 0] += 1 } }
      }
    }

    func stop() -> [String: Int] {
      stopped.store(true, ordering: .relaxed)
      ended.wait()
      return seen.withLock { $0 }
    }
  }

  @Test func takenNoticesNeverComeBack() throws {
    let town = try Town { $0.ladder = ["{to: group}"] }
    let aside = town.folder + "/aside"
    mkdir(aside, 0o755)
    mkdir(town.outbox, 0o755)
    let consumer = Consumer(outbox: town.outbox, aside: aside)
    for round in 0..<8 {
      let daemon = try town.run()
      for index in 0..<12 {
        try town.drop(
          "e-\(round)-\(index).json", report("e-\(round)-\(index)", matter: index % 3 == 0 ? "UM-003" : "UM-001"))
      }
      usleep(.random(in: 20_000...400_000))
      daemon.kill()
    }
    try town.run()
    try town.settle()
    try town.until("all rungs are raised") { try town.status()["escalations"] == 32 }
    try town.settle()
    let seen = consumer.stop()
    let status = try town.expectBalance()
    #expect(status["records"]["accepted"] == 96)
    #expect(status["notices"] == ["owed": 128, "delivered": 128, "pending": 0])
    #expect(seen.values.allSatisfy { $0 == 1 }, "taken twice: \(seen.filter { $0.value > 1 })")
    #expect(seen.count == 128)
    #expect(try town.papers().isEmpty)
    try town.verify()
  }

  @Test func anOutboxEmptiedByHandStaysEmpty() throws {
    let town = try Town()
    try town.drop("a.json", .array((0..<30).map { report("e-\($0)") }))
    try town.pass(at: Moment.monday10)
    for paper in try town.papers() { unlink("\(town.outbox)/\(paper.address)/\(paper.name)") }
    try town.pass(at: Moment.monday11)
    #expect(try town.papers().isEmpty)
    try town.verify()
    try FileManager.default.removeItem(atPath: town.outbox)
    try town.pass(at: Moment.monday12AndASecond)
    #expect(try town.papers(at: "heshuikou/group/city-appearance").count == 30)
    #expect(try town.papers().count == 30)
    try town.verify()
  }

  @Test func noTwoNoticesAreTheSame() throws {
    let town = try Town()
    for index in 0..<3 {
      try town.drop("a.ndjson", report("e-\(index)"), report("e-0"), step("accept", on: "e-\(index)", id: "s-\(index)"))
      try town.pass(at: Moment.monday10)
    }
    try town.pass(at: Moment.friday10)
    try town.pass(at: Moment.friday10)
    let papers = try town.papers()
    #expect(papers.count == 9)
    #expect(Set(papers.map(\.name)).count == 9)
    #expect(Set(papers.map { "\($0.content["item"].rendered) \($0.content["rung"].rendered)" }).count == 9)
  }
}
