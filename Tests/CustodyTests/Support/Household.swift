import Custody
import Formats
import Foundation
import Glibc
import GridCore
import Laws
import Ledger
import LedgerStore
import LedgerStories
import Testing
import Words

/// A state folder of our own, and the real binary to make passes in it.
final class Household {
  let folder: String
  var rules: String
  var state: String { folder + "/state" }
  var ledgerPath: String { state + "/ledger.sqlite" }
  var settings: Settings { Settings(rulesPath: folder + "/rules.yaml", statePath: state, language: .en) }

  init() throws {
    folder = NSTemporaryDirectory() + "/gridpost-household-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder + "/state/inbox", withIntermediateDirectories: true)
    rules = TestTown.writtenRules
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func drop(_ name: String, _ text: String) throws {
    let path = "\(state)/inbox/\(name)"
    let parent = (path as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: false, encoding: .utf8)
  }

  func pass(at time: String) throws {
    try rules.write(toFile: settings.rulesPath, atomically: true, encoding: .utf8)
    // A child that another test is making may hold a file open that was just written: it is taken a moment later.
    for _ in 0..<100 {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Self.binary)
      process.arguments = ["pass", "--at", time, "--rules", settings.rulesPath, "--state", state]
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      if try waiting().isEmpty { return }
      usleep(20_000)
    }
    Issue.record("files stay in the inbox: \(try waiting())")
  }

  private func waiting() throws -> [String] {
    let inbox = state + "/inbox"
    return try FileManager.default.subpathsOfDirectory(atPath: inbox)
      .filter { !$0.hasPrefix(".") && $0.hasSuffix("json") }
  }

  /// The real one: a fence and a lock are for one daemon of a process.
  private static let binary: String = {
    if let named = ProcessInfo.processInfo.environment["GRIDPOST_BIN"], !named.isEmpty { return named }
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("gridpost").path
  }()

  /// All laws, the deep ones too, of the ledger itself.
  func laws() throws -> [LawReport.Law] {
    let ledger = try SQLiteLedger.open(path: ledgerPath, writing: false)
    return try ledger.verify(deep: true, decisions: true).laws
  }

  /// Whether the ledger can be read and plain `verify` finds nothing in it.
  func isWhole() throws -> Bool {
    do {
      let ledger = try SQLiteLedger.open(path: ledgerPath, writing: false)
      return try ledger.verify(deep: false).ok
    } catch {
      return false
    }
  }
}
