import Answers
import ArgumentParser
import Console
import CourierService
import Custody
import Formats
import GridCore
import JSON
import Ledger
import Linux
import Rules
import Spool
import Words

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: say("Counts, and what is wrong.", "各项数目，以及有何异常。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption
  @OptionGroup var lateness: LatenessOption

  func run() throws {
    try findState(place.settings)
    let now = try guarded { try lateness.moment(place.settings) }
    let status = try status(at: now)
    guard output.json else { return try Console.out(text(of: status)) }
    var writer = JSONWriter()
    status.write(to: &writer, language: language)
    writer.endLine()
    try Console.out(writer.bytes)
  }

  /// Reads the state beside or without a daemon.
  private func status(at now: Timestamp) throws -> Status {
    let look = try guarded {
      try StateLook(place.settings) { () throws(WorldError) in try InboxCount.waiting(path: place.state) }
    }
    let couriers = CourierFaults.read(statePath: place.state, language: language)
    let ledger = try guarded { try LedgerDoor.openForReading(place.settings) }
    var status = try guardedLedger {
      try Status(
        of: look, ledger, version: Gridpost.version, now: now, bootSeconds: ServiceClock.bootSeconds,
        wall: ServiceClock.wallTime, language: language, hasUsableRules: { rulesAreGood })
    }
    // The daemon knows no couriers: what is wrong with them lies beside the notices.
    status.degraded += couriers
    return status
  }

  /// Whether a start would find rules to put in force; why not is for `check` to tell.
  private var rulesAreGood: Bool {
    switch RulesFile.read(place.rules) {
    case .success(let reading): reading.rules.book != nil
    case .failure: false
    }
  }

  private func text(of status: Status) -> String {
    let (counts, waiting) = (status.counts, status.waiting)
    // People read the clock on their wall.
    let offset = status.rules?.book?.calendar.utcOffset ?? 0
    var pairs = [
      (
        say("rules", "规则"),
        status.rules.map {
          say(
            "\($0.digest.hex.prefix(12)), \(counted($0.duties, "duty", "duties")), \(counted($0.matters, "matter"))",
            "\($0.digest.hex.prefix(12))，\($0.duties) 项职责，\($0.matters) 项事项")
        }
          ?? say("none yet", "尚无")
      ),
      (
        say("files", "文件"),
        say(
          "\(counts.filesTaken) taken, \(waiting) waiting, \(counts.filesQuarantined) quarantined, \(counts.filesReplayed) replayed",
          "已收 \(counts.filesTaken)，等候 \(waiting)，隔离 \(counts.filesQuarantined)，重现 \(counts.filesReplayed)")
      ),
      (
        say("records", "记录"),
        say(
          "\(counts.received) received = \(counts.accepted) accepted + \(counts.rejected) rejected (\(counts.conflict) in conflict) + \(counts.duplicate) duplicate + \(counts.held) held",
          "收到 \(counts.received) = 接受 \(counts.accepted) + 拒收 \(counts.rejected)（冲突 \(counts.conflict)） + 重复 \(counts.duplicate) + 暂存 \(counts.held)"
        )
      ),
      (
        say("items", "事项"),
        say(
          "\(counts.open) open (\(counts.triage) triage, \(counts.overdue) overdue), \(counts.suspended) suspended, \(counts.closed) closed (\(counts.onSite) on the spot), \(counts.void) void",
          "在办 \(counts.open)（待分拨 \(counts.triage)，超时 \(counts.overdue)），挂账 \(counts.suspended)，办结 \(counts.closed)（现场整改 \(counts.onSite)），作废 \(counts.void)"
        )
      ),
      (
        say("notices", "通知单"),
        say(
          "\(counts.noticesOwed) owed = \(counts.noticesDelivered) delivered + \(status.pending) pending",
          "应发 \(counts.noticesOwed) = 已投放 \(counts.noticesDelivered) + 待投放 \(status.pending)"
        )
      ),
      (say("escalations", "升级上报"), "\(counts.escalations)"),
      (
        say("rounds", "定期任务"),
        say(
          "\(status.town.raised) raised, \(status.town.missed) missed, \(status.town.spared) spared, \(status.town.skipped) skipped",
          "生成 \(status.town.raised)，漏办 \(status.town.missed)，免查 \(status.town.spared)，跳过 \(status.town.skipped)")
      ),
      (say("next round", "下次定期任务"), status.nextRound.map { RFC3339.localText($0, offset: offset) } ?? "-"),
      (say("subjects", "主体"), "\(status.town.subjects)"), (say("signals", "廉情信号"), "\(status.town.signals)"),
      (say("next due", "下次到期"), counts.nextDue.map { RFC3339.localText($0, offset: offset) } ?? "-"),
    ]
    for fault in status.degraded { pairs.append((say("degraded", "异常"), "\(fault.code): \(fault.text)")) }
    if !status.rulesAreGood {
      let help = "gridpost check \(place.rules)"
      pairs.append((say("rules file", "规则文件"), say("missing or unusable; see: \(help)", "缺失或不可用；详见：\(help)")))
    }
    return listing(pairs)
  }
}
