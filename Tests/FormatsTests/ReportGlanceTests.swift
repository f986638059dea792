import Formats
import GridCore
import Testing

@Suite struct ReportGlanceTests {
  @Test func aGlanceSeesWhatDecidesAndLeavesTheRestToTheReader() throws {
    let text =
      #"{"id":"1", "source":"s","matter" : "占道经营","grid":"g","summary":"\u0041","community":null,"risk":"red","resolved":{}}"#
    let bytes = Array("xx\(text)".utf8)
    let glance = try #require(ReportGlance(bytes[2...]))
    let said = { (place: Range<Int>?) in place.map { String(decoding: bytes[$0], as: UTF8.self) } }
    #expect(said(glance.matter) == "占道经营" && said(glance.grid) == "g" && glance.community == nil)
    #expect(glance.risk == .red && glance.isOnSite)
    // What is escaped, and what lies in an envelope, takes more than that.
    let others = [
      #"{"matter":"\u0041"}"#, #"{"m\u0061tter":"A"}"#, #"{"specversion":"1.0","data":{"matter":"A"}}"#, "[]", "{",
    ]
    for other in others { #expect(ReportGlance(Array(other.utf8)[...]) == nil, "\(other)") }
    let bare = try #require(ReportGlance(Array(#"{"specversion":null,"resolved":null,"matter":null}"#.utf8)[...]))
    #expect(bare.matter == nil && !bare.isOnSite)
  }
}
