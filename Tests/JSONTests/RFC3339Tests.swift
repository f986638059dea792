import FuzzPromises
import GridCore
import JSON
import Testing

@Suite struct RFC3339Tests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2026-02-13T16:00:00+08:00", 1_770_969_600), ("2026-02-13T08:00:00Z", 1_770_969_600),
    ("2026-02-13t08:00:00z", 1_770_969_600), ("2026-02-13T08:00:00.999999999999Z", 1_770_969_600),
    ("2026-02-13T08:00:00.0Z", 1_770_969_600), ("2026-02-13T08:00:00.1234567890123Z", 1_770_969_600),
    ("2026-02-13T08:00:00-00:00", 1_770_969_600),
    ("2024-02-29T23:59:59+23:59", 1_709_164_859), ("2000-02-29T00:00:00-23:59", 951_868_740),
    ("1969-12-31T23:59:59.5Z", -1), ("0001-01-01T00:00:00Z", -62_135_596_800),
    ("9999-12-31T23:59:59Z", 253_402_300_799),
  ]) func soundTextIsAMoment(text: String, seconds: Int64) {
    #expect(RFC3339.timestamp(text)?.seconds == seconds)
  }

  @Test(arguments: [
    "", "2026-02-13", "2026-02-13T08:00:00", "2026-02-13 08:00:00Z", "2026-02-30T00:00:00Z", "2025-02-29T00:00:00Z",
    "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "2026-02-13T24:00:00Z", "2026-02-13T25:00:00Z", "2026-02-13T08:60:00Z", "2016-12-31T23:59:60Z", "2026-02-13T08:00Z",
    "2026-02-13T08:00:00.Z", "2026-02-13T08:00:00,5Z",
    "2026-02-13T08:00:00+99:99",
    "2026-02-13T08:00:00+24:00", "2026-02-13T08:00:00+08:60", "2026-02-13T08:00:00+0800", "2026-02-13T08:00:00+08",
    "2026-02-13T08:00:00\u{2212}08:00", "2026-02-13T08:00:00ZZ", "2026-02-13T08:00:00Z ", " 2026-02-13T08:00:00Z",
    "26-02-13T08:00:00Z", "02026-02-13T08:00:00Z", "2026-2-13T08:00:00Z", "0000-01-01T00:00:00Z",
    "-2026-02-13T08:00:00Z",
    "２026-02-13T08:00:00Z", "2026-02-13T08:00:00UTC", "2026-W07-5T08:00:00Z", "2026-044T08:00:00Z",
  ]) func anythingElseIsNone(text: String) {
    #expect(RFC3339.timestamp(text) == nil)
  }

  @Test func aFractionMayHaveAnyNumberOfDigits() {
    let text = "2026-02-13T16:00:00.\(String(repeating: "9", count: 400))+08:00"
    #expect(RFC3339.timestamp(text)?.seconds == 1_770_969_600)
  }

  @Test func momentsAreWrittenInUTCAndLocally() {
    let moment = Timestamp(seconds: 1_770_969_600)
    #expect(RFC3339.text(moment) == "2026-02-13T08:00:00Z")
    #expect(RFC3339.localText(moment, offset: 28_800) == "2026-02-13T16:00:00+08:00")
    #expect(RFC3339.localText(moment, offset: -12_600) == "2026-02-13T04:30:00-03:30")
    #expect(RFC3339.localText(moment, offset: 0) == "2026-02-13T08:00:00+00:00")
    #expect(RFC3339.text(Timestamp(seconds: -1)) == "1969-12-31T23:59:59Z")
    #expect(RFC3339.text(Timestamp(seconds: .max)) == "9999-12-31T23:59:59Z")
    #expect(RFC3339.text(Timestamp(seconds: .min)) == "0001-01-01T00:00:00Z")
  }

  @Test func atTheEndsOfTheRangeNoOtherMomentIsWritten() {
    let last = Timestamp(seconds: 253_402_300_799)
    let first = Timestamp(seconds: -62_135_596_800)
    #expect(RFC3339.localText(last, offset: 28_800) == "9999-12-31T23:59:59+00:00")
    #expect(RFC3339.localText(last.adding(-28_800), offset: 28_800) == "9999-12-31T23:59:59+08:00")
    #expect(RFC3339.localText(last, offset: -28_800) == "9999-12-31T15:59:59-08:00")
    #expect(RFC3339.localText(first, offset: -28_800) == "0001-01-01T00:00:00+00:00")
    #expect(RFC3339.localText(Timestamp(seconds: .max), offset: .max) == "9999-12-31T23:59:59+00:00")
    #expect(RFC3339.holds(last) && !RFC3339.holds(last.adding(1)))
    #expect(RFC3339.holds(first) && !RFC3339.holds(first.adding(-1)))
  }

  @Test func whatIsWrittenIsReadBack() {
    var random = SplitMix(seed: 20_260_213)
    for _ in 0..<2000 {
      let moment = Timestamp(seconds: Int64(random.below(315_537_897_599)) - 62_135_596_800)
      #expect(RFC3339.timestamp(RFC3339.text(moment)) == moment)
      let offset = (Int64(random.below(2879)) - 1439) * 60
      #expect(RFC3339.timestamp(RFC3339.localText(moment, offset: offset)) == moment)
    }
  }
}
