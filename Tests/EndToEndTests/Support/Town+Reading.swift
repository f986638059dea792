import Foundation
import Glibc
import Testing

/// A notice found in the outbox.
struct Paper {
  /// The folder below `outbox`: an address in text.
  let address: String
  let name: String
  let content: JSON
}

extension Town {
  // MARK: Answers

  func json(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> JSON {
    try gridpost(arguments + ["--json"]).exits(0, sourceLocation: sourceLocation).json()
  }

  func status(at time: String? = nil, sourceLocation: SourceLocation = #_sourceLocation) throws -> JSON {
    try gridpost(["status", "--json"] + (time.map { ["--at", $0] } ?? []))
      .exits(0, sourceLocation: sourceLocation).json()
  }

  func items(_ filters: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> [JSON] {
    try gridpost(["list", "--json"] + filters).exits(0, sourceLocation: sourceLocation).json().array
  }

  /// The item of a report.
  func item(of id: String, source: String = "test", sourceLocation: SourceLocation = #_sourceLocation) throws -> String
  {
    let found = try items().first { $0["id"].text == id && $0["source"].text == source }
    return try #require(found?["item"].text, "no item of \(id)", sourceLocation: sourceLocation)
  }

  /// Reports something to the daemon that runs, and answers its item.
  func newItem(_ id: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    try drop("\(id).json", report(id))
    try until("it is an item", within: 20, sourceLocation: sourceLocation) {
      (try? items())?.contains { $0["id"].text == id } == true
    }
    return try item(of: id, sourceLocation: sourceLocation)
  }

  /// - Parameter time: of lateness and lengths; what is shown of an item that lives on grows by the second without it.
  func show(_ item: String, at time: String? = nil, sourceLocation: SourceLocation = #_sourceLocation) throws -> JSON {
    let moment = time.map { ["--at", $0] } ?? []
    return try gridpost(["show", item, "--json"] + moment).exits(0, sourceLocation: sourceLocation).json()
  }

  func show(of id: String, at time: String? = nil, sourceLocation: SourceLocation = #_sourceLocation) throws -> JSON {
    try show(item(of: id, sourceLocation: sourceLocation), at: time, sourceLocation: sourceLocation)
  }

  /// Every record, in order.
  func export(sourceLocation: SourceLocation = #_sourceLocation) throws -> [JSON] {
    let outcome = try gridpost("export").exits(0, sourceLocation: sourceLocation)
    return try outcome.out.split(separator: "\n").map { try JSON(parsing: String($0)) }
  }

  /// The record of an event.
  func record(of id: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> JSON {
    try #require(
      try export(sourceLocation: sourceLocation).first { $0["id"].text == id }, "no record of \(id)",
      sourceLocation: sourceLocation)
  }

  @discardableResult
  func act(
    _ step: String, _ item: String, by: String = "小王", note: String? = nil, wait: String = "20"
  ) throws -> Outcome {
    try gridpost(
      ["act", step, item, "--by", by, "--wait", wait] + (note.map { ["--note", $0] } ?? []), within: 60)
  }

  /// All laws hold, and every decision taken again is as it was.
  func verify(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let outcome = try gridpost("verify", "--deep", "--json").exits(0, sourceLocation: sourceLocation)
    let answer = try outcome.json()
    #expect(answer["ok"] == true, "\(answer.rendered)", sourceLocation: sourceLocation)
  }

  /// What the sqlite3 program says to these statements on the ledger.
  @discardableResult
  func sqlite(_ statements: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    let output = ground.said()
    let child = try Child(
      ["sqlite3", "-batch", state + "/ledger.sqlite", statements],
      environment: ["PATH": "/usr/bin:/bin:/usr/local/bin"],
      folder: folder, input: "/dev/null", output: output + ".out", errors: output + ".err")
    guard child.end(within: 30) != nil else { throw HarnessFailure("sqlite3 hangs") }
    #expect(child.outcome.code == 0, "\(statements): \(child.outcome.err)", sourceLocation: sourceLocation)
    return child.outcome.out
  }

  // MARK: Folders

  /// The names in a folder, as the bytes they are.
  func names(in folder: String) -> [[UInt8]] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { start in
          (0..<strlen(start)).map { UInt8(bitPattern: start[$0]) }
        }
      }
      if name != Array(".".utf8), name != Array("..".utf8) { names.append(name) }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  func contents(of path: String) -> [UInt8]? {
    FileManager.default.contents(atPath: path).map { Array($0) }
  }

  func quarantined() -> [String] {
    names(in: quarantine).map { String(decoding: $0, as: UTF8.self) }
      .filter { !$0.hasSuffix(".reason.json") && !$0.hasPrefix(".") }
  }

  /// What lies in the inbox under a name a producer may use.
  func waiting() -> [String] {
    names(in: inbox).map { String(decoding: $0, as: UTF8.self) }.filter { !$0.hasPrefix(".") }
  }

  /// All notices that lie in the outbox, in no particular order.
  func papers() throws -> [Paper] {
    var papers: [Paper] = []
    for path in FileManager.default.enumerator(atPath: outbox).map({ $0.compactMap { $0 as? String } }) ?? [] {
      guard path.hasSuffix(".json"), !path.hasPrefix(".") else { continue }
      let full = outbox + "/" + path
      guard let data = FileManager.default.contents(atPath: full) else { continue }
      papers.append(
        Paper(
          address: (path as NSString).deletingLastPathComponent, name: (path as NSString).lastPathComponent,
          content: try JSON(parsing: String(decoding: data, as: UTF8.self))))
    }
    return papers
  }

  /// The texts of all files below a folder.
  func texts(under folder: String) -> [String] {
    (FileManager.default.subpaths(atPath: folder) ?? []).map { Child.text("\(folder)/\($0)") }.filter { !$0.isEmpty }
  }

  func papers(at address: String) throws -> [Paper] {
    try papers().filter { $0.address == address }
  }

  // MARK: Expectations

  /// Exactly one notice of an item lies at this address, at this rung.
  @discardableResult
  func expectNotice(
    at address: String, item: String? = nil, of id: String? = nil, rung: Int = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> JSON {
    let wanted = try item ?? id.map { try self.item(of: $0, sourceLocation: sourceLocation) }
    let all = try papers()
    let found = all.filter {
      $0.address == address && $0.content["rung"].int == rung && (wanted == nil || $0.content["item"].text == wanted)
    }
    #expect(
      found.count == 1, "notices at \(address): \(found.count); all: \(all.map { "\($0.address)/\($0.name)" })",
      sourceLocation: sourceLocation)
    return try #require(found.first, sourceLocation: sourceLocation).content
  }

  func expectNoNotice(at address: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try papers(at: address).isEmpty, "a notice lies at \(address)", sourceLocation: sourceLocation)
  }

  /// The numbers of `status` add up.
  @discardableResult
  func expectBalance(sourceLocation: SourceLocation = #_sourceLocation) throws -> JSON {
    let status = try status(sourceLocation: sourceLocation)
    let records = status["records"]
    let parts = ["accepted", "rejected", "duplicate", "held"].compactMap { records[$0].int }
    #expect(records["received"].int == parts.reduce(0, +), "\(records.rendered)", sourceLocation: sourceLocation)
    let notices = status["notices"]
    #expect(
      notices["owed"].int == (notices["delivered"].int ?? 0) + (notices["pending"].int ?? 0), "\(notices.rendered)",
      sourceLocation: sourceLocation)
    return status
  }

  // MARK: Waiting

  /// Looks again and again until it is so.
  func until(
    _ what: String, within seconds: Double = 20, sourceLocation: SourceLocation = #_sourceLocation,
    _ isSo: () throws -> Bool
  ) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try !isSo() {
      guard ContinuousClock.now < deadline else {
        let said = daemonsSaid.suffix(2_000)
        Issue.record("not within \(seconds) s: \(what); the daemon said: \(said)", sourceLocation: sourceLocation)
        throw HarnessFailure("waited in vain: \(what)")
      }
      usleep(30_000)
    }
  }

  /// Waits until everything dropped is in the ledger and every notice is out.
  func settle(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let outcome = try gridpost("drain", "--timeout", "30")
    outcome.exits(
      0, outcome.code == 0 ? "" : "the daemon said: \(daemonsSaid.suffix(3_000))", sourceLocation: sourceLocation)
  }
}
