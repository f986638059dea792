internal import Formats
package import GridCore
internal import JSON
package import Ledger
package import Linux
internal import Spool
package import Words

/// How a pass or a start fails; every case is the world's fault or another daemon's, never the input's.
package enum Failure: Error, Sendable {
  case world(WorldError)
  case ledger(LedgerError)
  /// The state's ledger is missing, empty, older than it once was or of a later version: the file's path, what is wrong, what helps.
  case untrustworthyLedger(path: String, problem: Bilingual, cure: Bilingual?)
  /// The lock file was taken away or replaced.
  case lockLost(path: String)
  /// The wall clock lies before the last moment the ledger knows.
  case clockBehind(now: Timestamp, last: Timestamp)
  /// No usable rules and no last good copy: the rendered faults.
  case noUsableRules(String)

  /// Whether waiting and trying again may help while the process lives.
  package var isTransient: Bool {
    switch self {
    case .world(let error):
      switch error {
      case .io, .crossDevice: true
      case .locked, .lockLost: false
      }
    case .ledger(let error):
      switch error {
      case .unavailable, .uncertain: true
      case .corrupt, .missing, .displaced, .tooNew, .fenced: false
      }
    case .untrustworthyLedger, .lockLost, .clockBehind, .noUsableRules: false
    }
  }

  package var text: Bilingual {
    switch self {
    case .world(let error): error.text
    case .ledger(let error): error.text.adding(error.advice)
    case .untrustworthyLedger(let path, let problem, let cure):
      Bilingual(en: "\(path): \(problem.en)", zh: "\(path)：\(problem.zh)").adding(LedgerError.untouched).adding(cure)
    case .lockLost(let path):
      Bilingual(
        en: "\(path) was taken away or replaced; stopping before anything else is written",
        zh: "\(path) 被移走或替换；在写入任何内容之前停止")
    case .clockBehind(let now, let last):
      Bilingual(
        en:
          "the clock says \(RFC3339.text(now)), and the ledger was last written at \(RFC3339.text(last)): nothing was taken; "
          + "set the clock, or say with --at what time it is",
        zh: "系统时钟为 \(RFC3339.text(now))，而台账最近一次记载于 \(RFC3339.text(last))：未收任何来件；请校准时钟，或用 --at 指明时刻")
    case .noUsableRules(let faults):
      Bilingual(
        en: "\(faults)\nno usable rules, and no last good copy to go on with; nothing was taken",
        zh: "\(faults)\n没有可用的规则，也没有上一份好规则可用；未收任何来件")
    }
  }
}

/// Runs a call of the spool or the ledger and names its failure; nothing else is thrown on the paths that use it.
///
/// While it lasts the loop it belongs to is known to wait for the world.
package func attempt<Value>(_ call: () throws -> Value) throws(Failure) -> Value {
  let pulse = Pulse.current
  pulse?.call()
  defer { pulse?.work() }
  do {
    return try call()
  } catch let error as LedgerError {
    throw .ledger(error)
  } catch let error as WorldError {
    throw .world(error)
  } catch let error as Failure {
    throw error
  } catch {
    preconditionFailure("an error that no room below throws: \(error)")
  }
}
