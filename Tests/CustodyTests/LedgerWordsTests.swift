import GridCore
import Laws
import Ledger
import Seals
import Testing
import Words

@testable import Custody

/// What is wrong with a ledger is a value below, and words in either language here.
@Suite struct LedgerWordsTests {
  /// One of each kind, with parameters that bring no letter.
  private static let damages: [LedgerDamage] =
    [
      .emptyFile, .noLedger, .noSchema, .database("1"), .pages(["1", "2"]), .noRow(table: "1"),
      .missing(table: "1", row: 2), .missingItem(.init(high: 0, low: 0)), .decidingCode(9), .fields("1"), .count(-1),
      .noticeID("1"),
      .noQuarantine(file: 1),
    ]
    + LedgerDamage.Change.allCases.map { .schema(object: "1", $0) }
    + rows.map { .rows([$0]) } + LedgerDamage.Column.allCases.flatMap { [.length($0), .word($0, "1")] }

  private static let rows: [DamagedRow] = [
    .record(.missing(1)), .entry(.notAsWritten(2)), .record(.cutOff(written: 3, last: 2)), .entry(.beyond(written: 4)),
    .record(.otherHead(last: 4)), .owner(record: 5), .release(record: 6, state: "7", told: nil), .bytes(record: 8),
    .raised(notice: 9, entry: 10),
    .moved(notice: 11, what: "12", entry: 13),
  ]

  private static let errors: [LedgerError] =
    [
      .unavailable("1"), .uncertain("1"), .missing(path: "1"), .displaced(path: "1"), .tooNew(found: 9, known: 2),
      .fenced,
    ] + damages.flatMap { [.corrupt($0), .corrupt($0, path: "1")] }

  private static func isHan(_ scalar: Unicode.Scalar) -> Bool { (0x4e00...0x9fff).contains(scalar.value) }

  @Test func noSentenceMixesTheLanguages() {
    for text in Self.damages.map(\.text) + Self.errors.map(\.text) {
      #expect(!text.en.unicodeScalars.contains(where: Self.isHan), "\(text.en)")
      #expect(text.zh.unicodeScalars.contains(where: Self.isHan), "\(text.zh)")
      let letters = text.zh.unicodeScalars.filter { $0.isASCII && $0.properties.isAlphabetic }
      #expect(letters.isEmpty, "\(text.zh)")
    }
  }

  @Test func everyDamageIsToldByItsOwnWords() {
    #expect(Set(Self.damages.map(\.text.en)).count == Self.damages.count)
    #expect(Set(Self.damages.map(\.text.zh)).count == Self.damages.count)
  }

  @Test func aLedgerThatIsNotWhatItWasMayBeReplacedByACopy() {
    let cured: [LedgerError] = [.corrupt(.emptyFile), .missing(path: "1"), .tooNew(found: 9, known: 2)]
    for error in Self.errors {
      let text = Failure.ledger(error).text
      let named = cured.contains(error) || error.isDamage
      #expect(text.en.contains("“gridpost restore COPY”") == named, "\(text.en)")
      #expect(text.zh.contains("“gridpost restore 副本”") == named, "\(text.zh)")
    }
  }

  /// After a restore that was broken off the files that were there before are not accepted any more.
  @Test func nothingIsSaidTwice() {
    for cure in [nil, LedgerError.putBack, LedgerError.restoreAgain("copy")] {
      let failure = Failure.untrustworthyLedger(path: "1", problem: Bilingual(en: "it", zh: "它"), cure: cure)
      #expect(failure.text.en.split(separator: "nothing was changed", omittingEmptySubsequences: false).count == 2)
      #expect(failure.text.zh.split(separator: "未作任何更改", omittingEmptySubsequences: false).count == 2)
    }
    #expect(!LedgerError.restoreAgain("copy").en.contains("own files"))
  }
}

extension LedgerError {
  fileprivate var isDamage: Bool {
    if case .corrupt = self { true } else { false }
  }
}
