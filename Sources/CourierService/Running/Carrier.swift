internal import Couriers
internal import Custody
internal import GridCore
internal import Linux
internal import Words

/// One courier at work, on a thread of its own: asks its lane what to do, does it, and says what came of it.
final class Carrier: Sendable {
  private let desk: CourierDesk
  private let index: Int
  private let agent: String
  private let journal: Journal
  let bell: Doorbell
  private let mustStop = Latch()
  private let hurry = Latch()
  private let hasEnded = Latch()
  /// Whether it ends as soon as there is nothing to do now.
  private let isOnce: Bool

  init(_ desk: CourierDesk, _ index: Int, agent: String, journal: Journal, isOnce: Bool) throws(WorldError) {
    (self.desk, self.index, self.agent, self.journal, self.isOnce) = (desk, index, agent, journal, isOnce)
    bell = try Doorbell()
  }

  private var courier: Courier { desk.couriers[index] }

  /// Whether its thread has nothing more to do.
  var isDone: Bool { hasEnded.isRaised }

  func start() throws(WorldError) -> Strand {
    try Strand("courier") { [self] in
      defer { hasEnded.raise() }
      let sender = Sender(agent: agent, hurry: hurry)
      while !mustStop.isRaised {
        switch desk.next(index) {
        case .send(let keys): carry(keys, sender)
        case .wait(let until):
          if isOnce { return }
          bell.wait(.milliseconds(max(0, until - ServiceClock.bootMilliseconds)))
        case .idle:
          if isOnce { return }
          bell.wait(.seconds(3600))
        }
      }
    }
  }

  /// Asks it to end with the try it is in.
  func stop() {
    mustStop.raise()
    bell.ring()
  }

  /// Asks it to end at once.
  func abandon() { hurry.raise() }

  private func carry(_ keys: [String], _ sender: Sender) {
    let now = ServiceClock.wallTime
    let papers: [(key: String, paper: Paper)]
    do throws(WorldError) {
      papers = try desk.papers(keys, now)
    } catch {
      journal.error(error.text.en, error.text.zh)
      _ = bell.wait(.seconds(1))
      return
    }
    guard !papers.isEmpty else { return }
    let message = Message(papers.map(\.paper), by: courier, at: now, language: journal.language)
    let start = ServiceClock.bootMilliseconds
    let answer = sender.send(message, to: courier)
    // What we ended ourselves says nothing of the receiver.
    if answer.trouble == .stopped, mustStop.isRaised { return }
    let end = ServiceClock.wallTime
    let verdict = Verdict(answer, to: courier, at: end)
    let outcomes = desk.conclude(papers, verdict, by: index, end, chance: Double.random(in: 0...1))
    tell(papers.map(\.paper), answer, verdict, outcomes, end, ServiceClock.bootMilliseconds - start)
  }

  private func tell(
    _ papers: [Paper], _ answer: Answer, _ verdict: Verdict, _ outcomes: [(id: String, outcome: Lane.Outcome)],
    _ now: Timestamp, _ milliseconds: Int64
  ) {
    let isGone = outcomes.contains { $0.outcome == .undelivered }
    let result =
      switch verdict {
      case .delivered: "delivered"
      case .stopped: "stopped"
      default: isGone ? "undelivered" : "retry"
      }
    desk.log.add(
      CourierLog.Line(
        at: now, courier: courier, notices: papers.map { ($0.id, $0.item) }, result: result, status: answer.status,
        why: verdict.why, milliseconds: milliseconds))
    let what =
      papers.count == 1
      ? Bilingual(en: "notice \(papers[0].id)", zh: "通知单 \(papers[0].id)")
      : Bilingual(en: "\(papers.count) notices", zh: "\(papers.count) 张通知单")
    let name = quoted(courier.name)
    guard let why = verdict.why?.text else {
      return journal.info("\(what.en) -> courier \(name)", "\(what.zh) -> 投递 \(name)")
    }
    if isGone {
      journal.error(
        "\(what.en) could not be delivered by courier \(name): \(why.en)", "\(what.zh) 送不出去，投递 \(name)：\(why.zh)")
    } else {
      journal.warning(
        "\(what.en) not taken by the receiver of courier \(name): \(why.en)", "投递 \(name) 的接收方没收 \(what.zh)：\(why.zh)")
    }
  }
}
