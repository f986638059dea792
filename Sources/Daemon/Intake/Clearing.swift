internal import Custody
internal import GridCore
internal import Ledger
internal import Linux
internal import Spool

/// Removing files that are in the ledger, off the hot path: when nothing is to be taken or delivered, or there is too little room; a
/// single pass has it done beside.
struct Clearing: Sendable {
  /// So many are worth other threads: where the volume has what is removed discarded, most of the time is waiting.
  private static let many = 256

  let seat: LedgerSeat
  let journal: Journal
  let finished: Finished
  private let asides: [Aside<Result<[ClaimedFile], Failure>>]

  init(_ seat: LedgerSeat, finished: Finished, journal: Journal, pulses: Pulses) {
    self.seat = seat
    self.finished = finished
    self.journal = journal
    asides = (1...3).map { Aside("clearer-\($0)", pulse: pulses.pulse(of: "clearer-\($0)")) }
  }

  /// Removes finished files, at most so many; answers whether there may be more.
  func clearUp(_ files: Int) throws(Failure) -> Bool {
    let finished = finished
    let portion = try attempt { try finished.next(files) }
    guard !portion.files.isEmpty else { return false }
    let taken = portion.areKnown ? portion.files : try known(portion.files)
    for file in try remove(taken) { giveBack(file) }
    return true
  }

  /// Removes such files; answers those which are to be given back.
  private func remove(_ files: [ClaimedFile]) throws(Failure) -> [ClaimedFile] {
    let (finished, hands) = (finished, files.count < Self.many ? [] : asides)
    let share = files.count / (hands.count + 1)
    for (number, hand) in hands.enumerated() {
      let part = files[(number * share)..<((number + 1) * share)]
      hand.begin { Result { () throws(Failure) in try attempt { try finished.remove(part) } } }
    }
    let own = Result { () throws(Failure) in try attempt { try finished.remove(files[(hands.count * share)...]) } }
    // All have ended before any of them is heard: nothing may work behind us.
    let results = hands.compactMap { $0.finish() } + [own]
    var changed: [ClaimedFile] = []
    for result in results { changed += try result.get() }
    return changed
  }

  /// Those of the files that the ledger has; the others are given back.
  private func known(_ files: [ClaimedFile]) throws(Failure) -> [ClaimedFile] {
    var asked = IntakeQuestion()
    asked.files = files.map { FileTrace($0) }
    let (question, ledger) = (asked, seat.ledger)
    let known = try attempt { try ledger.lookUp(question) }.files
    var taken: [ClaimedFile] = []
    for (file, earlier) in zip(files, known) {
      if earlier?.outcome == .taken { taken.append(file) } else { giveBack(file) }
    }
    return taken
  }

  private func giveBack(_ file: ClaimedFile) {
    IntakeJournal(journal: journal).tellOfChange(file)
    finished.giveBack(file)
  }
}
