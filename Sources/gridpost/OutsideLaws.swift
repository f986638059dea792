import Daemon
import Formats
import Glibc
import GridCore
import LedgerStore
import Spool

/// Law L6, about what lies outside the ledger: quarantined files with their bytes, staged papers and notices with their rows.
struct OutsideLaws {
  private static let mostTold = 5
  private let settings: Settings

  init(_ settings: Settings) {
    self.settings = settings
  }

  func check() throws -> [LawReport.Law] {
    let ledger = try openLedger(settings)
    return [try quarantine(ledger), try notices(ledger)]
  }

  private func quarantine(_ ledger: SQLiteLedger) throws -> LawReport.Law {
    var row: Int64 = 0
    var count = 0
    var broken: [String] = []
    while true {
      let page = try guardedLedger { try ledger.quarantinedFiles(after: row, limit: 500) }
      guard let last = page.last else { break }
      for file in page {
        count += 1
        if let problem = try problem(of: file, ledger, isTold: broken.count < Self.mostTold) {
          broken.append("quarantine/\(file.name): \(problem)")
        }
      }
      row = last.row
    }
    return law("L6-quarantine", broken, say(counted(count, "quarantined file"), "\(count) 份隔离文件"))
  }

  private func problem(of file: QuarantinedFile, _ ledger: SQLiteLedger, isTold: Bool) throws -> String? {
    let path = settings.statePath + "/quarantine/" + file.name
    guard isThere(path) else { return isTold ? try missing(file, ledger) : "" }
    // A file set aside unread has no digest: that it lies there is all there is to ask.
    guard let wanted = file.sha256 else { return nil }
    let found = try guarded { try DurableFile.read(path: path, max: 1 << 30) }.map { sha256(of: $0) }
    guard found != wanted else { return nil }
    return say(
      "other bytes than were set aside: sha256 is \(found?.hex ?? "none"), was \(wanted.hex)",
      "内容与隔离时不同：sha256 现为 \(found?.hex ?? "无")，原为 \(wanted.hex)")
  }

  /// Says what is gone, and whether there is anything to make it again from.
  private func missing(_ file: QuarantinedFile, _ ledger: SQLiteLedger) throws -> String {
    let kept = try guardedLedger { try ledger.keptBytes(ofFile: file.row) }
    let hash = file.sha256?.hex ?? say("unread", "未读")
    let rest =
      if kept.isWhole {
        say("its bytes are in the ledger, whole, as a record's", "其内容完整保存在台账的一条记录中")
      } else if kept.kept > 0 {
        say(
          "the bytes of \(kept.kept) of its \(kept.records) records are in the ledger, what stood between them is not",
          "其 \(kept.records) 条记录中 \(kept.kept) 条的内容保存在台账中，记录之间的内容没有保存")
      } else {
        say("its bytes are nowhere in the ledger", "台账中没有它的内容")
      }
    return say(
      "missing (\(file.size) bytes, sha256 \(hash)); \(rest)", "不见了（\(file.size) 字节，sha256 \(hash)）；\(rest)")
  }

  /// Whether anything bears the name, a link that leads nowhere included.
  private func isThere(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 || errno != ENOENT
  }

  private func notices(_ ledger: SQLiteLedger) throws -> LawReport.Law {
    var count = 0
    var broken: [String] = []
    var ids: [String] = []
    let settle = {
      let known = try guardedLedger { try ledger.knownNotices(among: ids) }
      broken += ids.filter { !known.contains($0) }
      count += ids.count
      ids = []
    }
    try guarded {
      try OutboxWalk.eachNotice(path: settings.statePath) { id in
        ids.append(id)
        if ids.count == 500 { try settle() }
      }
    }
    try settle()
    return law("L6-outbox", broken, say(counted(count, "notice") + " in the outbox", "投放目录中 \(count) 张通知单"))
  }

  private func law(_ name: String, _ broken: [String], _ found: String) -> LawReport.Law {
    let more = broken.count - Self.mostTold
    let shown =
      broken.prefix(Self.mostTold).joined(separator: "; ")
      + (more > 0 ? say("; and \(more) more", "；另有 \(more) 处") : "")
    return LawReport.Law(law: name, ok: broken.isEmpty, text: broken.isEmpty ? found : shown)
  }
}
