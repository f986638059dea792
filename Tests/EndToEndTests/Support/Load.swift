import Foundation
import Testing

/// Events dropped while things go wrong, and what must hold afterwards.
struct Load {
  private(set) var ids: [String] = []
  private(set) var short = 0
  private var round = 0

  /// A round of single files and a file of lines; every tenth event is soon late.
  mutating func drop(into town: Town, files: Int, lines: Int) throws {
    round += 1
    for index in 0..<files {
      let late = index % 10 == 0
      let id = "r\(round)-\(index)"
      try town.drop("\(id).json", event(id, late: late))
      count(id, late: late)
    }
    guard lines > 0 else { return }
    let batch = (0..<lines).map { (id: "r\(round)-line-\($0)", late: $0 % 10 == 0) }
    let text = batch.map { event($0.id, late: $0.late).rendered + "\n" }.joined()
    try town.drop("r\(round).ndjson", text: text)
    for (id, late) in batch { count(id, late: late) }
  }

  mutating func count(_ id: String, late: Bool) {
    ids.append(id)
    if late { short += 1 }
  }

  private func event(_ id: String, late: Bool) -> JSON {
    report(id, matter: late ? "UM-003" : "CA-002", grid: "heshuikou-0\(id.utf8.count % 3 + 1)")
  }

  /// The rules for it: a single rung above the post.
  static let rules = Rules().with { $0.ladder = ["{to: group}"] }

  /// After a last pass, without a consumer: every event once in the ledger, every notice once in the outbox.
  func expectNothingLostNothingTwice(in town: Town, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let location = sourceLocation
    try town.gridpost("pass", within: 120).exits(0, sourceLocation: location)
    // What this pass took is late a second later, and time counts in whole seconds.
    usleep(2_100_000)
    try town.gridpost("pass", within: 120).exits(0, sourceLocation: location)
    let status = try town.expectBalance(sourceLocation: location)
    let records = status["records"]
    #expect(records["accepted"].int == ids.count, "\(records.rendered)", sourceLocation: location)
    for none in ["rejected", "duplicate", "held"] {
      #expect(records[none] == 0, "\(none): \(records.rendered)", sourceLocation: location)
    }
    #expect(status["escalations"].int == short, sourceLocation: location)
    let owed = ids.count + short
    #expect(
      status["notices"] == ["owed": .int(owed), "delivered": .int(owed), "pending": 0],
      "\(status["notices"].rendered), wanted \(owed)", sourceLocation: location)
    let papers = try town.papers()
    var found: [String: Int] = [:]
    for paper in papers {
      found["\(paper.content["event"]["id"].text ?? "?") \(paper.content["rung"].int ?? -1)", default: 0] += 1
    }
    #expect(found.values.allSatisfy { $0 == 1 }, "twice: \(found.filter { $0.value != 1 })", sourceLocation: location)
    #expect(papers.count == owed, sourceLocation: location)
    for id in ids { #expect(found["\(id) 0"] == 1, "no notice of \(id)", sourceLocation: location) }
    #expect(Set(papers.map(\.name)).count == papers.count, sourceLocation: location)
    let accepted = try town.export(sourceLocation: location).filter { $0["state"] == "accepted" }
    #expect(Set(accepted.compactMap { $0["id"].text }) == Set(ids), sourceLocation: location)
    #expect(accepted.count == ids.count, sourceLocation: location)
    #expect(town.waiting().isEmpty, sourceLocation: location)
    #expect(town.quarantined().isEmpty, sourceLocation: location)
    #expect(town.names(in: town.inbox + "/.claimed").isEmpty, sourceLocation: location)
    #expect(town.names(in: town.outbox + "/.staging").isEmpty, sourceLocation: location)
    try town.verify(sourceLocation: location)
    try town.gridpost("verify", "--deep").exits(0, sourceLocation: location)
  }
}
