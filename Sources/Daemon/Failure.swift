package import Formats
package import LedgerStore
package import Spool

/// How a pass or a start fails; every case is the world's fault or another daemon's, never the input's.
package enum Failure: Error, Sendable {
  case spool(SpoolError)
  case ledger(LedgerError)
  /// The state's ledger is missing, empty, damaged or older than it once was; the file's path and what is wrong.
  case untrustworthyLedger(path: String, problem: Bilingual)
  /// The lock file was taken away or replaced.
  case lockLost(path: String)
  /// No usable rules and no last good copy: the rendered faults.
  case noUsableRules(String)

  /// Whether waiting and trying again may help while the process lives.
  package var isTransient: Bool {
    switch self {
    case .spool(let error):
      switch error {
      case .io, .crossDevice: true
      case .locked, .lockLost: false
      }
    case .ledger(let error):
      switch error {
      case .unavailable, .uncertain: true
      case .corrupt, .missing, .tooNew, .fenced: false
      }
    case .untrustworthyLedger, .lockLost, .noUsableRules: false
    }
  }

  package var text: Bilingual {
    switch self {
    case .spool(let error): Bilingual(en: "\(error)", zh: "文件操作失败：\(error)")
    case .ledger(let error): Bilingual(en: "\(error)", zh: "台账操作失败：\(error)")
    case .untrustworthyLedger(let path, let problem):
      Bilingual(
        en: "\(path): \(problem.en); nothing was changed; put the ledger's own files back",
        zh: "\(path)：\(problem.zh)；未作任何更改；请把台账原来的文件放回")
    case .lockLost(let path):
      Bilingual(
        en: "\(path) was taken away or replaced; stopping before anything else is written",
        zh: "\(path) 被移走或替换；在写入任何内容之前停止")
    case .noUsableRules(let faults):
      Bilingual(
        en: "\(faults)\nno usable rules, and no last good copy to go on with; nothing was taken",
        zh: "\(faults)\n没有可用的规则，也没有上一份好规则可用；未收任何来件")
    }
  }
}

/// Runs a call of the spool or the ledger and names its failure; nothing else is thrown on the paths that use it.
func attempt<Value>(_ call: () throws -> Value) throws(Failure) -> Value {
  do {
    return try call()
  } catch let error as LedgerError {
    throw .ledger(error)
  } catch let error as SpoolError {
    throw .spool(error)
  } catch let error as Failure {
    throw error
  } catch {
    preconditionFailure("an error that no room below throws: \(error)")
  }
}
