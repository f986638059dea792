import Formats
import Foundation
import Glibc
import GridCore
import Harness
import Ledger
import LedgerStories
import Linux
import Spool
import Synchronization
import Testing

@testable import Daemon

/// A workplace with a state folder: an inbox to drop files into, an outbox to find papers in.
final class Postroom {
  let place: Workplace
  let folder: StateFolder
  let path: String
  let pulses = Pulses()
  /// Raised: the kernel tells of what comes.
  let isWatched = Latch()

  /// - Parameter book: the rules in force.
  init(_ book: RuleBook = TestTown.book) throws {
    place = try Workplace(book)
    path = NSTemporaryDirectory() + "/gridpost-postroom-\(UUID().uuidString)"
    folder = try StateFolder(path: path, create: true)
    isWatched.raise()
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch { Issue.record(error) }
  }

  // MARK: Who works here

  func intake(isPatient: Bool = true) -> Intake {
    Intake(
      place.seat, folder: folder, rules: place.rules, clock: place.clock, alarms: place.alarms, journal: place.journal,
      pulses: pulses, isPatient: isPatient)
  }

  func loop(
    _ intake: Intake? = nil, isRecovered: Bool = true, onNews: @escaping () -> Void = {}
  ) -> IntakeLoop {
    IntakeLoop(
      intake ?? self.intake(), isRecovered: isRecovered, clock: place.clock, isWatched: isWatched, onNews: onNews)
  }

  /// What the daemon does with its inbox after its last turn.
  func release() throws {
    try Intake.release(place.seat, folder: folder, journal: place.journal, pulses: pulses)
  }

  func registrar(isPatient: Bool = true) -> Registrar {
    Registrar(
      seat: place.seat, rules: place.rules, clock: place.clock, journal: place.journal,
      quarantine: Quarantine(folder), isPatient: isPatient)
  }

  func delivery(laidDownBefore: LaidDownNotices = LaidDownNotices()) -> Delivery {
    Delivery(
      place.seat, folder: folder, rules: place.rules, alarms: place.alarms, journal: place.journal, pulses: pulses,
      laidDownBefore: laidDownBefore)
  }

  /// Takes turns for as long as there is more to do at once; answers what the last one did.
  @discardableResult func workOff(_ work: some Turning) throws -> Duration? {
    for _ in 0..<200 {
      let next = try work.turn(place.now)
      if next != .zero { return next }
    }
    Issue.record("there is always more to do")
    return nil
  }

  // MARK: What lies here

  /// Drops a file that has lain there, unchanged, for a minute; `hotline/a.json` comes from that producer.
  func drop(_ name: String, _ text: String) throws {
    let file = "\(path)/inbox/\(name)"
    if name.contains("/") {
      let producer = (file as NSString).deletingLastPathComponent
      try FileManager.default.createDirectory(atPath: producer, withIntermediateDirectories: true)
    }
    // A child that another test is just making would hold our writer, and the file would not be taken.
    try Child.gate.withLock { _ in try write(Array(text.utf8), to: file) }
  }

  private func write(_ bytes: [UInt8], to file: String) throws {
    let number = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    try #require(number >= 0)
    defer { close(number) }
    try #require(Glibc.write(number, bytes, bytes.count) == bytes.count)
    var times = [timespec(), timespec()]
    clock_gettime(CLOCK_REALTIME, &times[1])
    times[1].tv_sec -= 60
    times[0] = times[1]
    try #require(futimens(number, times) == 0)
  }

  /// Leaves files as a kill between the claim and the commit does.
  func claimAndDie(_ files: [String: String]) throws {
    for (name, text) in files { try drop(name, text) }
    let sweep = try Inbox(folder).claim(files: 100, bytes: 1 << 20, maxFile: 1 << 20, settle: nil)
    #expect(sweep.claimed.count >= files.count)
  }

  /// Files below a folder of the state, sorted; what we keep there for ourselves is left out.
  func files(_ name: String) throws -> [String] { try all(name).filter { !$0.hasPrefix(".") } }

  /// What is claimed and not removed yet.
  func claimed() throws -> [String] { try all("inbox/.claimed") }

  /// What is staged.
  func staged() throws -> [String] { try all("outbox/.staging") }

  private func all(_ name: String) throws -> [String] {
    let folder = "\(path)/\(name)"
    return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { file in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(folder)/\(file)", isDirectory: &isFolder) && !isFolder.boolValue
    }.sorted()
  }

  func text(_ file: String) throws -> String { try String(contentsOfFile: "\(path)/\(file)", encoding: .utf8) }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }

  func move(_ name: String, to other: String) throws {
    try FileManager.default.moveItem(atPath: "\(path)/\(name)", toPath: "\(path)/\(other)")
  }

  /// Something that is no folder, in the place of one.
  func put(_ text: String, at name: String) throws {
    try text.write(toFile: "\(path)/\(name)", atomically: false, encoding: .utf8)
  }

  func counts() throws -> LedgerCounts { try place.ledger.counts(at: place.now) }

  // MARK: What people write

  /// A report as a producer writes it.
  static func report(
    _ id: String, source: String = "hotline", matter: String = "UM-001", summary: String = "占道"
  ) -> String {
    #"{"id":"\#(id)","source":"\#(source)","matter":"\#(matter)","grid":"heshuikou-01","summary":"\#(summary)"}"#
  }

  /// A step for the item of a report.
  static func step(_ id: String, _ kind: StepKind, on report: String) -> String {
    #"{"id":"\#(id)","source":"desk","type":"\#(kind.rawValue)","report":{"source":"hotline","id":"\#(report)"},"#
      + #""by":"李","note":"因故"}"#
  }
}
