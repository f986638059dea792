import Daemon
import Formats
import GridCore
import LedgerStore
import Spool

/// Law L6, about what lies outside the ledger: quarantined files with their bytes, staged papers and notices with their rows.
struct OutsideLaws {
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
        if let problem = try problem(of: file) { broken.append("\(file.name): \(problem)") }
      }
      row = last.row
    }
    return law("L6-quarantine", broken, say(counted(count, "quarantined file"), "\(count) 份隔离文件"))
  }

  private func problem(of file: QuarantinedFile) throws -> String? {
    // A file set aside unread has no digest: that it lies there is all there is to ask.
    guard let wanted = file.sha256 else { return nil }
    let path = settings.statePath + "/quarantine/" + file.name
    guard let bytes = try guarded({ try DurableFile.read(path: path, max: 1 << 30) }) else {
      return say("missing", "不见了")
    }
    return sha256(of: bytes) == wanted ? nil : say("other bytes than were set aside", "内容与隔离时不同")
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
    let shown = broken.prefix(5).joined(separator: ", ")
    return LawReport.Law(law: name, ok: broken.isEmpty, text: broken.isEmpty ? found : shown)
  }
}
