package import GridCore
internal import Laws
package import Ledger
package import Linux
package import Spool

/// Puts a book in force: its text beside the ledger, then into the ledger, then the one value that everybody reads.
///
/// All that can fail comes before the swap. A crash leaves the book before in force, or the new one.
package struct RuleAdoption: Sendable {
  let folder: StateFolder
  let seat: LedgerSeat
  let rules: RulesInForce
  let clock: ServiceClock
  let line: StatusLine

  package init(folder: StateFolder, seat: LedgerSeat, rules: RulesInForce, clock: ServiceClock, line: StatusLine) {
    self.folder = folder
    self.seat = seat
    self.rules = rules
    self.clock = clock
    self.line = line
  }

  /// Puts a book in force; a failure leaves the one before.
  package func adopt(_ book: RuleBook, text: [UInt8]) throws(Failure) {
    let record = RulesRecord(book, text: text, at: clock.now)
    try keepCopy(of: text)
    let ledger = seat.ledger
    let before = try attempt { try ledger.rulesInForce() }?.digest
    let asksItems = before != nil && before != book.digest && mayAskItems(book)
    // Killed from here on, the next start finds the witness.
    if asksItems { try rules.ladder.leaveWitness() }
    if before != book.digest { try attempt { try ledger.adopt(record) } }
    rules.swap(to: book)
    if asksItems { rules.ladder.raise() }
    line.show(book)
  }

  // MARK: By an order

  /// Before the order that puts a held book in force is committed.
  package func leaveWitness(of held: HeldRules.Text) throws(Failure) {
    if mayAskItems(held.book) { try rules.ladder.leaveWitness() }
  }

  /// After it: the ledger has the book in force, and everybody reads it from here on. The copy beside the ledger is for people, and for
  /// a ledger that is lost; a start that finds another one renews it.
  package func follow(_ held: HeldRules.Text) throws(Failure) {
    let asksItems = mayAskItems(held.book)
    rules.swap(to: held.book)
    if asksItems { rules.ladder.raise() }
    line.show(held.book)
    // A text that was saved meanwhile, and is held, is another.
    if rules.held.current?.hold.digest == held.hold.digest { try rules.held.end() }
    try keepCopy(of: held.bytes)
  }

  private func keepCopy(of text: [UInt8]) throws(Failure) {
    try attempt {
      let path = "\(folder.path)/\(Settings.lastGoodName)"
      if try DurableFile.read(path: path, max: RulesFile.largest) != text {
        try DurableFile.replace(
          folder: folder.path, name: Settings.lastGoodName, bytes: text, ownedBy: folder.ownership)
      }
    }
  }

  private func mayAskItems(_ book: RuleBook) -> Bool {
    let current = rules.current
    // At a start it is the current one: whichever the ledger names is not read again for its ladder and its calendar.
    return book.digest == current.digest || book.asksItemsAnew(after: current)
  }
}

extension RulesRecord {
  /// A book as it is put in force.
  package init(_ book: RuleBook, text: [UInt8], at now: Timestamp) {
    self.init(
      digest: book.digest, text: text, loadedAt: now, duties: book.duties.count, matters: book.matters.count,
      communities: book.communities.count, grids: book.grids.count)
    definitions = Self.definitions(of: book, at: now)
  }
}
