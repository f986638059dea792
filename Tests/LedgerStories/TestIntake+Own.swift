internal import Formats
package import GridCore
internal import Ledger
internal import Receiving

extension TestIntake {
  /// Has the daemon itself report a round at these grids, and says where it did not.
  package func takeOwn(_ grids: [String], at now: Timestamp) throws {
    var reception = Reception(book: book, now: now, known: [:], items: [:], held: [:])
    var batch = ReceivedBatch(at: now, rules: book.digest)
    for (index, grid) in grids.enumerated() {
      let call = RoundCall(name: "日检", period: "2026-04-01", place: grid, due: now)
      let text = OwnReportText(matter: "UM-001", community: nil, grid: grid, summary: "日检")
      let bytes = text.bytes(of: call, id: "日检/2026-04-01/\(grid)")
      guard let event = EventReader.again(bytes, received: now) else { continue }
      reception.take(event, isOwn: true)
      batch.records.append(
        ReceivedRecord(
          file: ReceivedRecord.noFile, bytes: bytes[...], sha256: sha256(of: bytes), line: 0,
          source: event.identity.source, id: event.identity.id, key: event.key, content: event.content,
          type: event.type, outcome: .accepted(item: event.key)))
      batch.own.reports.append((index, .round(call)))
    }
    batch.changes = reception.changes
    batch.own.lines = [
      RoundLine(.missed, name: "周走", period: "2026-W13", due: now, extent: .places(3)),
      RoundLine(.spared, name: "日检", period: "2026-04-01", due: now, extent: .place("甲店")),
      RoundLine(.skipped, name: "日检", period: "2026-04-01", due: now, extent: .place("乙厂")),
    ]
    batch.own.progress = [.init(name: "日检", done: now.adding(-1), place: grids.last)]
    _ = try ledger.receive(batch)
  }
}
