package import ArgumentParser
package import Custody
import Ledger
import Linux
import Words

/// How the process ends; the numbers of sysexits(3) where they fit.
package enum Exit {
  package static let brokenLaw = ExitCode(1)
  /// A plan in which anything changes, and one that the guard would hold.
  package static let changes = ExitCode(1)
  package static let wouldBeHeld = ExitCode(2)
  package static let usage = ExitCode(64)
  package static let badData = ExitCode(65)
  package static let noInput = ExitCode(66)
  package static let ours = ExitCode(70)
  package static let io = ExitCode(74)
  package static let tryLater = ExitCode(75)
  package static let badRules = ExitCode(78)
}

/// Ends the command with what went wrong, said in the reader's language.
package func fail(_ code: ExitCode, _ en: String, _ zh: String) -> ExitCode {
  Console.err("gridpost: " + say(en, zh))
  return code
}

/// Runs a part of a command whose failures have exit codes.
package func guarded<Value>(_ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch let failure as Failure {
    throw ending(failure)
  } catch let error as WorldError {
    throw ending(.world(error))
  }
}

/// Ends the command with a failure below it, in its exit code.
package func ending(_ failure: Failure) -> ExitCode {
  let code: ExitCode =
    switch failure {
    case .world(.locked), .world(.lockLost), .lockLost, .ledger(.fenced), .clockBehind: Exit.tryLater
    case .noUsableRules: Exit.badRules
    case .world, .ledger, .untrustworthyLedger: Exit.io
    }
  Console.err("gridpost: " + failure.text.text(language))
  return code
}
