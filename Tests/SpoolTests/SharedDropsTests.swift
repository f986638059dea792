import Dispatch
import Foundation
import Glibc
import Linux
import Synchronization
import Testing

@testable import Spool

/// Files that come at the same time and share their syncs: each comes in for good, or is told why not.
@Suite struct SharedDropsTests {
  private let state: TemporaryState

  init() throws { state = try TemporaryState() }

  /// What each was told.
  private final class Told: Sendable {
    private let answers = Mutex<[String: [WorldError?]]>([:])

    func tell(_ name: String, _ trouble: WorldError?) { answers.withLock { $0[name, default: []].append(trouble) } }

    subscript(_ name: String) -> [WorldError?] { answers.withLock { $0[name] ?? [] } }
    var count: Int { answers.withLock { $0.count } }
  }

  /// The same numbers for the same seed (SplitMix64).
  private struct Lot: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private func stage(_ name: String, producer: String? = nil) throws -> StagedDrop {
    try StagedDrop(path: state.path, producer: producer, name: Array(name.utf8), bytes: Array(name.utf8))
  }

  /// Lays down all of them as one group.
  private func lay(_ drops: [StagedDrop], by shared: SharedDrops) -> Told {
    let told = Told()
    for drop in drops {
      let name = String(decoding: drop.name, as: UTF8.self)
      _ = shared.add(drop) { told.tell(name, $0) }
    }
    shared.lead()
    return told
  }

  private static let eio = WorldError.io(operation: "sync", path: "test", errno: EIO)

  private func text(_ name: String) -> String? {
    FileManager.default.contents(atPath: state.path + "/inbox/" + name).map { String(decoding: $0, as: UTF8.self) }
  }

  private func left() throws -> [String] {
    try ["inbox", "inbox/a"].flatMap { folder in
      access(state.path + "/" + folder, F_OK) == 0
        ? try state.names(folder).filter { $0.hasPrefix(".gridpost.") } : []
    }
  }

  @Test func aNameThatIsTakenIsToldOfThatOneAlone() throws {
    try state.drop("2", "other")
    let told = lay(try (0..<5).map { try stage("\($0)") }, by: SharedDrops())
    for number in 0..<5 { #expect(told["\(number)"].count == 1) }
    guard case .some(.io(_, _, EEXIST)) = told["2"].first else {
      Issue.record("\(told["2"])")
      return
    }
    for number in [0, 1, 3, 4] {
      #expect(told["\(number)"] == [nil] && text("\(number)") == "\(number)")
    }
    #expect(text("2") == "other")
    #expect(try left().isEmpty)
  }

  @Test func oneThatWasClearedAwayBeforeItWasNamedIsWrittenAnew() throws {
    let drops = try (0..<3).map { try stage("\($0)") }
    for name in try left() { #expect(unlink(state.path + "/inbox/" + name) == 0) }
    let told = lay(drops, by: SharedDrops())
    for number in 0..<3 { #expect(told["\(number)"] == [nil] && text("\(number)") == "\(number)") }
  }

  @Test func whileOneIsHeldNobodyClearsItAwayAndLetGoItIsGone() throws {
    var drop: StagedDrop? = try stage("0")
    #expect(try Inbox.clearUnfinished(path: state.path) == 0 && left().count == 1)
    #expect(drop?.name == Array("0".utf8))
    drop = nil
    #expect(try left().isEmpty && state.names("inbox") == [".claimed"])
  }

  /// Nothing has its name before it is synced, and nobody is told before the folder is.
  @Test(arguments: [1, 2, 3, 20]) func eachStepWaitsForTheOneBefore(_ count: Int) throws {
    let path = state.path
    let steps = Mutex<[String]>([])
    let named: @Sendable () -> Int = {
      (try? FileManager.default.contentsOfDirectory(atPath: path + "/inbox"))?.count { !$0.hasPrefix(".") } ?? -1
    }
    let shared = SharedDrops(
      SharedDrops.Syncs(
        one: { _ in steps.withLock { $0.append("one \(named())") } },
        all: { _ in steps.withLock { $0.append("all \(named())") } },
        folder: { _ in steps.withLock { $0.append("folder \(named())") } }))
    for number in 0..<count {
      #expect(shared.add(try stage("\(number)")) { _ in steps.withLock { $0.append("told") } } == (number == 0))
    }
    shared.lead()
    let synced = count > SharedDrops.few ? ["all 0"] : Array(repeating: "one 0", count: count)
    #expect(steps.withLock { $0 } == synced + ["folder \(count)"] + Array(repeating: "told", count: count))
  }

  /// Whatever fails, of whomever: each is told once, and told the truth.
  @Test(arguments: UInt64(0)..<60) func whatFailsIsToldOfWhomItConcerns(_ seed: UInt64) throws {
    var random = Lot(state: seed)
    let names = (0..<Int.random(in: 1...12, using: &random)).map { "\($0)" }
    let producers = names.map { _ in Bool.random(using: &random) ? "a" : nil }
    let unsynced = Set(names.filter { _ in Int.random(in: 0..<4, using: &random) == 0 })
    let failing = [nil, "a", "", "none"][Int.random(in: 0..<4, using: &random)]
    let wholeFails = Bool.random(using: &random) || !unsynced.isEmpty
    let shared = SharedDrops(
      SharedDrops.Syncs(
        one: { drop throws(WorldError) in
          if unsynced.contains(String(decoding: drop.name, as: UTF8.self)) { throw Self.eio }
        },
        all: { _ throws(WorldError) in if wholeFails { throw Self.eio } },
        folder: { drop throws(WorldError) in if (drop.producer ?? "") == failing { throw Self.eio } }))
    let told = lay(try zip(names, producers).map { try stage($0, producer: $1) }, by: shared)
    for (name, producer) in zip(names, producers) {
      let isWrong = unsynced.contains(name) || (producer ?? "") == failing
      #expect(told[name] == [isWrong ? Self.eio : nil], "\(name)")
      let place = (producer.map { $0 + "/" } ?? "") + name
      #expect((text(place) == name) == !unsynced.contains(name), "\(name)")
    }
    #expect(try left().isEmpty)
  }

  @Test func manyThreadsAreEachToldOnce() throws {
    let (shared, told) = (SharedDrops(), Told())
    let (threads, each) = (12, 40)
    let (done, path) = (DispatchSemaphore(value: 0), state.path)
    for thread in 0..<threads {
      Thread.detachNewThread {
        for number in 0..<each {
          let name = "\(thread)-\(number)"
          let said = DispatchSemaphore(value: 0)
          guard let drop = try? StagedDrop(path: path, name: Array(name.utf8), bytes: Array(name.utf8)) else {
            continue
          }
          let leads = shared.add(drop) {
            told.tell(name, $0)
            said.signal()
          }
          if leads { shared.lead() }
          said.wait()
        }
        done.signal()
      }
    }
    for _ in 0..<threads { #expect(done.wait(timeout: .now() + 60) == .success) }
    #expect(told.count == threads * each)
    for thread in 0..<threads {
      for number in 0..<each {
        let name = "\(thread)-\(number)"
        #expect(told[name] == [nil] && text(name) == name)
      }
    }
    #expect(try left().isEmpty)
  }
}
