import Foundation
import Glibc
import Testing

@testable import Custody
@testable import Daemon

/// When a text of the rules file is worth judging. The clock is ours: nothing here waits.
@Suite struct RulesWatchTests {
  private let file: RulesFileOnDisk
  private var watch: RulesWatch

  init() throws {
    file = try RulesFileOnDisk()
    watch = RulesWatch(path: file.path)
  }

  @Test mutating func aTextIsJudgedWhenItHasLainUnchangedForLongEnough() throws {
    try file.write("one")
    #expect(look(at: 0) == .unsettled(milliseconds: 200))
    #expect(look(at: 150) == .unsettled(milliseconds: 50))
    #expect(look(at: 199) == .unsettled(milliseconds: 10))
    #expect(look(at: 200) == .settled("one"))
    #expect(look(at: 201) == .unchanged)
    #expect(look(at: 9_000, isAsked: true) == .unchanged)
  }

  @Test mutating func aMixOfTwoTextsOfOneLengthIsNeverJudged() throws {
    try file.write("AAAA")
    #expect(look(at: 0) == .unsettled(milliseconds: 200))
    #expect(look(at: 200) == .settled("AAAA"))
    try file.overwrite("BB", at: 0)
    #expect(look(at: 1_000) == .unsettled(milliseconds: 200))
    #expect(look(at: 1_199) == .unsettled(milliseconds: 10))
    try file.overwrite("BB", at: 2)
    #expect(look(at: 1_200) == .unsettled(milliseconds: 200))
    #expect(look(at: 1_399) == .unsettled(milliseconds: 10))
    #expect(look(at: 1_400) == .settled("BBBB"))
  }

  @Test mutating func aMixIsToldByItsBytesWhereTheFilesTimesDoNotTell() throws {
    try file.write("AAAA")
    #expect(look(at: 0) == .unsettled(milliseconds: 200))
    try file.overwrite("BB", at: 0)
    try file.setTimes()
    #expect(look(at: 200) == .unsettled(milliseconds: 200))
    try file.overwrite("BB", at: 2)
    try file.setTimes()
    #expect(look(at: 400) == .unsettled(milliseconds: 200))
    #expect(look(at: 600) == .settled("BBBB"))
  }

  @Test mutating func whatIsKnownNeedNotSettle() throws {
    try file.write("one")
    #expect(look(at: 0, isKnown: true) == .settled("one"))
    try file.write("two")
    #expect(look(at: 1) == .unsettled(milliseconds: 200))
    try file.write("one")
    #expect(look(at: 2, isKnown: true) == .settled("one"))
  }

  @Test mutating func withoutATimeToSettleATextIsReadTwiceAllTheSame() throws {
    try file.write("one")
    #expect(look(at: 0, settle: 0) == .unsettled(milliseconds: 0))
    try file.write("two")
    #expect(look(at: 0, settle: 0) == .unsettled(milliseconds: 0))
    #expect(look(at: 0, settle: 0) == .settled("two"))
  }

  @Test mutating func whatCannotBeReadIsToldAtOnceAndJudgedAnewWhenItIsBack() throws {
    #expect(look(at: 0) == .unreadable(ENOENT))
    try file.write("one")
    _ = look(at: 1)
    #expect(look(at: 201) == .settled("one"))
    try file.remove()
    #expect(look(at: 202) == .unreadable(ENOENT))
    try file.makeFolder()
    #expect(look(at: 203) == .unreadable(EISDIR))
    try file.remove()
    try file.write("one")
    #expect(look(at: 204) == .unsettled(milliseconds: 200))
    #expect(look(at: 404) == .settled("one"))
  }

  @Test mutating func whatWasNotDoneWithIsJudgedOnceMore() throws {
    try file.write("one")
    _ = look(at: 0)
    #expect(look(at: 200) == .settled("one"))
    watch.forget()
    _ = look(at: 201)
    #expect(look(at: 401) == .settled("one"))
  }

  @Test mutating func aFileThatIsTooLargeSettlesToo() throws {
    try file.write(String(repeating: "x", count: RulesFile.largest + 1))
    #expect(look(at: 0) == .unsettled(milliseconds: 200))
    #expect(look(at: 200) == .settled(nil))
  }

  // MARK: Asking

  private enum Seen: Equatable {
    case unchanged
    case unsettled(milliseconds: Int)
    case unreadable(Int32)
    case settled(String?)
  }

  private mutating func look(
    at milliseconds: Int, isAsked: Bool = false, settle: Int = 200, isKnown: Bool = false
  ) -> Seen {
    let look = watch.look(isAsked: isAsked, now: .milliseconds(milliseconds), settle: .milliseconds(settle)) { _ in
      isKnown
    }
    switch look {
    case .unchanged: return .unchanged
    case .unsettled(let pause): return .unsettled(milliseconds: Int(pause / .milliseconds(1)))
    case .unreadable(let trouble): return .unreadable(trouble.code)
    case .settled(let sight): return .settled(sight.bytes.map { String(decoding: $0, as: UTF8.self) })
    }
  }
}

/// A file in a folder of its own, written as an editor or a network drive does.
private final class RulesFileOnDisk: Sendable {
  let folder: String
  var path: String { folder + "/rules.yaml" }

  init() throws {
    folder = NSTemporaryDirectory() + "/gridpost-rules-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: folder) } catch { Issue.record(error) }
  }

  /// A new file in the place of the old one.
  func write(_ text: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic) }

  /// The same file, of the same length.
  func overwrite(_ text: String, at offset: UInt64) throws {
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.seek(toOffset: offset)
    try handle.write(contentsOf: Data(text.utf8))
    try handle.close()
  }

  /// The same time of modification, whatever was written.
  func setTimes() throws {
    var times = [timespec(tv_sec: 1_700_000_000, tv_nsec: 0), timespec(tv_sec: 1_700_000_000, tv_nsec: 0)]
    #expect(utimensat(AT_FDCWD, path, &times, 0) == 0)
  }

  func remove() throws { try FileManager.default.removeItem(atPath: path) }

  func makeFolder() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false) }
}
