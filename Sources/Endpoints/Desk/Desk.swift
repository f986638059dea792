package import Answers
package import Board
internal import CourierService
package import Custody
package import Doors
package import GridCore
package import Laws
package import Ledger
package import Linux
internal import Rules
internal import Spool
internal import Synchronization
package import Users
package import Web
package import Words

/// What all endpoints share: where things are, and the ledger to read.
///
/// It reads the ledger beside the daemon and the state's folders, and brings in nothing but files in the inbox.
package final class Desk: Sendable {
  package let options: ServeOptions
  package let window: LedgerWindow
  package let books = BookShelf()
  /// How many requests were answered.
  package let requests = RequestFigures()
  package let keeper = Keeper()
  package let troubles = Troubles()
  /// What many ask for at the same time.
  package let shared = SharedAnswers()
  /// How ledger and rules stand for those who look.
  package let sights = Sights<Sight, Viewer>()
  /// The daemon's clock.
  package let clock: StateClock
  private let waiting = Thrift<Int>()
  let space: InboxSpace
  let drops = SharedDrops()
  private let named = Mutex<(book: Digest?, names: Names)?>(nil)
  package let laws: LawWatch

  /// Nothing is opened before the first question.
  package init(_ options: ServeOptions) {
    self.options = options
    window = LedgerWindow(options.settings)
    clock = StateClock(options.settings)
    space = InboxSpace(options)
    laws = LawWatch(options.settings)
  }

  package var settings: Settings { options.settings }

  /// The ledger, or 503 where there is none yet.
  package func ledger() throws(Problem) -> any LedgerReading {
    guard let ledger = try window.ledger() else {
      throw Problem(
        .notReady,
        Bilingual(
          en: "there is no ledger yet in the state folder; has the daemon ever run there?",
          zh: "状态目录中还没有台账；值守程序在那里运行过吗？"), retryAfter: 5)
    }
    return ledger
  }

  /// Asks the ledger; what it throws is a `Problem`.
  package func reading<Value>(
    _ body: (any LedgerReading) throws -> Value
  ) throws(Problem) -> Value {
    let ledger = try ledger()
    do { return try body(ledger) } catch { throw Problem(any: error) }
  }

  /// What tells whether anything was written since somebody looked.
  package struct Sight: Hashable, Sendable {
    /// Nil before there is a ledger.
    let ledger: LedgerStanding?
    let rules: FileMark?

    /// A sight of a ledger, without rules.
    package init(_ ledger: LedgerStanding) { self.init(ledger: ledger, rules: nil) }

    init(ledger: LedgerStanding?, rules: FileMark?) {
      (self.ledger, self.rules) = (ledger, rules)
    }
  }

  /// How the ledger stands, and which file of rules lies there, for who asks.
  ///
  /// - Parameter age: how old it may be where writes follow fast upon each other.
  package func sight(
    for viewer: Viewer?, at second: Timestamp, within age: Duration = .seconds(1)
  ) throws(Problem) -> Sight {
    try sights.current(for: viewer, at: second, within: age) { () throws(Problem) in
      let ledger = try window.ledger()
      do {
        return Sight(ledger: try ledger?.standing(), rules: FileMark(settings.rulesPath))
      } catch { throw Problem(any: error) }
    }
  }

  /// Open cases and figures as of what is shown now.
  func current(_ ledger: any LedgerReading, under book: RuleBook?) throws -> Keeper.Current {
    try keeper.current(ledger, under: book, showing: sights.inStorm()?.ledger)
  }

  /// The same where it is at hand; nil before the first reading has ended, which nobody waits for who can do without.
  func atHand(_ ledger: any LedgerReading, under book: RuleBook?) throws -> Keeper.Current? {
    keeper.isAtHand ? try current(ledger, under: book) : nil
  }

  /// The book in force; nil where none ever was.
  package func book(_ ledger: any LedgerReading) throws(LedgerError) -> RuleBook? {
    guard let record = try ledger.rulesInForce() else { return nil }
    return kept(record)
  }

  private func kept(_ record: RulesRecord) -> RuleBook? {
    books.book(record.digest) { record.text }
  }

  /// What a book calls places and people, read once for all pages.
  package func names(of book: RuleBook?) -> Names {
    named.withLock { named in
      if let named, named.book == book?.digest { return named.names }
      let names = Names(book)
      named = (book?.digest, names)
      return names
    }
  }

  /// Reads what pages show, so that the first of them need not; what goes wrong is told by the page that asks.
  package func warm() {
    do {
      guard let ledger = try window.ledger() else { return }
      _ = try keeper.current(ledger, under: try book(ledger))
      // What that took for a moment goes back to the system.
      Heap.giveBack()
      // The page that asks meets the same trouble, and tells it.
    } catch { return }
  }

  /// Removes from the inbox what somebody of ours began to write and did not live to finish; answers how many files.
  package func clearUnfinished() throws(WorldError) -> Int { try Inbox.clearUnfinished(path: settings.statePath) }

  /// What files and records may have: of the rules in force, or of rules that say nothing of it.
  package func limits() throws(Problem) -> IntakeLimits {
    let ledger = try window.ledger()
    do {
      return (try ledger.flatMap { try book($0) })?.intake ?? IntakeLimits()
    } catch { throw Problem(any: error) }
  }

  /// The steps that somebody may take on an item, legal now or not.
  package func steps(of viewer: Viewer?, on item: Item, under book: RuleBook?) -> Set<StepKind> {
    guard let viewer, let book else { return [] }
    return Set(StepKind.allCases.filter { viewer.mayTake($0, on: item, under: book) })
  }

  /// The whole of an item as `show` tells it, to who looks.
  func show(
    _ item: Item, at now: Timestamp, under book: RuleBook?, in ledger: any LedgerReading, to viewer: Viewer?,
    _ language: Language
  ) throws -> WebAnswer {
    let mayKnow = book.map { viewer?.hasSay(in: item, under: $0) == true } ?? false
    let answer = try ItemAnswer(item, at: now, under: book, in: ledger, isWhole: true, hidesReporter: !mayKnow)
    let decided = try books.book(item.facts.assignedBy.rules, from: ledger)
    return .json { $0.write(answer, decidedUnder: decided, language: language) }
  }

  /// What `status` tells.
  package func status(at now: Timestamp, _ language: Language) throws(Problem) -> Status {
    do {
      // Of an inbox with thousands of files a count costs as much as ten pages.
      let look = try StateLook(settings) { () throws(WorldError) in
        try waiting.value { () throws(WorldError) in try InboxCount.waiting(path: settings.statePath) }
      }
      let couriers = CourierFaults.read(statePath: settings.statePath, language: language)
      var status = try Status(
        of: look, try window.ledger(), version: options.version, now: now, bootSeconds: ServiceClock.bootSeconds,
        wall: ServiceClock.wallTime, language: language, hasUsableRules: { rulesAreGood },
        reading: { kept($0) })
      status.degraded += couriers
      return status
    } catch { throw Problem(any: error) }
  }

  private var rulesAreGood: Bool {
    switch RulesFile.read(settings.rulesPath) {
    case .success(let reading): reading.rules.book != nil
    case .failure: false
    }
  }
}
