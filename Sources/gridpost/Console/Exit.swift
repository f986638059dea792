import ArgumentParser
import Custody
import Ledger
import Linux
import Words

/// How the process ends; the numbers of sysexits(3) where they fit.
enum Exit {
  static let brokenLaw = ExitCode(1)
  /// A plan in which anything changes, and one that the guard would hold.
  static let changes = ExitCode(1)
  static let wouldBeHeld = ExitCode(2)
  static let usage = ExitCode(64)
  static let badData = ExitCode(65)
  static let noInput = ExitCode(66)
  static let ours = ExitCode(70)
  static let io = ExitCode(74)
  static let tryLater = ExitCode(75)
  static let badRules = ExitCode(78)
}

/// Ends the command with what went wrong, said in the reader's language.
func fail(_ code: ExitCode, _ en: String, _ zh: String) -> ExitCode {
  Console.err("gridpost: " + say(en, zh))
  return code
}

/// Runs a part of a command whose failures have exit codes.
func guarded<Value>(_ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch let failure as Failure {
    throw ending(failure)
  } catch let error as WorldError {
    throw ending(.world(error))
  }
}

func ending(_ failure: Failure) -> ExitCode {
  let code: ExitCode =
    switch failure {
    case .world(.locked), .world(.lockLost), .lockLost, .ledger(.fenced), .clockBehind: Exit.tryLater
    case .noUsableRules: Exit.badRules
    case .world, .ledger, .untrustworthyLedger: Exit.io
    }
  Console.err("gridpost: " + failure.text.text(language))
  return code
}
