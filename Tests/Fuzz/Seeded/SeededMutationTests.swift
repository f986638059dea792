import Foundation
import FuzzPromises
import Testing

/// The promises of the fuzzer's targets, asked about every kept input and about seeded mutations of them.
///
/// `GRIDPOST_SEED` sets another seed, `GRIDPOST_FUZZ_SECONDS` how long each target is asked.
@Suite struct SeededMutationTests {
  private static let seed = variable("GRIDPOST_SEED").flatMap { UInt64($0) } ?? 0x4752_4944_504F_5354
  private static let seconds = variable("GRIDPOST_FUZZ_SECONDS").flatMap { Double($0) } ?? 1

  private static func variable(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }

  @Test(arguments: FuzzTarget.allCases) func keptInputsAndTheirMutationsKeepThePromises(target: FuzzTarget) throws {
    let kept = FuzzCorpus.inputs(of: target)
    try #require(kept.count > 3, "Tests/Fuzz/Corpus/\(target.rawValue) holds inputs")
    for (name, bytes) in kept { ask(target, about: bytes, "kept as \(name)") }
    var mutator = Mutator(kept.map(\.bytes), words: target.words, seed: Self.seed)
    let clock = ContinuousClock()
    let end = clock.now + .seconds(Self.seconds)
    var rounds = 0
    while rounds < 8 || clock.now < end, ask(target, about: mutator.next(), "seed \(Self.seed), round \(rounds)") {
      rounds += 1
    }
    print("fuzz \(target.rawValue): \(kept.count) kept inputs, \(rounds) mutations, seed \(Self.seed)")
  }

  @discardableResult
  private func ask(_ target: FuzzTarget, about bytes: [UInt8], _ origin: String) -> Bool {
    do {
      try target.check(bytes)
      return true
    } catch {
      let text = Data(bytes).base64EncodedString()
      Issue.record("\(origin): \(error); keep it: echo \(text) | base64 -d > Tests/Fuzz/Corpus/\(target.rawValue)/NAME")
      return false
    }
  }
}
