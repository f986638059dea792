import GridCore
import Testing
import Town

/// When so much of something is a sign.
@Suite struct SignalRuleTests {
  private static func rule(_ threshold: SignalRule.Threshold) -> SignalRule {
    SignalRule(name: "s", kind: .onSite, threshold: threshold, per: .month, line: 1)
  }

  @Test func aShareIsExactAndWantsSoMany() {
    let share = Self.rule(.share(999_000, of: 200))
    #expect(share.isReached(999, among: 1000) && !share.isReached(998, among: 999))
    #expect(!share.isReached(199, among: 199) && share.isReached(200, among: 200))
  }

  @Test func aCountIsReachedAtItself() {
    #expect(Self.rule(.times(3)).isReached(3, among: 0) && !Self.rule(.times(3)).isReached(2, among: 9))
  }

  @Test func anIDThatIsTooLongNamesItsPostByADigest() throws {
    let digest = try #require([UInt8](repeating: 7, count: 32).withUnsafeBytes { Digest($0) })
    let call = { (post: String) in
      SignalCall(name: "推诿", period: "2026-03", post: GridPost(community: "c", grid: "g", post: post))
    }
    #expect(call("patrol").reportID { _ in digest } == "推诿/2026-03/g/patrol")
    let long = call(String(repeating: "p", count: 240)).reportID { _ in digest }
    #expect(long == "推诿/2026-03/sha256:" + digest.hex.prefix(32))
  }
}
