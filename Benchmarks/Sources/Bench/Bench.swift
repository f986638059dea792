import Foundation

/// Drives the release binary from outside and compares it with the floor, run on the same volume in the same run.
@main
enum Bench {
  static func main() {
    do {
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      let yard = try Yard(options)
      try Plan(yard).run()
      yard.clear()
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
    let options = yard.options
    let backlogs = try Backlogs(yard)
    tell(yard.facts)
    var others: [(name: String, run: () throws -> Void)] = []
    if yard.wants("e") { others.append(("e", { try Arrivals(yard).run() })) }
    for round in 1...options.rounds {
      try backlogs.round(round)
      if !others.isEmpty { try attempt(others.removeFirst()) }
    }
    for other in others { try attempt(other) }
    backlogs.report()
    tell("\n" + yard.table.text)
  }

  private func attempt(_ workload: (name: String, run: () throws -> Void)) throws {
    do { try workload.run() } catch let trouble as Trouble { yard.table.leftOut(workload.name, trouble.description) }
  }
}
