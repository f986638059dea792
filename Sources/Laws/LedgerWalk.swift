internal import GridCore
internal import Ledger
internal import Postings
internal import Proof
internal import Words

/// One walk through the rows of a ledger for all its laws together.
///
/// Every table is read once, in order, and tables that belong together side by side; laws keep sums and what is open in mind, never the
/// rows: memory does not grow with the ledger.
struct LedgerWalk {
  private let snapshot: any LedgerSnapshot
  private var door = DoorLaw()
  private var route = RouteLaw()
  private var balance = BalanceLaw()
  private var uniqueness = UniquenessLaw()
  private var chain = ChainLaw()
  private var bytes = BytesLaw()
  private var items = ItemsLaw()
  private var counters = CounterLaw()
  private var register = RegisterLaw()
  private var own = OwnLaw()
  private var sheets = SheetLaw()
  private var signals: SignalLaw

  /// What the laws of the ledger itself say.
  static func laws(_ snapshot: any LedgerSnapshot) throws -> [LawReport.Law] {
    var walk = try LedgerWalk(snapshot: snapshot)
    let heart = try snapshot.heart()
    try walk.walkRecords()
    try walk.walkEntries()
    try walk.walkItems()
    try walk.walkOwners()
    try walk.walkRatings()
    try walk.walkVisits()
    try walk.end(heart)
    return walk.report(heart)
  }

  private init(snapshot: any LedgerSnapshot) throws {
    self.snapshot = snapshot
    signals = try SignalLaw(snapshot)
  }

  // MARK: Files and records

  private mutating func walkRecords() throws {
    var files = try Lookahead(snapshot.files())
    var told = try Lookahead(snapshot.fileEntries())
    var kept = try Lookahead(snapshot.kept())
    let records = try snapshot.records()
    while let record = try records.next() {
      let row = record.row
      try takeFiles(&files, &told) { $0 <= row.file }
      while let stray = kept.next, stray.seq < row.seq {
        bytes.takeStray(stray)
        try kept.advance()
      }
      let bytesKept = kept.next.flatMap { $0.seq == row.seq ? $0 : nil }
      if bytesKept != nil { try kept.advance() }
      let seal: Digest
      if row.file == FileFacts.own.row {
        seal = FileFacts.ownSeal
      } else if let expected = door.take(row) {
        seal = expected
      } else {
        seal = door.takeUnexpected(row, of: try snapshot.file(row.file))
      }
      chain.take(record, file: seal)
      bytes.take(row, kept: bytesKept)
      route.take(record)
      uniqueness.take(record)
      counters.take(row)
      register.take(row)
      own.take(row)
    }
    while let stray = kept.next {
      bytes.takeStray(stray)
      try kept.advance()
    }
    try takeFiles(&files, &told) { _ in true }
    for stray in try told.take(while: { _ in true }) { door.takeStray(stray) }
    door.end()
    if let file = try snapshot.file(FileFacts.own.row) { door.take(own: file) }
  }

  /// Takes files as long as their rows are wanted, each with the entries that tell of it.
  private mutating func takeFiles(
    _ files: inout Lookahead<StoredFile>, _ told: inout Lookahead<ChainedEntry>, while isWanted: (Int64) -> Bool
  ) throws {
    while let file = files.next, isWanted(file.facts.row) {
      for stray in try told.take(while: { $0.row.file ?? 0 < file.facts.row }) { door.takeStray(stray) }
      door.take(file, told: try told.take { $0.row.file == file.facts.row })
      counters.take(file)
      try files.advance()
    }
  }

  // MARK: Entries, notices and rules

  private mutating func walkEntries() throws {
    var notices = try Lookahead(snapshot.notices())
    let (snapshot, entries) = (snapshot, try snapshot.entries())
    while let entry = try entries.next() {
      let raised = try takeNotices(&notices, upTo: entry)
      chain.take(entry, raising: raised)
      door.take(entry)
      route.take(entry)
      bytes.take(entry)
      counters.take(entry)
      own.take(entry)
      try balance.take(entry) { try snapshot.firstNotice(in: $0, notMovedBy: entry.row) }
    }
    while let stray = notices.next {
      take(stray)
      chain.takeStray(stray)
      try notices.advance()
    }
    let rules = try snapshot.rules()
    while let book = try rules.next() {
      bytes.take(book)
      counters.take(book)
    }
  }

  /// The notices that an entry raised; those before them belong to none.
  private mutating func takeNotices(
    _ notices: inout Lookahead<StoredNotice>, upTo entry: ChainedEntry
  ) throws -> [StoredNotice] {
    var raised: [StoredNotice] = []
    while let notice = notices.next, notice.entry <= entry.seq {
      take(notice)
      if notice.entry == entry.seq, notice.item == entry.row.item {
        raised.append(notice)
      } else {
        chain.takeStray(notice)
      }
      try notices.advance()
    }
    return raised
  }

  private mutating func take(_ notice: StoredNotice) {
    balance.take(notice)
    counters.take(notice)
  }

  // MARK: Items and identities

  private mutating func walkItems() throws {
    var places = try Lookahead(snapshot.noticePlaces())
    var seals = try Lookahead(snapshot.itemSeals())
    let rows = try snapshot.items()
    while let item = try rows.next() {
      for stray in try places.take(while: { $0.item < item.position }) { takeStray(stray) }
      let notices = try places.take { $0.item == item.position }
      for notice in notices { uniqueness.take(notice) }
      route.take(item, notices: notices)
      while let stray = seals.next, stray.item < item.position { try seals.advance() }
      try signals.take(item)
      items.take(item, seals: try seals.take { $0.item == item.position })
      balance.take(item)
      counters.take(item)
      sheets.take(item)
    }
    while let stray = places.next {
      takeStray(stray)
      try places.advance()
    }
  }

  private mutating func takeStray(_ notice: NoticePlace) {
    uniqueness.take(notice)
    route.takeStray(notice)
  }

  private mutating func walkOwners() throws {
    let owners = try snapshot.owners()
    while let owner = try owners.next() { uniqueness.take(owner) }
  }

  private mutating func walkRatings() throws {
    let ratings = try snapshot.ratings()
    let snapshot = snapshot
    while let rating = try ratings.next() { try register.take(rating, before: snapshot.rating(of:before:)) }
    register.end()
    let reports = try snapshot.own()
    while let report = try reports.next() { own.take(report) }
    own.end(try snapshot.definitions(), try snapshot.roundFigures())
    try signals.end()
  }

  private mutating func walkVisits() throws {
    var rows = try Lookahead(snapshot.visits())
    var told = try Lookahead(snapshot.toldVisits())
    while let subject = [rows.next, told.next].compactMap(\.?.subject).min(by: Self.isBefore) {
      let own = try rows.take { $0.subject == subject }
      sheets.take(own, told: try told.take { $0.subject == subject })
    }
  }

  private static func isBefore(_ one: ByteText, _ other: ByteText) -> Bool {
    one.text.utf8.lexicographicallyPrecedes(other.text.utf8)
  }

  // MARK: The end

  private mutating func end(_ heart: LedgerHeart) throws {
    chain.end(heart.standing)
    bytes.end(heart)
    // Which one it is the store finds: to know it here, all causes would have to be kept in mind.
    route.end(withoutCounterpart: route.isBalanced ? nil : try snapshot.firstWithoutCounterpart())
    try balance.end(heart.tally, again: snapshot.notices)
    counters.end(heart)
  }

  private func report(_ heart: LedgerHeart) -> [LawReport.Law] {
    var all = LawFindings()
    for findings in [
      door.findings, route.findings, balance.findings, uniqueness.findings, chain.findings, bytes.findings,
      items.findings, counters.findings, register.findings, own.findings, sheets.findings, signals.findings,
    ] { all.add(findings) }
    return LedgerLaw.allCases.map { law in
      LawReport.Law(
        law: law.rawValue, told: all[law].map(\.words), of: all.count(law), otherwise: summary(of: law, heart))
    }
  }

  /// What a law says that holds.
  private func summary(of law: LedgerLaw, _ heart: LedgerHeart) -> Bilingual {
    let (counted, standing) = (counters.counted, heart.standing)
    switch law {
    case .door:
      let (accepted, rejected) = (counted[.accepted], counted[.rejected])
      let (duplicate, held, files) = (counted[.duplicate], counted[.held], counted[.files])
      return Bilingual(
        en:
          "\(standing.records) received = \(accepted) accepted + \(rejected) rejected + \(duplicate) duplicate + \(held) held, "
          + "in \(some(files, "file"))",
        zh: "收到 \(standing.records) = 接受 \(accepted) + 拒收 \(rejected) + 重复 \(duplicate) + 暂存 \(held)，共 \(files) 份文件")
    case .route:
      return Bilingual(
        en: "\(some(route.reports, "report")) accepted, each with its item and, unless put right on the spot, a notice",
        zh: "接受上报 \(route.reports) 件，各有事项；除当场办结的外各有通知单")
    case .balance:
      let (owed, delivered, pending) = (balance.owed, balance.delivered, balance.pending)
      return Bilingual(
        en: "\(owed) owed = \(delivered) delivered + \(pending) pending, to \(some(balance.addressees, "addressee"))",
        zh: "应发 \(owed) = 已投放 \(delivered) + 待投放 \(pending)，收件处 \(balance.addressees) 个")
    case .uniqueness:
      return Bilingual(en: "every identity, item and notice is there once", zh: "标识、事项、通知单各只一份")
    case .chain:
      return Bilingual(
        en:
          "\(some(standing.records, "record")) and \(some(standing.entries, "entry", "entries")) without a gap, both chains whole",
        zh: "记录 \(standing.records) 条、经过 \(standing.entries) 条，序号连续，两条散列链完整")
    case .bytes: return Bilingual(en: "all bytes kept are those received", zh: "所存原文与收到时一致")
    case .items:
      return Bilingual(
        en: some(items.count, "item is what its entries say", "items are what their entries say"),
        zh: "事项 \(items.count) 件，均与其经过相符")
    case .register:
      return Bilingual(
        en: "\(some(register.count, "rating", "ratings")), and the register says the same",
        zh: "评级 \(register.count) 件，主体台账与之相符")
    case .own:
      return Bilingual(
        en: "\(some(own.count, "report")) of the daemon's own, each once, and what was not raised is told",
        zh: "系统自生上报 \(own.count) 件，各只一份；未生成的均有记载")
    case .sheets:
      return Bilingual(
        en: "\(some(sheets.count, "visit sheet")), \(some(sheets.visits, "day")) of visits, as their items say",
        zh: "走访单 \(sheets.count) 份，走访 \(sheets.visits) 日，均与其事项相符")
    case .signals:
      return Bilingual(
        en: "\(some(signals.count, "count")) of signals, as the histories tell",
        zh: "信号计数 \(signals.count) 项，均与各事项的经过相符")
    }
  }
}
