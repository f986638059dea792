import Board
import Cases
import GridCore
import Ledger
import LedgerStore
import LedgerStories
import Users
import Web
import Words

/// A town whose pages are looked at.
struct BoardTown {
  let intake: TestIntake

  init() throws {
    intake = TestIntake(ledger: try SQLiteLedger.inMemory())
    try intake.ledger.adopt(TestTown.rulesRecord)
  }

  /// What a page is made of, for who may do everything.
  func reading(
    at now: Timestamp = noon(), _ language: Language = .zh,
    viewer: Viewer = Viewer(key: "centre", name: "王五", at: "*", may: [.look, .rules, .report], isPerson: true)
  ) throws -> BoardReading {
    var reading = BoardReading(
      ledger: intake.ledger, book: TestTown.book, now: now, language: language, viewer: viewer)
    reading.cases = try OpenCases(intake.ledger, under: TestTown.book)
    reading.steps = { _ in viewer.at == nil ? [] : Set(StepKind.allCases) }
    return reading
  }

  /// What a report says beside its id.
  static func words(_ fields: (String, String)...) -> String {
    // The last of them stands where the story's own text ends.
    "x" + fields.map { "\",\"\($0.0)\":\"\($0.1)" }.joined()
  }
}

extension Page {
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The start tags that hold all of these texts.
  func tags(_ parts: String...) -> [Substring] {
    text.split(separator: "<").compactMap { piece in
      let tag = piece.prefix { $0 != ">" }
      return parts.allSatisfy { tag.contains($0) } ? tag : nil
    }
  }

  /// What stands in the first element whose start tag holds all of these texts.
  func content(_ parts: String...) -> Substring? {
    for piece in text.split(separator: "<") {
      let tag = piece.prefix { $0 != ">" }
      if parts.allSatisfy({ tag.contains($0) }) { return piece.dropFirst(tag.count + 1) }
    }
    return nil
  }
}
