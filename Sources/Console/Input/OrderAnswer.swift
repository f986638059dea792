import Answers
package import Custody
import Formats
import Glibc
package import GridCore
package import JSON
import Ledger
import Words

/// Sends an order through the inbox and waits until it is taken: exit 75 where nobody is there to take it or no answer comes, and the
/// order stays in the inbox; 65 where it is refused.
///
/// - Parameters:
///   - wait: for so long at the most.
///   - fields: writes what the order says.
package func send(
  _ order: Order.Kind, to settings: Settings, wait: Duration, _ fields: (inout JSONWriter) -> Void
) throws {
  let event = OwnEvent(order.rawValue)
  try event.drop(settings, type: order.rawValue, fields)
  guard try guarded({ try LockNote.look(settings) }).isHeld else {
    throw fail(
      Exit.tryLater,
      "no daemon holds \(neutral(settings.statePath)): the order stays in the inbox, and is carried out by the next start or pass",
      "没有值守程序在 \(neutral(settings.statePath)) 运行：指令留在收件目录，下次启动或 pass 时执行")
  }
  guard let outcome = try answer(to: event.identity, settings, wait: wait) else {
    throw fail(
      Exit.tryLater, "no answer yet; the order stays in the inbox and is carried out as soon as it can be",
      "尚无答复；指令留在收件目录，一有可能即执行")
  }
  guard case .rejected(let code, let text, let parameters) = outcome else { return }
  let words = Refusal.words(code: code, parameters: parameters, stored: text)
  throw fail(Exit.badData, "\(code): \(neutral(words.en))", "\(code)：\(neutral(words.zh))")
}

/// What became of an event; nil where that takes too long.
private func answer(to identity: EventIdentity, _ settings: Settings, wait: Duration) throws -> RecordOutcome? {
  var found: RecordOutcome?
  var answers = StepAnswers([.init(item: "", identity: identity)])
  let clock = ContinuousClock()
  let end = clock.now + wait
  _ = try guardedLedger {
    try answers.wait(
      opening: { try openLedger(settings) }, until: { clock.now >= end }, pause: { usleep(50_000) },
      tell: { _, outcome, _ in found = outcome })
  }
  return found
}
