import ArgumentParser
import Console
import JSON
import Schema
import Words

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: say("Print the JSON Schema of rules.yaml, for editors.", "输出 rules.yaml 的 JSON Schema，供编辑器使用。"),
    discussion: say(
      "An editor that reads it tells slips while you type; what refers to another place is looked at by check. "
        + "Many find it by a first line  # yaml-language-server: $schema=FILE  in rules.yaml.",
      "编辑器据此边写边提示；引用、总数和样例仍由 check 检查。许多编辑器看 rules.yaml 的第一行  # yaml-language-server: $schema=文件  就能找到它。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption

  func run() throws {
    var writer = JSONWriter()
    RulesSchema.write(to: &writer)
    writer.endLine()
    try Console.out(writer.bytes)
  }
}
