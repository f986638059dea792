import Testing

@testable import Translation

/// Times as sources write them.
@Suite struct TimePatternTests {
  @Test(arguments: [
    ("yyyy/M/d H:mm:ss", "2026/3/2 9:05:07", "2026-03-02T09:05:07+08:00"),
    ("yyyy/M/d H:mm:ss", "2026/12/31 23:59:00", "2026-12-31T23:59:00+08:00"),
    ("yyyy年M月d日 H时m分", "2026年3月2日 9时5分", "2026-03-02T09:05:00+08:00"),
    ("yyyyMMdd", "20260302", "2026-03-02T00:00:00+08:00"),
    ("yyyyMMddHHmmss", "20260302090507", "2026-03-02T09:05:07+08:00"),
    ("d.M.yy", "2.3.26", "2026-03-02T00:00:00+08:00"),
    ("yyyy-MM-dd'T'HH:mm", "2026-03-02T09:05", "2026-03-02T09:05:00+08:00"),
    ("yyyy-MM-ddTHH:mm", "2026-03-02T09:05", "2026-03-02T09:05:00+08:00"),
  ]) func aTimeIsRead(_ pattern: String, _ text: String, _ moment: String) throws {
    #expect(try TimePattern(pattern).moment(text, offset: 28_800) == moment)
  }

  @Test(arguments: [
    "2026/3/2", "2026/3/2 9:05:07 ", "26/3/2 9:05:07", "2026-3-2 9:05:07", "2026/3/2 9:5:07", "2026/003/2 9:05:07", "",
    "２０２６/3/2 9:05:07", "+026/3/2 9:05:07",
  ]) func anotherFormIsNone(_ text: String) throws {
    #expect(try TimePattern("yyyy/M/d H:mm:ss").moment(text, offset: 28_800) == nil)
  }

  @Test func theZoneIsTheTowns() throws {
    #expect(try TimePattern("yyyy/M/d").moment("2026/3/2", offset: -12_600) == "2026-03-02T00:00:00-03:30")
    #expect(try TimePattern("yyyy/M/d").moment("2026/3/2", offset: 0) == "2026-03-02T00:00:00+00:00")
  }

  @Test(arguments: [
    ("yyyy/M", TimePattern.Flaw.lacks("d")), ("M/d", .lacks("y")), ("yyy/M/d", .tooLong("y")),
    ("yyyy/M/d h:mm", .unknown("h")),
    ("yyyy/M/d'T", .open), ("yyyy/M/d mm", .without("m", "H")), ("yyyy/M/d H:ss", .without("s", "m")),
    ("yyyy/M/d d", .twice("d")), ("YYYY/M/d", .unknown("Y")),
  ]) func aPatternThatMeansNothingIsRefused(_ pattern: String, _ flaw: TimePattern.Flaw) {
    #expect(throws: flaw) { try TimePattern(pattern) }
  }
}
