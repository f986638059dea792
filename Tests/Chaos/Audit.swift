import Foundation
import Glibc
import Harness

/// Compares what was dropped with the ledger, the outbox and the folders, once everything is done.
struct Audit {
  /// A line of `export`.
  struct Row: Decodable {
    struct Paper: Decodable {
      let notice: String
      let to: String
      let rung: Int
      let state: String
    }

    let seq: Int
    let source: String?
    let id: String?
    let sha256: String
    let fileSha256: String
    let state: String
    let rules: String
    let notices: [Paper]

    var identity: String { source.flatMap { source in id.map { source + "/" + $0 } } ?? "" }
  }

  /// What the audit came to.
  struct Sum {
    var records = 0
    var notices = 0
    var lost = 0
    var twice = 0
  }

  let ground: Ground
  let truth: Truth
  let report: Report
  let name: String

  static func export(_ ground: Ground) throws -> [Row] {
    let outcome = try ground.gridpost("export")
    guard outcome.code == 0 else { throw HarnessFailure("export exits \(outcome.code): \(outcome.said.suffix(500))") }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try outcome.out.split(separator: "\n").map { try decoder.decode(Row.self, from: Data($0.utf8)) }
  }

  /// Everything at rest: all must agree. The notices of `again` may have been laid down twice.
  func run(_ consumer: Consumer, again: Set<String> = []) throws -> Sum {
    var sum = Sum()
    let rows = try Self.export(ground)
    check(records: rows, &sum)
    check(notices: rows, consumer.remembered, again, &sum)
    try checkCounts(rows)
    checkFolders()
    for arguments in [["verify"], ["verify", "--deep"]] {
      let outcome = try ground.finish(ground.start(arguments), arguments, within: 300)
      report.check(
        outcome.code == 0, "\(name): \(arguments.joined(separator: " ")) exits \(outcome.code): \(outcome.said)")
    }
    return sum
  }

  private func check(records rows: [Row], _ sum: inout Sum) {
    sum.records = rows.count
    var wanted: [String: Int] = [:]
    for file in truth.files {
      for record in file.records { wanted["\(file.sha) \(record.sha) \(record.identity ?? "")", default: 0] += 1 }
    }
    var accounts: [String: Truth.Account] = [:]
    for (index, row) in rows.enumerated() {
      report.check(row.seq == index + 1, "\(name): record \(index + 1) bears the number \(row.seq)")
      report.check(
        truth.books.contains(row.rules), "\(name): \(row.identity) was decided under unknown rules \(row.rules)")
      if row.source == "gridpost-act" { continue }
      wanted["\(row.fileSha256) \(row.sha256) \(owner(row))", default: 0] -= 1
      let identity = owner(row)
      switch row.state {
      case "accepted": accounts[identity, default: .init()].accepted += 1
      case "duplicate": accounts[identity, default: .init()].duplicate += 1
      case "rejected": accounts[identity, default: .init()].rejected += 1
      case "held": accounts[identity, default: .init()].held += 1
      default: report.fail("\(name): \(identity) is \(row.state)")
      }
    }
    let lost = wanted.filter { $0.value > 0 }
    let twice = wanted.filter { $0.value < 0 }
    sum.lost += lost.count
    sum.twice += twice.count
    report.check(lost.isEmpty, "\(name): dropped and not in the ledger: \(sample(lost.keys))")
    report.check(twice.isEmpty, "\(name): more often in the ledger than dropped: \(sample(twice.keys))")
    let acts = rows.count { $0.source == "gridpost-act" }
    report.check(acts == truth.acts, "\(name): \(acts) steps by act in the ledger, \(truth.acts) were written")
    let expected = truth.accounts
    let wrong = Set(expected.keys).union(accounts.keys).filter { expected[$0] != accounts[$0] }
    report.check(
      wrong.isEmpty,
      "\(name): judged otherwise: "
        + sample(wrong.map { "\($0): \(accounts[$0] ?? .init()), should be \(expected[$0] ?? .init())" }))
  }

  /// Records that are no events have no owner, whatever could be read of them.
  private func owner(_ row: Row) -> String {
    row.source == nil ? "" : row.identity
  }

  private func check(notices rows: [Row], _ memory: Consumer.Memory, _ again: Set<String>, _ sum: inout Sum) {
    var owed: [String: [String]] = [:]
    var known: [String: String] = [:]
    for row in rows where !row.notices.isEmpty {
      owed[row.identity, default: []] += row.notices.map { "\($0.rung) \($0.to)" }
      for paper in row.notices {
        known[paper.notice] = paper.to
        report.check(paper.state == "delivered", "\(name): notice \(paper.notice) is \(paper.state)")
      }
    }
    sum.notices = known.count
    let expected = truth.notices
    let wrong = Set(expected.keys).union(owed.keys).filter { expected[$0] ?? [] != (owed[$0] ?? []).sorted() }
    report.check(
      wrong.isEmpty,
      "\(name): notices not as the rules say: "
        + sample(wrong.map { "\($0): \(owed[$0] ?? []), should be \(expected[$0] ?? [])" }))
    var missing: [String] = []
    var twice: [String] = []
    for notice in known.keys {
      let times = memory.appearances[notice] ?? 0
      if times == 0 { missing.append(notice) }
      if times > 1 && !again.contains(notice) { twice.append("\(notice) \(memory.traces[notice] ?? [])") }
    }
    sum.lost += missing.count
    sum.twice += twice.count
    report.check(missing.isEmpty, "\(name): recorded as delivered and never seen: \(sample(missing))")
    report.check(twice.isEmpty, "\(name): laid down twice: \(sample(twice))")
    let strangers = memory.appearances.keys.filter { known[$0] == nil }
    report.check(strangers.isEmpty, "\(name): notices without a row: \(sample(strangers))")
    let astray = memory.addresses.filter { known[$0.key] != nil && known[$0.key] != $0.value }
    report.check(astray.isEmpty, "\(name): laid down at a wrong address: \(sample(astray.keys))")
  }

  private func checkCounts(_ rows: [Row]) throws {
    let status = try ground.json("status")
    let records = status["records"]
    for state in ["accepted", "rejected", "duplicate", "held"] {
      let found = rows.count { $0.state == state }
      report.check(
        records[state].int == found, "\(name): status says \(records.rendered), export has \(found) \(state)")
    }
    report.check(records["received"].int == rows.count, "\(name): status says \(records.rendered) of \(rows.count)")
    let owed = rows.reduce(0) { $0 + $1.notices.count }
    let notices = status["notices"]
    report.check(
      notices == ["owed": .int(owed), "delivered": .int(owed), "pending": 0],
      "\(name): status says \(notices.rendered) of \(owed) notices")
    let setAside = truth.files.count(where: \.isSetAside)
    report.check(
      status["files"]["quarantined"].int == setAside,
      "\(name): \(status["files"].rendered), \(setAside) bad files dropped")
    let taken = truth.files.count - setAside + truth.acts
    report.check(
      status["files"]["taken"].int == taken, "\(name): \(status["files"].rendered), \(taken) files were to be taken")
  }

  private func checkFolders() {
    for (folder, what) in [(ground.claimed, "claimed"), (ground.staging, "staged")] {
      let left = ground.names(in: folder)
      report.check(left.isEmpty, "\(name): still \(what): \(sample(left))")
    }
    let waiting = ground.files(below: ground.inbox)
    report.check(waiting.isEmpty, "\(name): still in the inbox: \(sample(waiting))")
    var wanted: [String: Int] = [:]
    for file in truth.files where file.isSetAside { wanted[file.sha, default: 0] += 1 }
    // The half of a reason that a kill left is nobody's evidence.
    let names = ground.names(in: ground.quarantine).filter { !($0.hasPrefix(".") && $0.hasSuffix(".tmp")) }
    for file in names where !file.hasSuffix(".reason.json") {
      let bytes = FileManager.default.contents(atPath: ground.quarantine + "/" + file) ?? Data()
      wanted[Truth.sha(Array(bytes)), default: 0] -= 1
      report.check(names.contains(file + ".reason.json"), "\(name): quarantine/\(file) has no reason beside it")
    }
    let wrong = wanted.filter { $0.value != 0 }
    report.check(wrong.isEmpty, "\(name): the quarantine does not hold the bad files, each once: \(sample(wrong.keys))")
  }

  private func sample(_ things: some Collection<String>) -> String {
    "\(things.count): " + things.sorted().prefix(3).joined(separator: "; ")
  }
}
