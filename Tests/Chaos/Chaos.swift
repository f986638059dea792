import Foundation
import Glibc
import Harness

/// The chaos program: kills, crash points, power cuts, bounds and twins, driven at the real binary, judged by its own truth.
package struct Chaos {
  package struct Options {
    package var binary: String
    package var seed: UInt64
    /// About how long all sections together may take.
    package var seconds: Double
    package var sections: [String]
    /// The files of the backlog in `bounds`.
    package var backlog = 100_000
    /// Whether there is time for the numbers that are asked for: 500 kills, 100 cuts.
    var isFull: Bool { seconds >= 500 }
    package var folder: String
    /// Whether it is the only thing that runs here: only then bounds on time are judged, and not merely told.
    package var isAlone = true

    package init(binary: String, seed: UInt64, seconds: Double, sections: [String], folder: String) {
      self.binary = binary
      self.seed = seed
      self.seconds = seconds
      self.sections = sections.isEmpty ? Chaos.sections : sections
      self.folder = folder
    }
  }

  package static let sections = ["kills", "points", "power", "bounds", "twins"]
  private static let weights = ["kills": 0.3, "points": 0.3, "power": 0.25, "bounds": 0.13, "twins": 0.02]

  let options: Options
  let report: Report

  package init(_ options: Options, _ report: Report) {
    self.options = options
    self.report = report
  }

  /// Runs the sections; what did not hold is in the report, and the folder of a section that failed stays.
  package func run() throws {
    let end = seconds() + options.seconds
    for (index, section) in options.sections.enumerated() {
      // What one takes too much of, the others do with less of.
      let weight = options.sections[index...].reduce(0) { $0 + (Self.weights[$1] ?? 0) }
      let share = max(1, end - seconds()) * (Self.weights[section] ?? 0) / weight
      let failures = report.failures.count
      let began = seconds()
      do {
        try run(section, share)
      } catch {
        report.fail("\(section): \(error)")
      }
      report.tell(section, "\(short(seconds() - began)) s")
      guard report.failures.count > failures else { continue }
      report.tell(
        section,
        "FAILED; the state is kept in \(options.folder)/\(section); again: "
          + "gridpost-chaos --binary \(options.binary) --seed \(options.seed) --seconds \(Int(options.seconds)) \(section)"
      )
    }
  }

  private func run(_ section: String, _ time: Double) throws {
    switch section {
    case "kills": try Kills(self).run(time)
    case "points": try CrashPoints(self).run(time)
    case "power": try PowerCuts(self).run(time)
    case "bounds": try Bounds(self).run(time)
    case "twins": try Twins(self).run(time)
    default: throw HarnessFailure("there is no section \(section); there are: \(Self.sections.joined(separator: " "))")
    }
  }

  /// The same dice for a section whatever else runs.
  func dice(_ section: String) -> Dice {
    var dice = Dice(seed: options.seed)
    for byte in section.utf8 { dice = Dice(seed: dice.next() ^ UInt64(byte)) }
    return dice
  }

  /// A fresh ground with good rules, entered in the truth.
  func ground(_ name: String, _ truth: Truth, state: String? = nil) throws -> Ground {
    let ground = try Ground(binary: options.binary, parent: options.folder, name: name, state: state)
    try save(RulesText.good(0), ground, truth)
    return ground
  }

  /// Saves rules as an editor does; good ones are entered in the truth.
  func save(_ text: String, _ ground: Ground, _ truth: Truth?) throws {
    truth?.books.insert(Truth.sha(text))
    try Data(text.utf8).write(to: URL(fileURLWithPath: ground.folder + "/.rules.new"))
    guard rename(ground.folder + "/.rules.new", ground.rules) == 0 else {
      throw HarnessFailure("cannot save the rules")
    }
  }
}
