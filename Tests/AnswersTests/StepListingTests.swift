import Answers
import Formats
import GridCore
import JSON
import Testing
import Words

/// `about --steps` tells the table that decides.
@Suite struct StepListingTests {
  @Test func everyStateStandsWithEveryStep() {
    let cells = StepListing().cells
    #expect(cells.count == Item.Place.allCases.count * StepKind.allCases.count)
    for cell in cells {
      #expect(cell.legal == (StepTable.cell(of: cell.step, at: cell.place) != nil))
      #expect(cell.legal || cell.conditions.isEmpty)
    }
    let triage = cells.filter { $0.place == .triage && $0.legal }.map(\.step)
    #expect(triage == [.assign, .resolve, .void, .note])
  }

  @Test func theJSONNamesConditions() {
    var writer = JSONWriter()
    StepListing().write(to: &writer)
    let text = String(decoding: writer.bytes, as: UTF8.self)
    #expect(text.hasPrefix(#"[{"state":"triage","step":"assign","legal":true,"why":null},"#))
    #expect(text.contains(#"{"state":"triage","step":"accept","legal":false,"why":null}"#))
    #expect(
      text.contains(
        #"{"state":"open","step":"extend","legal":true,"why":"before-deadline, extension-left, nothing-waits"}"#))
    #expect(text.contains(#"{"state":"closed","step":"reopen","legal":true,"why":"note"}"#))
    #expect(StrictJSON.syntaxFault(of: writer.bytes[...]) == nil)
  }

  @Test func theTableForPeopleHasALineAStep() {
    let listing = StepListing()
    for language in [Language.en, .zh] {
      let lines = listing.lines(in: language)
      #expect(lines.count == StepKind.allCases.count)
      #expect(lines.allSatisfy { $0.count == listing.heads.count })
    }
    let appeal = listing.lines(in: .zh).first { $0[0] == "申诉 appeal" }
    #expect(
      appeal == ["申诉 appeal", "-", "-", "-", "-", "-", "✓", "-", "超过时；申诉未答复过；没有待批的申请；有上级可问；写明说明"])
  }
}
