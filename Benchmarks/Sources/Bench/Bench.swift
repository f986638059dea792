import Foundation

/// Drives the release binary from outside and compares it with the floor, run on the same volume in the same run.
@main
enum Bench {
  static func main() {
    do {
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      let signals = Child.endWithUs()
      let yard = try Yard(options)
      try Plan(yard).run()
      yard.clear()
      withExtendedLifetime(signals) {}
      if yard.table.hasTrouble { exit(1) }
    } catch {
      FileHandle.standardError.write(Data("gridpost-bench: \(error)\n".utf8))
      exit(error is Trouble ? 64 : 70)
    }
  }
}

/// The order of things: rounds of the backlogs with everything else between them, so that they are spread over the run.
struct Plan {
  private let yard: Yard

  init(_ yard: Yard) {
    self.yard = yard
  }

  func run() throws {
    tell(yard.facts)
    let backlogs = try Backlogs(yard)
    var others: [(names: [String], run: () throws -> Void)] = [
      (["e"], { try Arrivals(yard).run() }),
      (["g", "h", "l", "f"], { try ManyOpen(yard)?.run() }),
      (["k"], { try RuleWork(yard).run() }),
      (["m"], { try TownYear(yard).run() }),
      (["j"], { try Fairness(yard).run() }),
      (["n"], { try Watched(yard).run() }),
      (["d"], { try GreatBacklog(yard, beside: backlogs.perEventOfA).run() }),
    ].filter { $0.0.contains(where: yard.wants) }
    for round in 1...yard.options.rounds {
      try attempt(["a", "b", "c", "i"]) { try backlogs.round(round) }
      if !others.isEmpty { try attempt(others[0].names, others.removeFirst().run) }
    }
    for other in others { try attempt(other.names, other.run) }
    backlogs.report()
    tell("\n" + yard.table.text)
  }

  /// What cannot be measured is said, and the rest goes on.
  private func attempt(_ names: [String], _ run: () throws -> Void) throws {
    do { try run() } catch let trouble as Trouble {
      yard.table.leftOut(names.joined(separator: " "), trouble.description, isTrouble: true)
    }
  }
}
