import Answers
import ArgumentParser
import Console
import Custody
import Formats
import Glibc
import GridCore
import Ledger
import Linux
import Spool
import Words

struct DrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drain",
    abstract: say(
      "Wait until nothing in the inbox waits and nothing is due or undelivered.", "等到收件目录无待收、无到期未升级、无待投放为止。"))

  @OptionGroup var place: PlaceOptions
  @Option(help: hint("Seconds to wait.", "等候的秒数。", "seconds"))
  var timeout: Seconds

  mutating func validate() throws {
    if !(0...604_800).contains(timeout.count) {
      throw ValidationError(say("--timeout wants 0 to 604800 seconds", "--timeout 应为 0 到 604800 秒"))
    }
  }

  func run() throws {
    let settings = place.settings
    let clock = ContinuousClock()
    let end = clock.now + .seconds(timeout.count)
    while true {
      let looked = clock.now
      // A daemon that is just starting may make the folder meanwhile.
      guard isThere(settings.statePath) else {
        guard clock.now < end else {
          throw fail(
            Exit.noInput, "no such state folder: \(neutral(settings.statePath))",
            "没有这个状态目录：\(neutral(settings.statePath))")
        }
        usleep(50_000)
        continue
      }
      let left = try remaining(settings)
      if left.isEmpty { return }
      guard clock.now < end else {
        let isServed = try guarded { try SpoolLock.look(path: settings.statePath) }.held
        throw fail(
          Exit.tryLater,
          "still \(left.map(\.en).joined(separator: ", "))\(isServed ? "" : "; no daemon holds this state")",
          "尚有\(left.map { "\($0.zh) \($0.count) 件" }.joined(separator: "、"))\(isServed ? "" : "；没有值守程序在运行")")
      }
      // A look at a full inbox takes its folder's lock: looking must stay a fraction of the time.
      let pause = max(.milliseconds(50), (clock.now - looked) * 5)
      usleep(UInt32(min(pause, .seconds(2)) / .microseconds(1)))
    }
  }

  private func isThere(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 || errno != ENOENT
  }

  /// Whether a round has come round and is not raised everywhere.
  private static func roundIsDue(_ ledger: any LedgerReading, at now: Timestamp) throws -> Bool {
    guard try !ledger.definitions().isEmpty else { return false }
    return try NextRound.moment(under: ledger.rulesInForce()?.book, in: ledger).map { $0 <= now } ?? false
  }

  /// What is still to be done, in the order the work takes: a file counted there cannot be missed further on.
  private func remaining(_ settings: Settings) throws -> [(count: Int, en: String, zh: String)] {
    let waiting = try guarded { try InboxCount.waiting(path: settings.statePath) }
    var left = [(count: waiting, en: counted(waiting, "file") + " waiting", zh: "待收文件")]
    if let ledger = try guarded({ try LedgerDoor.openForReading(settings) }) {
      let now = try guarded { try LockNote.now(settings) }
      let counts = try guardedLedger { try ledger.counts(at: now) }
      let pending = counts.noticesOwed - counts.noticesDelivered
      left.append((counts.dueNow, counted(counts.dueNow, "item") + " due", "到期未升级"))
      // Between its batches nothing else is due.
      let orders = try guarded { try RedispatchWitness.read(in: settings.statePath) }.count
      left.append((orders, counted(orders, "redispatch", "redispatches") + " under way", "正在改派的指令"))
      let isRoundDue = try guardedLedger { try Self.roundIsDue(ledger, at: now) }
      left.append((isRoundDue ? 1 : 0, "a round due", "到期的定期任务"))
      left.append((pending, counted(pending, "notice") + " undelivered", "待投放通知单"))
    }
    return left.filter { $0.count > 0 }
  }
}
