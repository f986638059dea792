import Chaos
import Foundation
import Testing

/// The chaos program in short, with a seed of its own each time; `make chaos` is the long form.
@Suite(.crew) struct ChaosTests {
  @Test(arguments: ["kills", "points", "power"]) func nothingIsLostAndNothingComesTwice(_ section: String) throws {
    let seed = UInt64.random(in: 0...0xffff_ffff)
    let folder = NSTemporaryDirectory() + "/gridpost-chaos-\(seed)"
    var options = Chaos.Options(
      binary: try Binary.path(), seed: seed, seconds: 8, sections: [section], folder: folder)
    options.isAlone = false
    let report = Report(prints: false)
    try Chaos(options, report).run()
    #expect(report.failures.isEmpty, "\((report.failures + report.figures).joined(separator: "\n"))")
    if report.failures.isEmpty { try FileManager.default.removeItem(atPath: folder) }
  }
}
