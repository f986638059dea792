internal import Custody
internal import GridCore
internal import Linux
internal import Rules
internal import Words

/// Where a rules text is looked at, judged, and put in force or refused, and where whoever asked for the look is answered.
///
/// All that can fail comes before the swap, so a bad text changes nothing. A crash leaves the book before in force, or the new one.
final class RuleDesk {
  private let station: Station
  private let notifier: SystemdNotifier
  private let reload: Latch
  private let onAdopted: () -> Void
  private var watch: RulesWatch
  /// Whether somebody asked for a look and has no answer yet.
  private var isAsked = false
  /// What became of the text that lies there.
  private var verdict: (RulesLook.Verdict, Digest?)

  /// - Parameters:
  ///   - reload: raised by whoever wants the file to be looked at now.
  ///   - onAdopted: told whenever another book has come into force.
  init(_ station: Station, notifier: SystemdNotifier, reload: Latch, onAdopted: @escaping () -> Void) {
    self.station = station
    self.notifier = notifier
    self.reload = reload
    self.onAdopted = onAdopted
    watch = RulesWatch(path: station.settings.rulesPath, judged: station.start.seen)
    verdict = (station.startingLook.verdict, station.startingLook.digest)
  }

  /// Looks at the file, and does what is to be done with it; answers when to look again, if sooner than usual.
  func look() throws(Failure) -> Duration? {
    if reload.takeDown() {
      isAsked = true
      notifier.reloading()
    }
    let began = ServiceClock.bootNanoseconds
    let inForce = station.rules.current
    let settle = min(inForce.intake.settle, RulesWatch.longestSettle)
    let look = watch.look(isAsked: isAsked, now: ServiceClock.awake, settle: settle) { $0.digest == inForce.digest }
    if case .unsettled(let pause) = look { return pause }
    do throws(Failure) {
      try deal(with: look)
    } catch {
      // What was seen is not done with: the next look takes it for new. systemd need not wait for that.
      watch.forget()
      if isAsked { notifier.ready(station.line.text) }
      throw error
    }
    // The answer comes last, so that whoever waits for it finds everything else done.
    if isAsked { notifier.ready(station.line.text) }
    station.show(
      RulesLook(path: station.startingLook.path, began: began, verdict: verdict.0, digest: verdict.1), atOnce: isAsked)
    isAsked = false
    return nil
  }

  private func deal(with look: RulesWatch.Look) throws(Failure) {
    switch look {
    case .unchanged, .unsettled: break
    case .unreadable(let trouble): refuse(RuleFault.unreadable(watch.path, trouble))
    case .settled(let sight):
      let reading = RulesReading(sight.bytes, name: watch.path)
      if let book = reading.rules.book {
        try adopt(book, reading)
      } else {
        refuse(RuleFault.refused(watch.path, reading), digest: sight.digest)
        let faults = reading.rendered(station.journal.language)
        station.journal.error(faults, faults)
      }
    }
  }

  private func adopt(_ book: RuleBook, _ reading: RulesReading) throws(Failure) {
    if book.digest != station.rules.current.digest {
      try station.putInForce(book, text: reading.bytes)
      let (duties, matters) = (book.duties.count, book.matters.count)
      station.journal.notice(
        "rules in force: \(book.digest.hex.prefix(12)), \(duties) duties, \(matters) matters",
        "规则已生效：\(book.digest.hex.prefix(12))，\(duties) 项职责，\(matters) 项事项")
      onAdopted()
    }
    verdict = (.inForce, book.digest)
    station.lower(.rules)
  }

  private func refuse(_ text: Bilingual, digest: Digest? = nil) {
    verdict = (.refused, digest)
    station.raise(.rules, text, recording: true)
  }
}
