internal import Formats
internal import Glibc
internal import GridCore
package import Laws
import Ledger
internal import Linux
package import Proof
internal import Spool
internal import Words

/// The laws about what lies outside the ledger: quarantined files, notices, staged papers, claimed files. (Marker and lock note are looked
/// at where the ledger is opened.)
///
/// Holds beside a running daemon: a file is looked at before the ledger where the row comes first, and looked for again, in every
/// place it may have been moved to, before it is called missing. Changes nothing.
package struct OutsideLaws {
  private static let mostTold = 3
  /// How long a file on its way is looked for again.
  private static let patience = Duration.seconds(2)

  private let settings: Settings
  private let ledger: any LedgerProving

  /// Checks the laws about what lies outside the ledger.
  package static func check(_ settings: Settings, _ ledger: any LedgerProving) throws(Failure) -> [LawReport.Law] {
    let laws = OutsideLaws(settings: settings, ledger: ledger)
    return [try laws.quarantine(), try laws.outbox(), try laws.staging(), try laws.claimed()]
  }

  /// What lies at odds with the ledger, the first few of it.
  private struct Findings {
    var count = 0
    var told: [Bilingual] = []

    mutating func add(_ name: String, _ what: Bilingual) {
      count += 1
      if told.count < OutsideLaws.mostTold {
        told.append(Bilingual(en: "\(name): \(what.en)", zh: "\(name)：\(what.zh)"))
      }
    }

    func law(_ name: String, whole: Bilingual) -> LawReport.Law {
      LawReport.Law(law: "outside-" + name, told: told, of: count, otherwise: whole)
    }
  }

  // MARK: Quarantine

  private func quarantine() throws(Failure) -> LawReport.Law {
    var findings = Findings()
    var row: Int64 = 0
    var count = 0
    let end = ContinuousClock.now + Self.patience
    while true {
      let start = row
      let page = try attempt { try ledger.quarantinedFiles(after: start, limit: 500) }
      guard let last = page.last else { break }
      for file in page {
        count += 1
        guard let problem = try problem(of: file, until: end, isTold: findings.told.count < Self.mostTold) else {
          continue
        }
        findings.add("quarantine/\(file.name)", problem)
      }
      row = last.row
    }
    return findings.law(
      "quarantine",
      whole: Bilingual(
        en: counted(count, "quarantined file"), zh: "隔离文件 \(count) 份，内容均未变"))
  }

  private func problem(
    of file: QuarantinedFile, until end: ContinuousClock.Instant, isTold: Bool
  ) throws(Failure) -> Bilingual? {
    if isThere(file) { return try otherBytes(file) }
    var file = file
    repeat {
      // In this order: it is claimed first, then moved, and a new name comes last.
      if try attempt({ try OutboxWalk.claimed(path: settings.statePath).inodes }).contains(file.inode) { return nil }
      if isThere(file) { return try otherBytes(file) }
      let row = file.row
      guard let now = try attempt({ try ledger.quarantinedFile(row) }) else { return nil }
      file = now
      if isThere(file) { return try otherBytes(file) }
      guard try isHeld() else { break }
      usleep(50_000)
    } while ContinuousClock.now < end
    return isTold ? try missing(file) : Bilingual(en: "", zh: "")
  }

  /// Whether anything bears the name, a link that leads nowhere included.
  private func isThere(_ file: QuarantinedFile) -> Bool {
    var status = stat()
    return lstat(settings.statePath + "/quarantine/" + file.name, &status) == 0 || errno != ENOENT
  }

  private func isHeld() throws(Failure) -> Bool {
    try attempt { try SpoolLock.look(path: settings.statePath).held }
  }

  private func otherBytes(_ file: QuarantinedFile) throws(Failure) -> Bilingual? {
    // A file set aside unread has no digest: that it lies there is all there is to ask.
    guard let wanted = file.sha256 else { return nil }
    var hash = RunningDigest()
    let path = settings.statePath + "/quarantine/" + file.name
    guard try attempt({ try DurableFile.eachPiece(path: path) { hash.add($0) } }) else { return try missing(file) }
    let found = hash.finished()
    guard found != wanted else { return nil }
    return Bilingual(
      en: "other bytes than were set aside (file \(file.row)): sha256 is \(found.hex), was \(wanted.hex)",
      zh: "内容与隔离时不同（file \(file.row)）：sha256 现为 \(found.hex)，原为 \(wanted.hex)")
  }

  /// Says what is gone, and whether there is anything to make it again from.
  private func missing(_ file: QuarantinedFile) throws(Failure) -> Bilingual {
    let row = file.row
    let kept = try attempt { try ledger.keptBytes(ofFile: row) }
    let hash = file.sha256.map { Bilingual(en: $0.hex, zh: $0.hex) } ?? Bilingual(en: "unread", zh: "未读")
    let rest =
      if kept.isWhole {
        Bilingual(en: "its bytes are in the ledger, whole, as a record's", zh: "其内容完整保存在台账的一条记录中")
      } else if kept.kept > 0 {
        Bilingual(
          en:
            "the bytes of \(kept.kept) of its \(kept.records) records are in the ledger, what stood between them is not",
          zh: "其 \(kept.records) 条记录中 \(kept.kept) 条的内容保存在台账中，记录之间的内容没有保存")
      } else {
        Bilingual(en: "its bytes are nowhere in the ledger", zh: "台账中没有它的内容")
      }
    return Bilingual(
      en: "missing (file \(row), \(file.size) bytes, sha256 \(hash.en)); \(rest.en)",
      zh: "不见了（file \(row)，\(file.size) 字节，sha256 \(hash.zh)）；\(rest.zh)")
  }

  // MARK: Notices

  /// Papers are looked at before the ledger: the row of each was there before it.
  private func outbox() throws(Failure) -> LawReport.Law {
    var findings = Findings()
    let carried = try attempt { try ledger.carriedNotices() }
    var count = 0
    var papers: [(id: String, address: String)] = []
    let compare = {
      let known = try ledger.knownNotices(among: papers.map(\.id))
      for paper in papers where known[paper.id] != paper.address {
        if carried.contains(id: paper.id, address: paper.address) { continue }
        let place = "outbox/\(paper.address)\(paper.address.isEmpty ? "" : "/")\(paper.id).json"
        let addressee = known[paper.id]
        findings.add(
          place,
          addressee.map { Bilingual(en: "notice \(paper.id) is for \($0)", zh: "通知单 \(paper.id) 应发往 \($0)") }
            ?? Bilingual(en: "the ledger knows no such notice", zh: "台账中没有这张通知单"))
      }
      count += papers.count
      papers = []
    }
    try attempt {
      try OutboxWalk.eachNotice(path: settings.statePath) { id, address in
        papers.append((id, address))
        if papers.count == 500 { try compare() }
      }
      try compare()
    }
    return findings.law(
      "outbox",
      whole: Bilingual(
        en: counted(count, "notice") + " in the outbox", zh: "投放目录中通知单 \(count) 张，均在应在之处"))
  }

  private func staging() throws(Failure) -> LawReport.Law {
    var findings = Findings()
    let staged = try attempt { try OutboxWalk.staged(path: settings.statePath) }
    let known = try attempt { try ledger.knownNotices(among: staged.ids) }
    for name in staged.strangers + staged.ids.filter({ known[$0] == nil }).map({ $0 + ".json" }) {
      findings.add("outbox/.staging/\(name)", Bilingual(en: "the ledger knows no such notice", zh: "台账中没有这张通知单"))
    }
    return findings.law(
      "staging",
      whole: Bilingual(en: counted(staged.ids.count, "paper") + " staged", zh: "待投放通知单 \(staged.ids.count) 份"))
  }

  private func claimed() throws(Failure) -> LawReport.Law {
    var findings = Findings()
    let claimed = try attempt { try OutboxWalk.claimed(path: settings.statePath) }
    for name in claimed.strangers {
      findings.add("inbox/.claimed/\(name)", Bilingual(en: "no claim explains it", zh: "并非值守程序取走的文件"))
    }
    let count = claimed.inodes.count
    return findings.law(
      "claimed", whole: Bilingual(en: counted(count, "claimed file"), zh: "已取走而未了结的文件 \(count) 份"))
  }
}
