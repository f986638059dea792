internal import Formats
internal import GridCore
internal import Ledger
internal import Postings
internal import Proof
internal import Values
internal import Words

/// Takes every decision of a ledger again, from the bytes it keeps under the rules it keeps, and compares: `verify --deep`.
///
/// What was read out of each record, what became of it, and each item's whole life: assignment, steps, rungs, notices. Whoever
/// forges a ledger and computes its chains anew must also have decided as the rules do. And every entry has its cause: a record, or
/// a clock that the rules of its time bring forth. Of refusals the code and what their words need are compared; the sentences that
/// older code kept follow its language, and are not. One record and one item are in memory at a time. Throws what the ledger throws.
struct DecisionLaw {
  static let name = "decisions"

  let snapshot: any LedgerSnapshot
  var shelf: RuleShelf
  var sealer = ItemSealer()
  /// Where the replay of items stands that refused a step, so that the next refusal need not begin at their birth.
  var standings: [Int64: ItemStanding] = [:]
  /// Of the file that was looked at last: when parts of it were received.
  var fileMoments: (file: Int64, moments: [(at: Timestamp, rules: Digest?)], place: Int) = (0, [], 0)
  private var records = 0
  private var faults: [Bilingual] = []
  private var faultCount = 0

  /// The laws for `LedgerProving.verify`.
  static func laws(_ snapshot: any LedgerSnapshot) throws -> [LawReport.Law] {
    var law = try DecisionLaw(snapshot)
    return [try law.check()]
  }

  private init(_ snapshot: any LedgerSnapshot) throws {
    self.snapshot = snapshot
    shelf = RuleShelf(snapshot, adoptions: try snapshot.adoptions())
  }

  private mutating func check() throws -> LawReport.Law {
    // First: where a line was put in, it is the one to name.
    try checkEntries()
    try snapshot.eachRecord { record in
      records += 1
      checkColumns(of: record)
      try check(record)
    }
    try checkDefinitions()
    if let file = try snapshot.fileDecidedOtherwise() {
      fault("file \(file)", "taken or set aside against what became of its records", "去留与其记录的结果不符")
    }
    return LawReport.Law(
      law: Self.name, told: faults, of: faultCount,
      otherwise: Bilingual(
        en: "\(records) records decided again, each as it was", zh: "重新判定记录 \(records) 条，结果均一致"))
  }

  mutating func fault(_ row: String, _ en: String, _ zh: String) {
    faultCount += 1
    if faults.count < LawFindings.mostTold { faults.append(Bilingual(en: "\(row): \(en)", zh: "\(row)：\(zh)")) }
  }

  // MARK: Records

  /// What only a refused record has, and what only an accepted one: SQLite checks it for writers, and not for those who read. What an
  /// accepted step tells of its list is looked at with it.
  private mutating func checkColumns(of record: StoredRecord) {
    let isRefused = record.state == .rejected
    if (record.item != nil) == (record.state == .accepted), (record.code != nil) == isRefused,
      record.parameters == nil || isRefused || (record.item != nil && record.type.flatMap(StepKind.init) != nil)
    {
      return
    }
    fault("record \(record.seq)", "bears what its state does not give it", "带有其状态不应有的内容")
  }

  private mutating func check(_ record: StoredRecord) throws {
    let row = "record \(record.seq)"
    if record.state == .rejected, record.waits == nil { checkFile(of: record) }
    try checkMoment(of: record)
    guard let bytes = record.bytes else {
      if record.state == .duplicate { try checkDuplicate(record) }
      return
    }
    if KeptBytes.isTranslated(bytes), KeptBytes.event(in: bytes[...]).isEmpty { return checkUntranslated(record, row) }
    guard let reading = try read(bytes, of: record) else {
      return fault(
        row, "its rules \(record.rules.hex.prefix(12)) no longer read, so that nothing can be decided again",
        "所依规则 \(record.rules.hex.prefix(12)) 已无法读取，不能重新判定")
    }
    switch reading {
    case .failure(let rejection):
      if !Self.agrees(record, with: rejection) {
        fault(
          row, "its bytes are no event (\(rejection.code.rawValue)), and it is \(Self.told(record))",
          "其原文不成一件来件（\(rejection.code.rawValue)），却记为 \(Self.told(record))")
      }
    case .success(let event):
      guard Self.agrees(record, with: event) else {
        return fault(row, "source, id, type or content are not those of its bytes", "来源、标识、类型或内容与其原文不符")
      }
      try check(record, event)
    }
  }

  /// A record of which nobody could make an event: what its file said of its columns lies in no ledger, so that only its kind is known.
  private mutating func checkUntranslated(_ record: StoredRecord, _ row: String) {
    let code = record.code.flatMap { RejectionCode(rawValue: $0) }
    guard record.state == .rejected, record.waits == nil, record.key == nil, record.content == nil,
      code?.isOfTranslation == true
    else {
      return fault(row, "it could not be translated, and it is \(Self.told(record))", "无法译成来件，却记为 \(Self.told(record))")
    }
  }

  /// Reads the bytes under the rules of the record; a file may have been read under the book before while a new one came.
  private mutating func read(_ bytes: [UInt8], of record: StoredRecord) throws -> Result<Event, Rejection>? {
    guard let book = try shelf.book(record.rules) else { return nil }
    let reading = Self.read(bytes, of: record, book.intake)
    if Self.agrees(record, with: reading) { return reading }
    for limits in try shelf.otherLimits(than: book.intake) {
      let other = Self.read(bytes, of: record, limits)
      if Self.agrees(record, with: other) { return other }
    }
    return reading
  }

  private static func read(
    _ bytes: [UInt8], of record: StoredRecord, _ limits: IntakeLimits
  ) -> Result<Event, Rejection> {
    let isOwn = record.file.row == FileFacts.own.row
    return EventReader(limits: limits, as: record.decidedBy, isOwn: isOwn).read(
      KeptBytes.event(in: bytes[...]), at: .start, received: record.receivedAt
    ).flatMap { event in
      Rejection(stranger: event, from: record.file.producer, at: .start, as: record.decidedBy).map { .failure($0) }
        ?? .success(event)
    }
  }

  private static func agrees(_ record: StoredRecord, with reading: Result<Event, Rejection>) -> Bool {
    switch reading {
    case .success(let event): agrees(record, with: event) && !(record.state == .rejected && record.key == nil)
    case .failure(let rejection): agrees(record, with: rejection)
    }
  }

  private static func agrees(_ record: StoredRecord, with rejection: Rejection) -> Bool {
    record.state == .rejected && record.waits == nil && record.code == rejection.code.rawValue && record.key == nil
      && record.content == nil && record.type == rejection.type && agrees(record, withSenderOf: rejection)
      && agrees(record, with: rejection.refusal)
  }

  /// Older code kept source and id together or not at all.
  private static func agrees(_ record: StoredRecord, withSenderOf rejection: Rejection) -> Bool {
    if record.decidedBy < .third, record.source == nil, record.id == nil { return true }
    return record.source.map(ByteText.init) == rejection.source.map(ByteText.init)
      && record.id.map(ByteText.init) == rejection.id.map(ByteText.init)
  }

  /// Whether a refusal of the present code is stored with what its words need; the place in its file is not told by its bytes.
  static func agrees(_ record: StoredRecord, with refusal: Refusal) -> Bool {
    guard (record.release?.decidedBy ?? record.decidedBy) > .first else { return true }
    return record.parameters.flatMap { Refusal(code: record.code ?? "", parameters: $0) }?.unplaced == refusal
  }

  private static func agrees(_ record: StoredRecord, with event: Event) -> Bool {
    record.key == event.key && record.content == event.content && record.type == event.type
      && ByteText(record.source ?? "") == ByteText(event.identity.source)
      && ByteText(record.id ?? "") == ByteText(event.identity.id)
  }

  static func told(_ record: StoredRecord) -> String {
    record.state.rawValue + (record.code.map { " " + $0 } ?? "")
  }

  /// What a file without one acceptable record is set aside for.
  private mutating func checkFile(of record: StoredRecord) {
    guard let code = record.file.quarantined, code != RejectionCode.noAcceptableRecord.rawValue else { return }
    if record.file.records != 1 || record.code != code {
      fault("file \(record.file.row)", "set aside as \(code), and its records say otherwise", "因 \(code) 隔离，与其记录不符")
    }
  }
}
