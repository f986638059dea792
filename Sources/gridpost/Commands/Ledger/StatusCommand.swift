import ArgumentParser
import Custody
import Daemon
import Formats
import GridCore
import LedgerStore
import Linux
import Rules
import Spool
import Words

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: say("Counts, and what is wrong.", "各项数目，以及有何异常。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption
  @Option(
    name: .long,
    help: ArgumentHelp(say("Lateness as of this moment (RFC 3339).", "以此刻判断是否超时（RFC 3339）。"), valueName: "time"))
  var at: Moment?

  func run() throws {
    try findState(place.settings)
    let now = try guarded { try at?.timestamp ?? LockNote.now(place.settings) }
    let status = try Status(place.settings, at: now)
    try Console.out(output.json ? status.json : Array((status.text + "\n").utf8))
  }
}

/// What `status` tells, read beside or without a daemon.
struct Status {
  let now: Timestamp
  let counts: LedgerCounts
  let rules: RulesRecord?
  let rulesPath: String
  let rulesAreGood: Bool
  let waiting: Int
  let degraded: [StatusBoard.Fault]

  init(_ settings: Settings, at now: Timestamp) throws {
    self.now = now
    rulesPath = settings.rulesPath
    let (held, note) = try guarded { try SpoolLock.look(path: settings.statePath) }
    let ledger = try guarded { try LedgerDoor.openForReading(settings) }
    counts = try guardedLedger { try ledger?.counts(at: now) ?? LedgerCounts() }
    rules = try guardedLedger { try ledger?.rulesInForce() }
    let faults = held ? LockNote(bytes: note)?.faults ?? [] : []
    let (waiting, blindness) = Self.waiting(settings, now)
    self.waiting = waiting
    degraded =
      faults + (try Self.signsOfLife(settings, held: held, LockNote(bytes: note), now))
      + blindness.filter { fault in !faults.contains { $0.code == fault.code } }
    // The daemon's own word counts while one runs: it knows which file it reads.
    rulesAreGood =
      held ? !faults.contains { $0.code == DegradationCode.rules.rawValue } : Self.areGood(settings.rulesPath)
  }

  /// Whether a start would find rules to put in force; why not is for `check` to tell.
  private static func areGood(_ path: String) -> Bool {
    switch RulesFile.read(path) {
    case .success(let reading): reading.rules.book != nil
    case .failure: false
    }
  }

  /// The files that wait; an inbox that cannot be looked into is a fault to show and hides nothing else.
  private static func waiting(_ settings: Settings, _ now: Timestamp) -> (Int, [StatusBoard.Fault]) {
    do throws(WorldError) {
      return (try InboxCount.waiting(path: settings.statePath), [])
    } catch {
      let text = say("what waits there is not counted: \(error.text.en)", "其中的待收文件未能计数：\(error.text.zh)")
      return (0, [.init(code: DegradationCode.inbox.rawValue, since: now, text: text)])
    }
  }

  /// A daemon shows that it lives with every beat: silence is a fault, and so is its absence.
  private static func signsOfLife(
    _ settings: Settings, held: Bool, _ note: LockNote?, _ now: Timestamp
  ) throws -> [StatusBoard.Fault] {
    guard held else {
      let since = try guarded { try Marker.writtenAt(path: settings.markerPath) } ?? now
      return [
        .init(
          code: DegradationCode.notRunning.rawValue, since: since, text: say("no daemon holds this state", "没有值守程序在运行"))
      ]
    }
    guard let note, ServiceClock.bootSeconds - note.beat > 2 * ServiceClock.beat else { return [] }
    let silence = ServiceClock.bootSeconds - note.beat
    return [
      .init(
        code: DegradationCode.stalled.rawValue, since: ServiceClock.wallTime.adding(-silence),
        text: say(
          "the daemon (pid \(note.pid)) has not moved for \(silence) s", "值守程序（进程 \(note.pid)）已 \(silence) 秒没有动静"))
    ]
  }

  var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("version", Gridpost.version)
    writer.field("now", now)
    writer.key("rules")
    writer.beginObject()
    writer.field("digest", rules?.digest.hex)
    writer.field("ok", rulesAreGood)
    writer.field("loaded_at", rules?.loadedAt)
    writer.field("duties", rules?.duties ?? 0)
    writer.field("matters", rules?.matters ?? 0)
    writer.field("communities", rules?.communities ?? 0)
    writer.field("grids", rules?.grids ?? 0)
    writer.endObject()
    writer.group(
      "files",
      [
        ("taken", counts.filesTaken), ("waiting", waiting), ("quarantined", counts.filesQuarantined),
        ("replayed", counts.filesReplayed),
      ])
    writer.group(
      "records",
      [
        ("received", counts.received), ("accepted", counts.accepted), ("rejected", counts.rejected),
        ("duplicate", counts.duplicate), ("held", counts.held),
      ])
    writer.group(
      "items",
      [
        ("open", counts.open), ("suspended", counts.suspended), ("closed", counts.closed), ("void", counts.void),
        ("on_site", counts.onSite), ("triage", counts.triage), ("overdue", counts.overdue),
      ])
    writer.group(
      "notices",
      [
        ("owed", counts.noticesOwed), ("delivered", counts.noticesDelivered),
        ("pending", counts.noticesOwed - counts.noticesDelivered),
      ])
    writer.field("escalations", counts.escalations)
    writer.field("next_due", counts.nextDue)
    writer.key("degraded")
    LockNote.write(degraded, to: &writer)
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }

  var text: String {
    // People read the clock on their wall.
    let offset = rules.flatMap(book(of:))?.calendar.utcOffset ?? 0
    var pairs = [
      (
        say("rules", "规则"),
        rules.map {
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
          "\(counts.received) received = \(counts.accepted) accepted + \(counts.rejected) rejected + \(counts.duplicate) duplicate + \(counts.held) held",
          "收到 \(counts.received) = 接受 \(counts.accepted) + 拒收 \(counts.rejected) + 重复 \(counts.duplicate) + 暂存 \(counts.held)"
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
          "\(counts.noticesOwed) owed = \(counts.noticesDelivered) delivered + \(counts.noticesOwed - counts.noticesDelivered) pending",
          "应发 \(counts.noticesOwed) = 已投放 \(counts.noticesDelivered) + 待投放 \(counts.noticesOwed - counts.noticesDelivered)"
        )
      ),
      (say("escalations", "升级上报"), "\(counts.escalations)"),
      (say("next due", "下次到期"), counts.nextDue.map { RFC3339.localText($0, offset: offset) } ?? "-"),
    ]
    for fault in degraded { pairs.append((say("degraded", "异常"), "\(fault.code): \(fault.text)")) }
    if !rulesAreGood {
      let help = "gridpost check \(rulesPath)"
      pairs.append((say("rules file", "规则文件"), say("missing or unusable; see: \(help)", "缺失或不可用；详见：\(help)")))
    }
    return listing(pairs)
  }
}

extension JSONWriter {
  fileprivate mutating func group(_ name: String, _ figures: [(String, Int)]) {
    key(name)
    beginObject()
    for (name, figure) in figures { field(name, figure) }
    endObject()
  }
}
