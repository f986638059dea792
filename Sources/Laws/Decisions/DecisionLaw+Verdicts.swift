internal import Formats
internal import GridCore
internal import Ledger
internal import Postings
internal import Proof
internal import Receiving
internal import Words

/// What became of records that are events.
extension DecisionLaw {
  /// Steps that the first release did not carry out yet: it refused them, whatever this one does.
  private static let onceUnsupported: Set<StepKind> = [.return, .transfer, .extend, .suspend, .resume, .check, .visit]

  /// Whether a release refused a step because it did not carry it out yet.
  private static func isUnsupported(_ step: StepKind, by version: DecidingVersion) -> Bool {
    switch version {
    case .first: onceUnsupported.contains(step)
    // Whatever came later, no release has to carry it out for one before.
    case .second, .third: onceUnsupported.contains(step)
    case .fourth, .fifth, .sixth, .seventh, .eighth, .ninth, .tenth, .eleventh: false
    }
  }

  mutating func check(_ record: StoredRecord, _ event: Event) throws {
    switch (record.state, event.body) {
    case (.accepted, .report): try checkReport(record, event)
    case (.accepted, .step(let step)): try checkStep(record, step)
    case (.accepted, .order(let order)): try checkOrder(record, order)
    case (.held, .step(let step)):
      if record.waits != step.item {
        refuse(record, "waits for another item than it names", "等候的不是其所指事项")
      } else if let position = try EventKey(itemID: step.item).flatMap(snapshot.position) {
        refuse(record, "is held, and its item came in record \(position)", "仍在等候，其事项却已由记录 \(position) 收到")
      }
    case (.rejected, let body): try checkRefusal(record, event, body)
    case (.accepted, .rating): checkRating(record)
    case (.held, .report), (.held, .order), (.held, .rating), (.duplicate, _):
      refuse(record, "cannot be \(record.state.rawValue)", "不可能是 \(record.state.rawValue)")
    }
  }

  private mutating func refuse(_ record: StoredRecord, _ en: String, _ zh: String) {
    fault("record \(record.seq)", en, zh)
  }

  private mutating func checkReport(_ record: StoredRecord, _ event: Event) throws {
    guard record.item == record.seq, record.waits == nil else {
      return refuse(record, "is a report, and made no item", "是上报，却没有生成事项")
    }
    if case .report(let report) = event.body { try checkRound(record, report) }
    try replay(record, event)
  }

  /// It put in force the rules that it names, by the entry that says so, or was made under those in force.
  private mutating func checkOrder(_ record: StoredRecord, _ order: Order) throws {
    guard record.item == RecordRow.noItem, record.waits == nil else {
      return refuse(record, "is an order, and concerns an item", "是指令，却涉及事项")
    }
    switch order {
    case .apply(let digest, _, _):
      guard record.rules.hex.hasPrefix(digest), shelf.wereInForce(record.rules, by: record.seq) else {
        return refuse(record, "put other rules in force than it names", "所放行的不是其所指的规则")
      }
    case .redispatch(let order):
      guard record.rules.hex.hasPrefix(order.rules) else {
        return refuse(record, "was taken under other rules than it names", "受理时的规则不是其所指的规则")
      }
    }
  }

  /// Its effect is checked with its item; here, that it concerns the one it names.
  private mutating func checkStep(_ record: StoredRecord, _ step: StepRequest) throws {
    if step.isList { return try checkList(record, step) }
    if record.parameters != nil { refuse(record, "tells of a list, and it names one item", "记有事项清单，而其只指一件") }
    let position = try EventKey(itemID: step.item).flatMap(snapshot.position)
    guard let position, position == record.item else {
      return refuse(record, "concerns another item than it names", "涉及的不是其所指事项")
    }
    guard record.waits == nil || (record.waits == step.item && position > record.seq) else {
      return refuse(record, "waited, and its item was there", "曾等候，其事项当时已在")
    }
    if record.waits == nil, position > record.seq, try snapshot.record(position)?.receivedAt != record.receivedAt {
      refuse(record, "was taken before its item came", "先于其事项被接受")
    }
    try checkRelease(record, itemAt: position)
  }

  /// What became of it at each item of its list; its effects are checked with the items.
  private mutating func checkList(_ record: StoredRecord, _ step: StepRequest) throws {
    guard let list = record.parameters.flatMap({ ListVerdicts(parameters: $0) }), list.entries.map(\.item) == step.items
    else { return refuse(record, "tells of another list than it names", "所记的事项清单与其所列不同") }
    guard let first = list.entries.first(where: { $0.refusal == nil }),
      try EventKey(itemID: first.item).flatMap(snapshot.position) == record.item
    else { return refuse(record, "concerns another item than it names", "涉及的不是其所指事项") }
    try checkRefusals(in: list, of: record, step)
  }

  private mutating func checkRefusals(in list: ListVerdicts, of record: StoredRecord, _ step: StepRequest) throws {
    for entry in list.entries {
      guard let refusal = entry.refusal else { continue }
      let position = try EventKey(itemID: entry.item).flatMap(snapshot.position)
      guard let position, position < record.seq else {
        if refusal.code != .unknownItem { refuse(record, "was refused by an item that is not there", "拒收它的事项不存在") }
        continue
      }
      try checkRefusal(refusal, of: record, step, by: position)
    }
  }

  /// A step that waited is decided when its item comes: at that moment, under those rules, and before the item's life is told.
  private mutating func checkRelease(_ record: StoredRecord, itemAt position: Int64) throws {
    guard record.waits != nil, let release = record.release else { return }
    let report = try snapshot.record(position)
    let first = try snapshot.firstEntry(ofItemAt: position) ?? 0
    if release.at != report?.receivedAt || release.rules != report?.rules || release.entry >= first {
      refuse(record, "waited, and was not decided when its item came", "曾等候，却不是在其事项收到时判定的")
    }
  }

  mutating func checkDuplicate(_ record: StoredRecord) throws {
    guard let key = record.key, let content = record.content, let identity = Self.identity(of: record) else {
      return refuse(record, "is a duplicate of nothing", "称为重复而无所指")
    }
    let owners = try snapshot.owners(of: key, before: record.seq)
    if identity.key != key || !owners.contains(where: { $0.identity == identity && $0.content == content }) {
      refuse(record, "nothing like it came before", "此前没有相同的来件")
    }
  }

  private static func identity(of record: StoredRecord) -> EventIdentity? {
    guard let source = record.source, let id = record.id else { return nil }
    return EventIdentity(source: source, id: id)
  }

  // MARK: Refusals

  private mutating func checkRefusal(_ record: StoredRecord, _ event: Event, _ body: Event.Body) throws {
    switch (record.code ?? "", body) {
    case ("conflict", _) where record.waits == nil:
      let owners = try snapshot.owners(of: event.key, before: record.seq)
      if !owners.contains(where: { $0.identity == event.identity && $0.content != event.content }) {
        refuse(record, "conflicts with nothing that came before", "与此前来件并无冲突")
      }
      demand(record, Refusal(.conflict))
    case ("key-collision", _) where record.waits == nil:
      let owners = try snapshot.owners(of: event.key, before: record.seq)
      if !owners.contains(where: { $0.identity != event.identity }) {
        refuse(record, "its key collides with none before", "其编号键此前无人占用")
      }
      demand(record, Refusal(.keyCollision))
    case ("unsupported-step", .step(let step)) where Self.isUnsupported(step.kind, by: record.verdictBy):
      demand(record, Refusal(decided: Reception.Refusal.unsupportedStep(step.kind)))
    case ("unknown-item", .step(let step)) where record.waits == step.item:
      try checkGivenUp(record)
      demand(record, Refusal(.unknownItem))
    case ("not-allowed", _) where record.waits == nil:
      let isOfProducer = record.file.producer != nil
      let book = try shelf.book(record.decidedUnder)
      let version = record.decidedBy
      if book.map({ Reception.isAllowed(event, isOfProducer: isOfProducer, under: $0, as: version) }) ?? true {
        refuse(record, "its source may send what it says", "规则本允许该来源报送")
      }
      demand(record, Refusal(decided: Reception.Refusal.notAllowed(type: event.type)))
    case (_, .step(let step)) where step.isList:
      guard let list = record.parameters.flatMap({ ListVerdicts(parameters: $0) }),
        list.entries.map(\.item) == step.items, list.entries.allSatisfy({ $0.refusal != nil })
      else { return refuse(record, "tells of another list than it names", "所记的事项清单与其所列不同") }
      try checkRefusals(in: list, of: record, step)
    case ("illegal-step", .step(let step)), ("bad-value", .step(let step)), ("not-yours", .step(let step)),
      ("changed-meanwhile", .step(let step)):
      try checkIllegal(record, step)
    // What was held is not in the ledger.
    case ("not-held", .order(.apply)) where record.waits == nil: demand(record, Refusal(.notHeld))
    case ("stale-plan", .order(.redispatch(let order))) where record.waits == nil:
      if record.rules.hex.hasPrefix(order.rules) {
        refuse(record, "names the rules that were in force", "所指规则当时正在施行")
      }
      demand(record, Refusal(.stalePlan))
    case ("unknown-grid", .rating) where record.waits == nil:
      guard let book = try shelf.book(record.decidedUnder) else { return }
      var reception = Reception(book: book, now: record.receivedAt, known: [:], items: [:], held: [:])
      reception.take(event)
      guard case .refused(let refusal)? = reception.verdicts.first else {
        return refuse(record, "names a grid of the rules", "所指小分格在规则之中")
      }
      demand(record, Refusal(decided: refusal))
    default:
      refuse(record, "is \(Self.told(record)), which nothing in its bytes asks for", "记为 \(Self.told(record))，其原文并无此由")
    }
  }

  private mutating func demand(_ record: StoredRecord, _ refusal: Refusal) {
    if !Self.agrees(record, with: refusal) {
      refuse(record, "is refused with other words than its reason has", "拒收所记参数与其原因不符")
    }
  }

  /// A step that waited is given up only when its time is over.
  private mutating func checkGivenUp(_ record: StoredRecord) throws {
    guard let book = try shelf.book(record.decidedUnder) else { return }
    if record.receivedAt >= record.decidedAt.adding(-book.intake.stepWait) {
      refuse(record, "was given up before its time", "未到期限即不再等候")
    }
    if let position = try record.waits.flatMap(EventKey.init(itemID:)).flatMap(snapshot.position), position < record.seq
    {
      refuse(record, "its item was there all the time", "其事项一直都在")
    }
  }

  private mutating func checkIllegal(_ record: StoredRecord, _ step: StepRequest) throws {
    guard let position = try EventKey(itemID: step.item).flatMap(snapshot.position) else {
      return refuse(record, "was refused by an item that is not there", "拒收它的事项不存在")
    }
    try checkRelease(record, itemAt: position)
    try checkRefusal(nil, of: record, step, by: position)
  }

  /// Whether an item refuses a step so.
  ///
  /// - Parameter told: of a list what stands for the item; nil: what the record says.
  private mutating func checkRefusal(
    _ told: Refusal?, of record: StoredRecord, _ step: StepRequest, by position: Int64
  ) throws {
    guard let places = try places(at: position, before: record.seq), let book = try shelf.book(record.decidedUnder)
    else { return }
    var isRefused = false
    for place in places {
      for line in place.lines(at: record) {
        for known in [place.report, nil] {
          let answer = place.item.applying(
            step, received: record.decidedAt, under: book, line: line, report: known, as: record.verdictBy)
          guard case .failure(let failure) = answer else { continue }
          let refusal = Refusal(decided: failure.refusal, as: record.verdictBy)
          if told.map({ $0 == refusal }) ?? Self.agrees(record, with: refusal) { return }
          isRefused = true
        }
      }
    }
    guard !isRefused else {
      return refuse(record, "is refused for another reason than its item gives", "拒收的理由与其事项所给的不同")
    }
    refuse(record, "its item would have taken “\(step.kind.rawValue)”", "其事项本应接受“\(step.kind.rawValue)”")
  }
}
