package import Custody
import Formats
package import GridCore
import Rules
import Words

/// Reads a rules file for a command, from a pipe too: exit 66 where there is none, 74 where it cannot be read.
package func readRules(_ input: InputFile) throws -> RulesReading {
  RulesReading(try input.read(max: RulesFile.largest), name: input.name)
}

/// The book of a rules file, for commands that route by it: exit 65 with every fault where it has any.
package func usableBook(_ path: String) throws -> RuleBook {
  let reading = try readRules(InputFile(path))
  guard let book = reading.rules.book else {
    Console.err(reading.rendered(language, colour: Console.coloured))
    throw Exit.badData
  }
  return book
}
