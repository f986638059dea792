internal import Custody
internal import Linux
internal import Words

/// What the daemon is made of: each is given what it needs, and not the station.
extension Station {
  func intake(isPatient: Bool) -> sending Intake {
    Intake(
      seat, folder: folder, witness: witness, rules: rules, adoption: adoption, clock: clock, alarms: alarms,
      journal: journal, pulses: pulses, isPatient: isPatient)
  }

  func delivery() -> sending Delivery {
    Delivery(
      seat, folder: folder, rules: rules, alarms: alarms, journal: journal, pulses: pulses,
      laidDownBefore: laidDownBefore)
  }

  /// - Parameters:
  ///   - calendar: told whether items are counted beyond it, where somebody shows that.
  ///   - onRaised: told each time that some rungs are stored.
  func presser(
    calendar: CalendarWatch? = nil, onRaised: @escaping @Sendable () -> Void = {}
  ) -> sending Presser {
    Presser(seat, rules: rules, calendar: calendar, clock: clock, journal: journal, onRaised: onRaised)
  }

  /// - Parameter reload: raised by whoever wants the rules file to be looked at now.
  func caretaker(_ bells: Bells, reload: Latch, notifier: SystemdNotifier) -> sending Caretaker {
    let desk = RuleDesk(
      adoption, watch: RulesWatch(path: settings.rulesPath, judged: start.seen), start: startingLook, alarms: alarms,
      journal: journal, notifier: notifier, reload: reload, show: { [self] in show($0, atOnce: $1) },
      onAdopted: {
        bells.clocks.ring()
        // Other rounds may be due sooner.
        bells.intake.ring()
      })
    return Caretaker(
      seat, desk: desk, calendar: calendar, folder: folder, isWatched: inboxIsWatched, clock: clock, alarms: alarms,
      journal: journal,
      pulses: pulses, bells: bells, showClock: { [self] in showClock() },
      writeMarker: { [self] () throws(Failure) in try writeMarker() })
  }

  /// A loop for whoever takes these turns.
  ///
  /// - Parameter onlyCalls: whether the turns do nothing of their own but look at the world.
  func loop(
    _ code: DegradationCode, _ work: sending any Turning, bell: Doorbell, onlyCalls: Bool = false
  ) -> Loop {
    Loop(
      code, work, seat: seat, clock: clock, alarms: alarms,
      pulse: pulses.pulse(of: code.rawValue, onlyCalls: onlyCalls), bell: bell)
  }
}
