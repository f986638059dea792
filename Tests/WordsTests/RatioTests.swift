import Testing
import Words

/// Rates in reports.
@Suite struct RatioTests {
  @Test func ratesAreExactAndRoundedOnceHalfUp() {
    #expect(Ratio(100 * 95_198, 95_714)?.text == "99.46")
    #expect(Ratio(1, 200)?.text == "0.01")
    #expect(Ratio(100, 3)?.text == "33.33")
    #expect(Ratio(1, 0) == nil)
    #expect(Ratio(100, 1)?.text == "100.00")
  }
}
