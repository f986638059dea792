import Answers
import ArgumentParser
import Console
import Custody
import Formats
import Glibc
import GridCore
import JSON
import Ledger
import Words

struct ApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: say("Release the rules that the guard holds back.", "放行暂缓生效的规则。"))

  @OptionGroup var place: PlaceOptions
  @Argument(
    help: hint(
      "The held rules' digest, or its first 12 hex digits and more (“gridpost status” shows it).",
      "暂缓生效规则的摘要，或其前 12 位以上（“gridpost status” 可见）。", "digest"))
  var digest: String
  @Option(help: hint("Who releases them.", "经办人。", "who"))
  var by: String?
  @Option(help: hint("Why.", "说明。", "text"))
  var note: String?
  @OptionGroup var wait: WaitOption

  mutating func validate() throws {
    if !Order.names(aDigest: digest) {
      throw ValidationError(say("a digest is 12 to 64 hex digits (0-9, a-f)", "摘要应为 12 至 64 位十六进制数（0-9、a-f）"))
    }
  }

  func run() throws {
    try send(.apply, to: place.settings, wait: wait.duration) { writer in
      writer.field("digest", digest)
      writer.field("by", by ?? loginName())
      if let note { writer.field("note", note) }
    }
    Console.err(say("\(digest.prefix(12)): in force", "\(digest.prefix(12))：已生效"))
  }
}
