import Foundation
import Glibc
import Testing

/// Every class of bad input, by its number in guarantees §3, dropped around one running daemon among good files.
///
/// Not here: 27, 28 and 30 (tables; `TableTests`, `ReportTests`), 57 (root reads everything; `SpoolTests`), 59–63, 65 and 66 (races;
/// `DaemonIntakeTests`, `SpoolTests`, `RunTests`), 72 (keys are never pruned), and 101–115 (there is no HTTP).
@Suite(.crew) struct BadInputTests {
  @Test func everyClassGetsItsAnswerAndHoldsUpNobody() throws {
    let town = try Town {
      $0.intake = ["max_file: \(BadInput.maxFile)", "patience: 1s", "max_event: \(BadInput.maxEvent)"]
    }
    #expect(mkdir("\(town.inbox)/police", 0o755) == 0)
    let daemon = try town.run()
    var good = GoodFiles()
    for (index, sample) in BadInput.classes.enumerated() {
      try drop(sample, index, into: town)
      if index % 20 == 0 { try good.drop(into: town) }
    }
    let last = ContinuousClock.now
    try town.until("the good ones are out", within: 60) { try good.areOut(in: town) }
    #expect(good.longest < .seconds(5), "a good file waited \(good.longest)")
    try town.settle()
    #expect(ContinuousClock.now - last < .seconds(60))
    #expect(daemon.child.ended == nil)
    try expectAnswers(town)
    try expectMemoryIsFlat(daemon)
    try expectExactNumbers(town)
    try town.expectBalance()
    #expect(try daemon.stop() == 0)
    try town.verify()
  }

  /// Good files dropped meanwhile, and how long the slowest took.
  private struct GoodFiles {
    private var waiting: [String: ContinuousClock.Instant] = [:]
    private(set) var longest = Duration.zero
    private var count = 0

    mutating func drop(into town: Town) throws {
      _ = try areOut(in: town)
      count += 1
      try town.drop("good-\(count).json", report("good-\(count)"))
      waiting["good-\(count).json"] = .now
    }

    /// What has left the inbox is taken.
    mutating func areOut(in town: Town) throws -> Bool {
      let there = Set(town.waiting())
      for (name, start) in waiting where !there.contains(name) {
        longest = max(longest, .now - start)
        waiting[name] = nil
      }
      return waiting.isEmpty
    }
  }

  private func drop(_ sample: BadInput, _ index: Int, into town: Town) throws {
    switch sample.content {
    case .line(let bytes):
      try town.drop("c\(index).ndjson", bytes: Array((report("before \(index)").rendered + "\n").utf8) + bytes + [0x0a])
    case .file(let bytes, let ending): try town.drop("c\(index).\(ending)", bytes: bytes)
    case .special(let name): try make(name, in: town)
    }
  }

  /// An id for what lies under any name.
  private static func id(of name: String) -> String {
    "special " + name.map { $0.isLetter || $0.isNumber ? String($0) : "\($0.utf8.first ?? 0)" }.joined()
  }

  private func make(_ name: String, in town: Town) throws {
    let path = "\(town.inbox)/\(name)"
    let text = Array(report(Self.id(of: name), matter: "CA-002").rendered.utf8)
    switch name {
    case "sparse.json", "line.ndjson":
      let hidden = "\(town.inbox)/.\(name)"
      let file = open(hidden, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
      #expect(file >= 0 && ftruncate(file, name == "sparse.json" ? 10 << 30 : 1 << 30) == 0)
      close(file)
      #expect(rename(hidden, path) == 0)
    case "link.json": #expect(symlink("/etc/passwd", path) == 0)
    case "hard.json":
      try town.write(bytes: text, to: Array("\(town.folder)/secret".utf8))
      #expect(link("\(town.folder)/secret", path) == 0)
    case "pipe.json": #expect(mkfifo(path, 0o644) == 0)
    case "folder.json": #expect(mkdir(path, 0o755) == 0)
    case "run.json":
      try town.write(bytes: text, to: Array("\(town.inbox)/.run".utf8))
      #expect(chmod("\(town.inbox)/.run", 0o4755) == 0 && rename("\(town.inbox)/.run", path) == 0)
    default: try town.drop(nameBytes: Array(name.utf8), text)
    }
  }

  private func expectAnswers(_ town: Town) throws {
    let records = try town.export()
    let byFile = Dictionary(grouping: records) { $0["file_sha256"].text ?? "" }
    let byID = Dictionary(grouping: records) { $0["id"].text ?? "" }
    for (index, sample) in BadInput.classes.enumerated() {
      switch (sample.content, sample.answer) {
      case (.line, .accepted), (.line, .rejected):
        let before = byID["before \(index)"]?.first
        let record = byFile[before?["file_sha256"].text ?? "?"]?.first { $0["line"] == 2 }
        #expect(before?["state"] == "accepted", "\(sample)")
        expect(record, sample)
      case (.file(_, let ending), .accepted):
        #expect(!town.quarantined().contains("c\(index).\(ending)"), "\(sample)")
        #expect(!town.waiting().contains("c\(index).\(ending)"), "\(sample)")
      case (.file(let bytes, let ending), .quarantined(let code)):
        try expectQuarantined("c\(index).\(ending)", code, sample, town)
        #expect(town.contents(of: "\(town.quarantine)/c\(index).\(ending)") == bytes, "\(sample)")
      case (.special(let name), .accepted): #expect(byID[Self.id(of: name)]?.first?["state"] == "accepted", "\(sample)")
      case (.special(let name), .quarantined(let code)):
        try expectQuarantined(name.split(separator: "/").last.map(String.init) ?? name, code, sample, town)
      case (.special(let name), .skipped):
        #expect(town.names(in: town.inbox).contains(Array(name.utf8)), "\(sample)")
      default: Issue.record("\(sample) cannot be told")
      }
    }
  }

  private func expect(_ record: JSON?, _ sample: BadInput) {
    switch sample.answer {
    case .rejected(let code):
      #expect(record?["state"] == "rejected", "\(sample): \(record?.rendered ?? "no record")")
      #expect(record?["reason"].text?.hasPrefix(code) == true, "\(sample): \(record?["reason"].rendered ?? "")")
    default: #expect(record?["state"] == "accepted", "\(sample): \(record?.rendered ?? "no record")")
    }
  }

  private func expectQuarantined(_ name: String, _ code: String, _ sample: BadInput, _ town: Town) throws {
    #expect(town.quarantined().contains(name), "\(sample)")
    let text = Child.text("\(town.quarantine)/\(name).reason.json")
    guard !text.isEmpty else { return }
    let reason = try JSON(parsing: text)
    #expect(reason["code"].text == code, "\(sample): \(reason.rendered.prefix(300))")
    if ["syntax", "trailing", "encoding", "too-deep"].contains(code) {
      #expect(
        (reason["line"].int ?? 0) > 0 && (reason["column"].int ?? 0) > 0, "\(sample): \(reason.rendered.prefix(300))")
    }
  }

  private func expectMemoryIsFlat(_ daemon: Daemon) throws {
    let peak = Child.text("/proc/\(daemon.pid)/status").split(separator: "\n").first { $0.hasPrefix("VmHWM") }
    let kilobytes = peak?.split(separator: " ").compactMap { Int($0) }.first ?? 0
    #expect(kilobytes > 0 && kilobytes < 200 << 10, "\(kilobytes) kB at the most")
  }

  /// Class 32: nothing is rounded on its way from the file to the notice.
  private func expectExactNumbers(_ town: Town) throws {
    let papers = town.texts(under: "\(town.outbox)/heshuikou")
    for number in ["9223372036854775807", "9223372036854775808", "9007199254740993", "-0", "1e400", "1e-400", "1.0"] {
      let found = papers.filter { $0.contains("class-32 number \(number)\"") }
      #expect(found.count == 1 && found[0].contains("\"x\":\(number)}"), "\(number): \(found)")
    }
  }
}
