import ArgumentParser
package import Formats
import JSON
import Rules
import Words

/// What the commands take: their options and their arguments, by the names people write.
///
/// The library that parses the words keeps this to itself but for the dump it prints for other tools. Only a line that it could
/// not parse is looked at with it.
package struct Grammar {
  /// An option, or a flag, which has no value.
  struct Option {
    let name: String
    /// What a value of it is called, as in the help; nil for a flag.
    let value: String?
    let isOptional: Bool
  }

  /// A word that stands without an option in front.
  struct Argument {
    let name: String
    let isRepeating: Bool
    let isOptional: Bool
  }

  /// A command with what may follow it.
  package struct Command {
    package let name: String
    let options: [Option]
    let arguments: [Argument]

    /// The option that is written so, without its dashes.
    func option(_ name: some StringProtocol) -> Option? {
      options.first { $0.name == name }
    }

    /// What the word at this place among the arguments is called.
    func argument(at place: Int) -> Argument? {
      arguments.indices.contains(place) ? arguments[place] : arguments.last.flatMap { $0.isRepeating ? $0 : nil }
    }
  }

  let commands: [Command]

  /// The command of this name.
  func command(_ name: String) -> Command? {
    commands.first { $0.name == name }
  }

  /// Reads the dump of the whole program.
  ///
  /// - Throws: where the dump is no JSON, which no release of the library gives.
  package init(dump: String) throws(InputFault) {
    let all = try StrictJSON.read(Array(dump.utf8)[...], maxDepth: StrictJSON.deepest)
    commands = all["command"]?["subcommands"]?.elements.map(Command.init) ?? []
  }
}

extension Grammar.Command {
  fileprivate init(_ dump: JSONValue) {
    let all = dump["arguments"]?.elements ?? []
    name = dump["commandName"]?.text ?? ""
    options = all.flatMap { argument in
      let value = argument["kind"]?.text == "option" ? argument["valueName"]?.text : nil
      return (argument["names"]?.elements ?? []).compactMap { name -> Grammar.Option? in
        guard name["kind"]?.text == "long", let text = name["name"]?.text else { return nil }
        return Grammar.Option(name: text, value: value, isOptional: argument["isOptional"] == .bool(true))
      }
    }
    arguments = all.filter { $0["kind"]?.text == "positional" }.map {
      Grammar.Argument(
        name: $0["valueName"]?.text ?? "", isRepeating: $0["isRepeating"] == .bool(true),
        isOptional: $0["isOptional"] == .bool(true))
    }
  }
}

extension JSONValue {
  fileprivate subscript(_ key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  fileprivate var elements: [JSONValue] {
    if case .array(let elements) = self { elements } else { [] }
  }

  fileprivate var text: String? {
    if case .string(let text) = self { text } else { nil }
  }
}
