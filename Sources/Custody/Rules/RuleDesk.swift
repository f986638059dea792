package import GridCore
package import Linux
internal import Rules
internal import Words

/// Where a rules text is looked at, judged, and put in force or refused, and where whoever asked for the look is answered.
///
/// All that can fail comes before the swap, so a bad text changes nothing. A crash leaves the book before in force, or the new one.
package final class RuleDesk {
  /// What is to become of a text.
  package enum Judgement {
    /// It is the one in force.
    case stays
    /// This book is put in force.
    case adopt(RuleBook)
    /// It has faults.
    case refuse
  }

  /// What is to become of a text, by what it says and what is in force.
  package static func judge(_ new: RuleBook?, inForce: RuleBook) -> Judgement {
    guard let new else { return .refuse }
    return new.digest == inForce.digest ? .stays : .adopt(new)
  }

  private let adoption: RuleAdoption
  private let alarms: Alarms
  private let journal: Journal
  private let notifier: SystemdNotifier
  private let reload: Latch
  private let show: (RulesLook, _ atOnce: Bool) -> Void
  private let onAdopted: () -> Void
  private var watch: RulesWatch
  /// Whether somebody asked for a look and has no answer yet.
  private var isAsked = false
  /// What became of the text that lies there.
  private var answer: RulesLook

  /// - Parameters:
  ///   - watch: knows the text that the start saw.
  ///   - start: what the start's look came to.
  ///   - reload: raised by whoever wants the file to be looked at now.
  ///   - show: told what each look came to, and whether somebody waits for it.
  ///   - onAdopted: told whenever another book has come into force.
  package init(
    _ adoption: RuleAdoption, watch: RulesWatch, start: RulesLook, alarms: Alarms, journal: Journal,
    notifier: SystemdNotifier = .silent, reload: Latch, show: @escaping (RulesLook, _ atOnce: Bool) -> Void,
    onAdopted: @escaping () -> Void
  ) {
    self.adoption = adoption
    self.alarms = alarms
    self.journal = journal
    self.notifier = notifier
    self.reload = reload
    self.show = show
    self.onAdopted = onAdopted
    self.watch = watch
    answer = start
  }

  /// Looks at the file, and does what is to be done with it; answers when to look again, if sooner than usual.
  ///
  /// - Parameter awake: since the machine was started, its sleep left out.
  package func look(awake: Duration = ServiceClock.awake) throws(Failure) -> Duration? {
    if reload.takeDown() {
      isAsked = true
      notifier.reloading()
    }
    // After the question was heard: whoever asked waits for a look that began later than that.
    let began = ServiceClock.bootNanoseconds
    let inForce = adoption.rules.current
    noticeRelease(inForce)
    let settle = min(inForce.intake.settle, RulesWatch.longestSettle)
    let look = watch.look(isAsked: isAsked, now: awake, settle: settle) { $0.digest == inForce.digest }
    if case .unsettled(let pause) = look { return pause }
    do throws(Failure) {
      try deal(with: look, inForce: inForce)
    } catch {
      // What was seen is not done with: the next look takes it for new. systemd need not wait for that.
      watch.forget()
      if isAsked { notifier.ready(adoption.line.text) }
      throw error
    }
    // The answer comes last, so that whoever waits for it finds everything else done.
    if isAsked { notifier.ready(adoption.line.text) }
    answer.began = began
    show(answer, isAsked)
    isAsked = false
    return nil
  }

  private func deal(with look: RulesWatch.Look, inForce: RuleBook) throws(Failure) {
    switch look {
    case .unchanged, .unsettled: break
    case .unreadable(let trouble): refuse(RuleFault.unreadable(watch.path, trouble))
    case .settled(let sight):
      let reading = RulesReading(sight.bytes, name: watch.path).replacing(inForce)
      switch Self.judge(reading.rules.book, inForce: inForce) {
      case .refuse:
        refuse(RuleFault.refused(watch.path, reading), digest: sight.digest)
        let faults = reading.rendered(journal.language)
        journal.error(faults, faults)
        try endHold()
      case .adopt(let book):
        if let hold = try judge(book, inForce: inForce) {
          try self.hold(HeldRules.Text(hold, book: book, bytes: reading.bytes))
          (answer.verdict, answer.digest) = (.held, sight.digest)
          return alarms.lower(.rules)
        }
        try adopt(book, reading)
        accept(sight.digest)
        try endHold()
      case .stays:
        accept(sight.digest)
        try endHold()
      }
    }
  }

  // MARK: Holding

  private func judge(_ book: RuleBook, inForce: RuleBook) throws(Failure) -> RuleHold? {
    let (ledger, now) = (adoption.seat.ledger, adoption.clock.now)
    let known = adoption.rules.held.current?.hold
    return try attempt { try RuleJudge.hold(book, inForce: inForce, ledger, at: now, known: known) }
  }

  /// Shows what is held since the start, or from now on.
  private func hold(_ held: HeldRules.Text) throws(Failure) {
    try adoption.rules.held.hold(held)
    show(held.hold)
  }

  private func show(_ hold: RuleHold) { alarms.raise(.held, hold.line, since: hold.since) }

  private func endHold() throws(Failure) {
    try adoption.rules.held.end()
    alarms.lower(.held)
  }

  /// What an order has released is in force, and held no more.
  private func noticeRelease(_ inForce: RuleBook) {
    guard adoption.rules.held.current == nil else { return }
    alarms.lower(.held)
    if answer.verdict == .held, answer.digest == inForce.digest { answer.verdict = .inForce }
  }

  private func adopt(_ book: RuleBook, _ reading: RulesReading) throws(Failure) {
    try adoption.adopt(book, text: reading.bytes)
    let (digest, duties, matters) = (book.digest.hex.prefix(12), book.duties.count, book.matters.count)
    journal.notice(
      "rules in force: \(digest), \(duties) duties, \(matters) matters",
      "规则已生效：\(digest)，\(duties) 项职责，\(matters) 项事项")
    onAdopted()
  }

  private func accept(_ digest: Digest?) {
    (answer.verdict, answer.digest) = (.inForce, digest)
    alarms.lower(.rules)
  }

  private func refuse(_ text: Bilingual, digest: Digest? = nil) {
    (answer.verdict, answer.digest) = (.refused, digest)
    alarms.raise(.rules, text, recording: true)
  }
}
