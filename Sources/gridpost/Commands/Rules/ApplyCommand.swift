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
  @Option(help: hint("Seconds to wait for the answer.", "等候答复的秒数。", "seconds"))
  var wait = Seconds(10)

  mutating func validate() throws {
    if !Order.names(aDigest: digest) {
      throw ValidationError(say("a digest is 12 to 64 hex digits (0-9, a-f)", "摘要应为 12 至 64 位十六进制数（0-9、a-f）"))
    }
    if !(0...86_400).contains(wait.count) {
      throw ValidationError(say("--wait wants 0 to 86400 seconds", "--wait 应为 0 到 86400 秒"))
    }
  }

  func run() throws {
    let settings = place.settings
    let event = OwnEvent("apply")
    try event.drop(settings, type: Order.Kind.apply.rawValue) { writer in
      writer.field("digest", digest)
      writer.field("by", by ?? loginName())
      if let note { writer.field("note", note) }
    }
    guard try guarded({ try LockNote.look(settings) }).isHeld else {
      throw fail(
        Exit.tryLater,
        "no daemon holds \(neutral(place.state)): the order stays in the inbox, and is carried out by the next start or pass",
        "没有值守程序在 \(neutral(place.state)) 运行：放行指令留在收件目录，下次启动或 pass 时执行")
    }
    try waitForAnswer(event.identity, settings)
  }

  private func waitForAnswer(_ identity: EventIdentity, _ settings: Settings) throws {
    var refusal: (code: String, words: Bilingual)?
    var answers = StepAnswers([.init(item: "", identity: identity)])
    let clock = ContinuousClock()
    let end = clock.now + .seconds(wait.count)
    let isAnswered = try guardedLedger {
      try answers.wait(
        opening: { try openLedger(settings) }, until: { clock.now >= end }, pause: { usleep(50_000) },
        tell: { _, outcome, _ in
          guard case .rejected(let code, let text, let parameters) = outcome else { return }
          refusal = (code, Refusal.words(code: code, parameters: parameters, stored: text))
        })
    }
    guard isAnswered else {
      throw fail(
        Exit.tryLater, "no answer yet; the order stays in the inbox and is carried out as soon as it can be",
        "尚无答复；放行指令留在收件目录，一有可能即执行")
    }
    if let refusal {
      throw fail(
        Exit.badData, "\(refusal.code): \(neutral(refusal.words.en))", "\(refusal.code)：\(neutral(refusal.words.zh))")
    }
    Console.err(say("\(digest.prefix(12)): in force", "\(digest.prefix(12))：已生效"))
  }
}
