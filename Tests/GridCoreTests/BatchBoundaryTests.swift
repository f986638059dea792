import GridCore
import Receiving
import Testing

/// Where the batches are cut makes no difference to what becomes of each record.
@Suite struct BatchBoundaryTests {
  @Test(arguments: 0..<100) func aStreamCutAnywhereComesToTheSame(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let stream = Self.randomStream(length: 40, using: &generator)
    var whole = Shelf()
    whole.receive(stream)
    var cut = Shelf()
    var rest = stream[...]
    while !rest.isEmpty {
      let size = Int.random(in: 1...6, using: &generator)
      cut.receive(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    #expect(whole.records == cut.records)
    #expect(whole.items == cut.items)
    #expect(whole.notices == cut.notices)
    #expect(whole.history == cut.history)
    expectSound(whole)
  }

  @Test func theStreamsHoldEveryVerdict() {
    var words: Set<String> = []
    for seed in 0..<100 {
      var generator = SeededGenerator(seed: UInt64(seed))
      var shelf = Shelf()
      shelf.receive(Self.randomStream(length: 40, using: &generator))
      for verdict in shelf.records.values {
        switch verdict {
        case .accepted, .acceptedList: words.insert("accepted")
        case .applied, .redispatches, .rated: words.insert("ordered")
        case .duplicate: words.insert("duplicate")
        case .held: words.insert("held")
        case .refused(.conflict): words.insert("conflict")
        case .refused(.illegalStep): words.insert("illegal")
        case .refused(.keyCollision), .refused(.unknownItem), .refused(.unsupportedStep), .refused(.notAllowed),
          .refused(.noneOfList), .refused(.notHeld), .refused(.stalePlan), .refused(.unknownGrid):
          words.insert("never here")
        }
      }
    }
    #expect(words == ["accepted", "duplicate", "held", "conflict", "illegal"])
  }

  /// Reports that repeat and contradict themselves; steps, each under an identity of its own.
  static func randomStream(length: Int, using generator: inout SeededGenerator) -> [Event] {
    let reports = (1...8).map { "r\($0)" }
    let matters = ["UM-001", "UM-002", "XX-999"]
    return (0..<length).map { index in
      let name = reports.randomElement(using: &generator) ?? "r1"
      if Int.random(in: 0..<3, using: &generator) == 0 {
        // The same name tells the same, but for a retelling now and then.
        let matter = matters[(name.utf8.last.map(Int.init) ?? 0) % 3]
        let retold = Int.random(in: 0..<5, using: &generator) == 0
        return reportEvent(
          name, Report(matter: matter, grid: "heshuikou-01"), wording: retold ? "told otherwise" : "as first told")
      }
      let noted = Int.random(in: 0..<4, using: &generator) != 0
      let kind = StepKind.allCases.randomElement(using: &generator)
      return stepEvent("s\(index)", kind ?? .note, on: name) {
        $0.note = noted ? "因故" : nil
        $0.matter = "MU-001"
      }
    }
  }

  /// As many changes as its revision says, and nothing ended that still has a clock.
  private func expectSound(_ shelf: Shelf) {
    for (key, item) in shelf.items {
      #expect((shelf.history[key]?.count ?? 0) >= item.memory.revision)
      #expect(item.clock.nextRung == nil || item.state == .open)
      #expect(!item.isInTriage || item.clock.deadline == nil)
    }
  }
}
