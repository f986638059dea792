internal import Custody
internal import Formats
internal import GridCore
internal import JSON
internal import Ledger
internal import Linux
internal import Receiving
internal import Words

/// What is read again from the ledger: steps that were held, and reports of items that are in triage.
extension Registrar {
  /// Gives up held steps whose item did not come in time; before anything is taken, for from then on they own nothing.
  func giveUpHeld(_ now: Timestamp) throws(Failure) {
    while true {
      let (book, ledger) = (rules.current, seat.ledger)
      let expired = try attempt {
        try ledger.heldRecords(receivedBefore: now.adding(-book.intake.stepWait), limit: 512)
      }
      if expired.isEmpty { return }
      let outcome = Self.rejected(Refusal(.unknownItem))
      var answer = ReceivedBatch(at: now, rules: book.digest)
      answer.released = expired.map { ($0.seq, outcome) }
      let sealed = answer
      _ = try attempt { try ledger.receive(sealed) }
      journal.notice(
        "\(expired.count) held steps given up: their items did not come", "\(expired.count) 个步骤等候的事项一直未到，不予接受")
    }
  }

  /// How long until the next held step is given up; nil where none is held.
  func untilHeldExpire() throws(Failure) -> Duration? {
    let (wait, ledger) = (rules.current.intake.stepWait, seat.ledger)
    let first = try attempt { try ledger.heldRecords(receivedBefore: Timestamp(seconds: .max), limit: 1) }.first
    return first.map { max(clock.timeUntil(after: $0.receivedAt.adding(wait)), .milliseconds(1)) }
  }

  /// Held steps that wait for this batch's reports.
  static func waitingSteps(_ held: [HeldRecord]) -> [String: [Reception.Held]] {
    var waiting: [String: [Reception.Held]] = [:]
    for record in held {
      let event = EventReader.again(record.bytes, received: record.receivedAt, as: record.readBy)
      guard let event, case .step(let step) = event.body else {
        continue
      }
      waiting[record.item, default: []].append(
        Reception.Held(record: .stored(seq: record.seq), key: event.key, step: step))
    }
    return waiting
  }

  /// What the reports of items in triage say.
  func reports(_ knowledge: IntakeKnowledge) -> [EventKey: Report] {
    var reports: [EventKey: Report] = [:]
    for (key, item) in knowledge.items {
      guard let bytes = knowledge.reports[key], let event = EventReader.again(bytes, received: item.receivedAt),
        case .report(let report) = event.body
      else { continue }
      reports[key] = report
    }
    return reports
  }
}
