import Testing
import Words

/// How long something is, and what is left, in both languages.
@Suite struct TimeLeftTests {
  @Test(
    arguments: [
      (4800, "1 h 20 min", "1 小时 20 分"), (10_800, "3 h", "3 小时"), (0, "0 s", "0 秒"), (59, "59 s", "59 秒"),
      (60, "1 min", "1 分"), (125, "2 min 5 s", "2 分 5 秒"), (3659, "1 h", "1 小时"), (86_399, "23 h 59 min", "23 小时 59 分"),
      (90_000, "1 d 1 h", "1 天 1 小时"), (86_400 * 3 + 59, "3 d", "3 天"),
    ] as [(Int64, String, String)])
  func aSpanIsToldInItsTwoLargestUnits(_ seconds: Int64, _ en: String, _ zh: String) {
    #expect(timeSpan(seconds) == Bilingual(en: en, zh: zh))
    #expect(timeLeft(seconds) == Bilingual(en: en + " left", zh: "剩 " + zh))
  }

  @Test func whatHasPassedIsOverdue() {
    #expect(timeLeft(-10_800) == Bilingual(en: "3 h overdue", zh: "超时 3 小时"))
    #expect(timeLeft(-1).zh == "超时 1 秒")
    #expect(!timeLeft(.min).en.isEmpty && !timeLeft(.max).zh.isEmpty)
  }

  @Test func workingTimeHasNoDays() {
    #expect(timeSpan(25 * 3600, inDays: false).en == "25 h")
    #expect(timeLeft(31 * 3600 + 300, inDays: false).zh == "剩 31 小时 5 分")
  }
}
