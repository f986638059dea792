import Chaos
import Foundation
import Glibc
import Harness

/// `gridpost-chaos [--binary PATH] [--seconds N] [--seed S] [--backlog FILES] [--folder DIR] [SECTION…]`
@main struct ChaosRun {
  private var seed = UInt64.random(in: 0...0xffff_ffff)
  private var seconds = 600.0
  private var backlog = 100_000
  private var binary = ProcessInfo.processInfo.environment["GRIDPOST"] ?? ""
  private var parent = NSTemporaryDirectory()
  private var sections: [String] = []

  static func main() throws {
    var run = ChaosRun()
    run.read(Array(CommandLine.arguments.dropFirst()))
    try run.go()
  }

  private mutating func read(_ arguments: [String]) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if Chaos.sections.contains(argument) {
        sections.append(argument)
        continue
      }
      guard let value = rest.popFirst() else { Self.explain("\(argument)?") }
      switch argument {
      case "--binary": binary = value
      case "--folder": parent = value
      case "--seconds": seconds = Double(value) ?? seconds
      case "--seed": seed = UInt64(value) ?? seed
      case "--backlog": backlog = Int(value) ?? backlog
      default: Self.explain("\(argument)?")
      }
    }
  }

  private static func explain(_ problem: String) -> Never {
    print(
      "gridpost-chaos: \(problem)\nusage: gridpost-chaos [--binary PATH] [--seconds N] [--seed S] [--backlog FILES] "
        + "[--folder DIR] [\(Chaos.sections.joined(separator: "|"))…]")
    exit(64)
  }

  private func go() throws {
    let named = try self.binary.isEmpty ? Binary.path() : self.binary
    let binary = URL(fileURLWithPath: named).path
    let folder = "\(parent)/gridpost-chaos-\(seed)-\(getpid())".replacing("//", with: "/")
    var options = Chaos.Options(binary: binary, seed: seed, seconds: seconds, sections: sections, folder: folder)
    options.backlog = backlog
    print("gridpost-chaos: seed \(seed), \(binary), in \(folder)")
    let report = Report(prints: true)
    try Chaos(options, report).run()
    guard report.failures.isEmpty else {
      print("\(report.failures.count) promises do not hold")
      exit(1)
    }
    rmdir(folder)
    print("all that was promised holds")
  }
}
