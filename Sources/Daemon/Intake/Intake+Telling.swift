internal import Custody
internal import Formats
internal import GridCore
internal import LedgerStore
internal import Linux
internal import Spool
internal import Words

/// What the intake says to people: in the journal, and in the file beside a quarantined one.
extension Intake {
  /// Above this many records a batch is told as a sum.
  private static let few = 20

  func tell(_ skipped: [Skipped]) {
    for file in skipped {
      let name = shown(file.name)
      switch file.why {
      case .unreadable(let code):
        let why = WorldFault.words(code)
        station.journal.error(
          "\(name) cannot be read (\(why.en)); it stays in the inbox", "\(name) 无法读取（\(why.zh)），留在收件目录")
      case .notAFile: station.journal.warning("\(name) is no file; it is left alone", "\(name) 不是普通文件，不予处理")
      case .unknownKind:
        station.journal.warning(
          "\(name) ends neither in .json nor in .ndjson; it is left alone", "\(name) 既不是 .json 也不是 .ndjson，不予处理")
      }
    }
  }

  /// What may not be opened or moved is shown until a whole sweep has met none of it.
  func show(_ sweep: Sweep) {
    if let file = sweep.unreadable, case .unreadable(let code) = file.why, !meetsUnreadable {
      meetsUnreadable = true
      let name = shown(file.name)
      station.raise(
        .unreadable,
        WorldFault.text(code, en: "\(name) cannot be taken and stays in the inbox", zh: "\(name) 无法收取，留在收件目录"))
    }
    guard sweep.exhausted else { return }
    if !meetsUnreadable { station.lower(.unreadable) }
    wasHindered = meetsUnreadable
    meetsUnreadable = false
  }

  func tell(_ entered: Registrar.Entered) {
    let (draft, batch) = (entered.draft, entered.batch)
    for file in draft.files {
      guard let refusal = file.refusal else { continue }
      let name = shown(file.claimed.name)
      station.journal.warning(
        "\(name) set aside: \(refusal.code): \(refusal.text.en)", "\(name) 已隔离：\(refusal.code)：\(refusal.text.zh)")
    }
    guard batch.records.count <= Self.few else {
      station.journal.info("\(batch.records.count) records taken", "收到记录 \(batch.records.count) 条")
      return
    }
    // A file that is set aside whole has been told of already.
    for record in batch.records where draft.files[record.file].refusal == nil { tell(record) }
    for caused in batch.changes { tell(caused.change) }
  }

  private func tell(_ record: ReceivedRecord) {
    let name = "\(record.identity?.source ?? "?")/\(record.identity?.id ?? "?")"
    switch record.outcome {
    case .accepted: return
    case .duplicate: station.journal.info("\(name): duplicate", "\(name)：重复，已计数")
    case .held(let item):
      station.journal.info("\(name): waits for item \(item)", "\(name)：等待事项 \(item)")
    case .rejected(let code, let text, _):
      station.journal.warning("\(name): rejected, \(code): \(text)", "\(name)：不予接受，\(code)：\(text)")
    }
  }

  private func tell(_ change: ItemChange) {
    let item = change.item
    guard change.isNew else {
      let words = change.entries.map { wording($0.what) }
      let state = wording(item.state)
      return station.journal.info(
        "item \(item.id): \(words.map(\.en).joined(separator: ", ")), now \(state.en)",
        "事项 \(item.id)：\(words.map(\.zh).joined(separator: "、"))，现为\(state.zh)")
    }
    if item.onSite {
      station.journal.info("item \(item.id): put right on the spot, closed", "事项 \(item.id)：现场整改，已办结")
    } else if item.isInTriage {
      let why = explain(item.assignedBy.why, book: station.rules.current)
      station.journal.info("item \(item.id): triage, \(why.en)", "事项 \(item.id)：待分拨，\(why.zh)")
    } else {
      station.journal.info(
        "item \(item.id): \(item.matter ?? "?") -> \(item.holder.text)",
        "事项 \(item.id)：\(item.matter ?? "?") -> \(item.holder.text)")
    }
  }

  /// The bytes of `<name>.reason.json`.
  func reasonFile(_ file: OpenFile, _ refusal: FileRefusal, at now: Timestamp) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("code", refusal.code)
    writer.field("reason", refusal.text.text(station.journal.language))
    writer.field("line", refusal.line)
    writer.field("column", refusal.column)
    writer.field("name", shown(file.claimed.name))
    writer.field("producer", file.claimed.producer.map(shown))
    writer.field("size", file.claimed.identity.size)
    writer.field("sha256", file.sha256?.hex)
    writer.field("at", now)
    writer.field("rejected", file.progress.rejected)
    writer.key("records")
    writer.beginArray()
    for fault in file.progress.faults {
      writer.beginObject()
      writer.field("line", fault.line)
      writer.field("column", fault.column)
      writer.field("code", fault.code)
      writer.field("reason", fault.text)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }

  func shown(_ name: [UInt8]) -> String { FileName.shown(name) }
}
