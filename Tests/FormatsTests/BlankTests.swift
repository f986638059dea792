import Formats
import GridCore
import Testing

/// A text that nobody could read anything in says nothing, in every body of events.
@Suite struct BlankTests {
  /// Who is nobody is not the same hand twice.
  @Test func aNameOfBlanksIsNobodyUnlessAnEarlierReleaseTookIt() throws {
    func read(_ fields: String, as version: DecidingVersion = .current) throws -> Event.Body {
      let text = #"{"id":"1","source":"s","# + fields + "}"
      return try EventReader(limits: IntakeLimits(), as: version).read(Array(text.utf8)[...], received: receipt).get()
        .body
    }
    let digest = String(repeating: "a", count: 64)
    for blank in ["", " \u{3000}", "\u{A0}", "\u{200B}", "\u{FEFF}"] {
      let said = #""by":"\#(blank)","note":"\#(blank)""#
      for (version, kept) in [(DecidingVersion.current, nil), (.tenth, blank)] as [(DecidingVersion, String?)] {
        guard case .step(let step) = try read(#""type":"check","item":"x","# + said, as: version),
          case .report(let report) = try read(#""resolved":{\#(said)}"#, as: version),
          case .rating(let rating) = try read(#""type":"rate","subject":"x","risk":"red","# + said, as: version),
          case .order(.apply(_, let by, let note)) = try read(
            #""type":"apply","digest":"\#(digest)","# + said, as: version)
        else { return #expect(Bool(false)) }
        #expect(step.by == kept && report.resolved == OnSiteResolution(by: kept, at: nil, note: kept))
        #expect(rating.by == kept && rating.note == kept && by == kept && note == kept)
      }
    }
    guard case .step(let step) = try read(#""type":"check","item":"x","by":" 李 ""#) else { return #expect(Bool(false)) }
    #expect(step.by == " 李 ")
  }
}
