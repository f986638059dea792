internal import Custody
internal import Formats
internal import GridCore
internal import Ledger
internal import Linux
internal import Receiving
internal import Spool
internal import Translation
internal import Words

/// What the intake says in the journal: what has happened, and where.
///
/// Every conflict is told, and the first bad records of each file. What goes its ordinary way is told one by one while it is little, and
/// as a sum where it is much.
struct IntakeJournal: Sendable {
  /// Above this many records a batch is told as a sum.
  static let few = 20

  let journal: Journal

  /// Tells of files that are left where they are.
  func tell(_ skipped: [Skipped]) {
    for file in skipped {
      let name = file.shown
      switch file.why {
      case .unreadable(let code):
        let why = WorldFault.words(code)
        journal.error("\(name) cannot be read (\(why.en)); it stays in the inbox", "\(name) 无法读取（\(why.zh)），留在收件目录")
      case .notAFile: journal.warning("\(name) is no file; it is left alone", "\(name) 不是普通文件，不予处理")
      case .unknownKind:
        journal.warning(
          "\(name) ends in none of .json, .ndjson and .csv; it is left alone", "\(name) 不是 .json、.ndjson 或 .csv，不予处理")
      }
    }
  }

  /// Tells of a file that is not any more what the ledger has of it.
  func tellOfChange(_ file: ClaimedFile) {
    journal.warning("\(file.shown) changed after it was read; it is read again", "\(file.shown) 读取后又有变动，将再读一次")
  }

  /// Tells of a draft that is in the ledger.
  func tell(_ entered: Registrar.Entered, under book: RuleBook) {
    let (draft, batch) = (entered.draft, entered.batch)
    for index in draft.files.indices {
      guard let refusal = draft.files[index].refusal else { continue }
      let place = draft.files[index].claimed.shown + refusal.place
      journal.warning(
        "\(place) set aside: \(refusal.code): \(refusal.text.en)", "\(place) 已隔离：\(refusal.code)：\(refusal.text.zh)")
    }
    tellOfRefused(entered)
    if batch.records.count <= Self.few {
      for (record, read) in zip(batch.records, draft.records) { tell(record, at: draft.place(of: read)) }
      for caused in batch.changes { tell(caused.change, under: book) }
    } else {
      tellSum(of: batch)
    }
    for (seq, outcome) in batch.released.prefix(Self.few) { tellOfRelease(seq, outcome) }
    let rest = batch.released.count - Self.few
    if rest > 0 { journal.info("\(rest) more held steps are released", "另有 \(rest) 个等候的步骤已放行") }
  }

  // MARK: Refused records

  private func tellOfRefused(_ entered: Registrar.Entered) {
    let (draft, batch) = (entered.draft, entered.batch)
    // Files and records are large, and nearly all are good: each is looked at in its place, and not copied.
    var told = draft.files.indices.map { draft.files[$0].progress.rejected }
    for index in batch.records.indices {
      if case .rejected = batch.records[index].outcome { told[batch.records[index].file] -= 1 }
    }
    for index in batch.records.indices {
      guard case .rejected(let code, let text, let parameters) = batch.records[index].outcome else { continue }
      let (record, read) = (batch.records[index], draft.records[index])
      told[record.file] += 1
      let isFirst = told[record.file] <= RecordFault.mostTold
      // A file that is set aside for its one record has been told of already.
      let isTold = draft.files[record.file].refusal != nil && draft.files[record.file].progress.rejected == 1
      guard !isTold, isFirst || code == RejectionCode.conflict.rawValue else { continue }
      let place = draft.place(of: read)
      let name = record.identity.map { " \($0.source)/\($0.id)" }
      let words = read.reading.flaw ?? Refusal.words(code: code, parameters: parameters, stored: text)
      journal.warning(
        "\(place):\(name.map { $0 + ":" } ?? "") rejected, \(code): \(words.en)",
        "\(place)：\(name.map { $0.dropFirst() + "，" } ?? "")不予接受，\(code)：\(words.zh)")
    }
    for index in draft.files.indices where draft.files[index].progress.rejected > RecordFault.mostTold {
      let file = draft.files[index]
      if file.slicer == nil, file.refusal == nil { tellRest(of: file) }
    }
  }

  private func tellRest(of file: OpenFile) {
    let (rejected, all) = (file.progress.rejected, file.progress.rejected + file.progress.acceptable)
    let name = file.claimed.shown
    journal.warning(
      "\(name): \(rejected) of \(all) records rejected; the first \(RecordFault.mostTold) and every conflict were told",
      "\(name)：\(all) 条记录中 \(rejected) 条不予接受；前 \(RecordFault.mostTold) 条和每条冲突已逐条列出")
  }

  // MARK: What goes its way

  private func tell(_ record: ReceivedRecord, at place: String) {
    let name = "\(place): \(record.identity?.source ?? "?")/\(record.identity?.id ?? "?")"
    switch record.outcome {
    case .accepted, .ordered, .rejected: return
    case .duplicate: journal.info("\(name): duplicate", "\(name)：重复，已计数")
    case .held(let item): journal.info("\(name): waits for item \(item)", "\(name)：等待事项 \(item)")
    }
  }

  private func tellSum(of batch: ReceivedBatch) {
    var counts = (accepted: 0, rejected: 0, duplicate: 0, held: 0)
    for index in batch.records.indices {
      switch batch.records[index].outcome {
      case .accepted, .ordered: counts.accepted += 1
      case .rejected: counts.rejected += 1
      case .duplicate: counts.duplicate += 1
      case .held: counts.held += 1
      }
    }
    let parts = [
      (counts.accepted, Bilingual(en: "accepted", zh: "受理")), (counts.rejected, Bilingual(en: "rejected", zh: "不予接受")),
      (counts.duplicate, Bilingual(en: "duplicate", zh: "重复")), (counts.held, Bilingual(en: "held", zh: "等候")),
    ].filter { $0.0 > 0 }
    let (en, zh) = (parts.map { "\($0.0) \($0.1.en)" }, parts.map { "\($0.1.zh) \($0.0)" })
    journal.info(
      "\(batch.records.count) records taken: \(en.joined(separator: ", "))",
      "收到记录 \(batch.records.count) 条：\(zh.joined(separator: "，"))")
  }

  private func tellOfRelease(_ seq: Int64, _ outcome: RecordOutcome) {
    switch outcome {
    case .rejected(let code, let text, let parameters):
      let why = Refusal.words(code: code, parameters: parameters, stored: text)
      journal.warning("record \(seq), held: rejected, \(code): \(why.en)", "等候的记录 \(seq)：不予接受，\(code)：\(why.zh)")
    default: journal.info("record \(seq), held: its item came, taken", "等候的记录 \(seq)：事项已到，已受理")
    }
  }

  private func tell(_ change: ItemChange, under book: RuleBook) {
    let item = change.item
    guard change.isNew else {
      let words = change.entries.map { wording($0.what) }
      let state = wording(item.state.kind)
      return journal.info(
        "item \(item.id): \(words.map(\.en).joined(separator: ", ")), now \(state.en)",
        "事项 \(item.id)：\(words.map(\.zh).joined(separator: "、"))，现为\(state.zh)")
    }
    if item.onSite {
      journal.info("item \(item.id): put right on the spot, closed", "事项 \(item.id)：现场整改，已办结")
    } else if item.isInTriage {
      let why = explain(item.facts.assignedBy.why, book: book)
      journal.info("item \(item.id): triage, \(why.en)", "事项 \(item.id)：待分拨，\(why.zh)")
    } else {
      journal.info(
        "item \(item.id): \(item.facts.matter ?? "?") -> \(item.holder.text)",
        "事项 \(item.id)：\(item.facts.matter ?? "?") -> \(item.holder.text)")
    }
  }
}

extension IntakeDraft {
  /// Where a record of the draft begins, or what is wrong with it stands: file, line and column.
  func place(of record: DraftRecord) -> String {
    let place = record.reading.place
    return "\(files[record.file].claimed.shown):\(place.line):\(place.column)"
  }
}

extension FileRefusal {
  /// Where in its file it stands, to be set behind the file's name; empty where it is about the whole.
  var place: String { line.map { line in column.map { ":\(line):\($0)" } ?? ":\(line)" } ?? "" }
}
