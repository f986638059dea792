internal import GridCore
internal import LedgerStore
internal import Spool

/// Removing files that are in the ledger, off the hot path: when nothing is to be taken or delivered, or there is too little room; a
/// single pass has it done beside.
struct Clearing: Sendable {
  let station: Station
  let finished: Finished

  /// Removes finished files, at most so many; answers whether there may be more.
  func clearUp(_ files: Int) throws(Failure) -> Bool {
    let finished = finished
    let portion = try attempt { try finished.next(files) }
    guard !portion.files.isEmpty else { return false }
    let taken = portion.areKnown ? portion.files : try known(portion.files)
    for file in try attempt({ try finished.remove(taken) }) { giveBack(file) }
    return true
  }

  /// Those of the files that the ledger has; the others are given back.
  private func known(_ files: [ClaimedFile]) throws(Failure) -> [ClaimedFile] {
    var asked = IntakeQuestion()
    asked.files = files.map { FileTrace($0) }
    let (question, ledger) = (asked, station.ledger)
    let known = try attempt { try ledger.lookUp(question) }.files
    var taken: [ClaimedFile] = []
    for (file, earlier) in zip(files, known) {
      if earlier?.outcome == .taken { taken.append(file) } else { giveBack(file) }
    }
    return taken
  }

  private func giveBack(_ file: ClaimedFile) {
    station.tellOfChange(file)
    finished.giveBack(file)
  }
}

extension Station {
  func tellOfChange(_ file: ClaimedFile) {
    let name = FileName.shown(file.name)
    journal.warning("\(name) changed after it was read; it is read again", "\(name) 读取后又有变动，将再读一次")
  }
}
