import Custody
import Formats
import Foundation
import Glibc
import GridCore
import LedgerStore
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
    rules = Self.plainRules
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

  static let plainRules = """
    version: 1
    declares: {duties: 1, matters: 3, communities: 2, grids: 5}
    subdistrict: {id: matian, name: 马田街道, offices: {command-centre: 街道指挥中心}}
    communities:
      heshuikou: {name: 合水口社区, grids: 3}
      jiangwei: {name: 将围社区, grids: 2}
    posts:
      info: 基础网格信息岗
      patrol: {name: 综合巡查纠治岗, hours: ["08:00-22:00"]}
      livelihood: 民生诉求服务岗
    groups:
      party-affairs: 党建综合组
      peace-stability: 平安稳定组
      digital-grid: 数字网格组
      livelihood: 民生诉求组
      work-safety: 安全生产组
      city-appearance: 市容环境组
      urban-construction: 城市建设组
    calendar:
      utc_offset: "+08:00"
      hours: ["09:00-12:00", "14:00-18:00"]
      holidays: ["2026-05-01..2026-05-05"]
      make_up_days: ["2026-05-09"]
      known_until: "2026-12-31"
    ladder:
      - {to: group}
      - {to: subdistrict/command-centre, after: 1wd}
    duties:
      urban-management:
        name: 城管
        post: patrol
        group: city-appearance
        deadline: 2h
        matters:
          UM-001: 占道经营
          UM-002: {name: 流动摊贩, post: info, deadline: 4wh}
          UM-003: {name: 夜间噪音, deadline: 1s}
    end: rules

    """
}
