import Formats
import GridCore
import JSON
import Testing

@testable import Doors

/// What the document demands of bodies is what the core and the reader demand.
@Suite struct OpenAPIRequestTests {
  private static func schema(_ path: String...) throws -> JSONValue {
    var value = try StrictJSON.read(OpenAPIDocument.bytes[...], maxDepth: 64)
    for part in ["components", "schemas"] + path {
      value = try #require(Int(part).map { value.elements[$0] } ?? value.member(part), "\(path)")
    }
    return value
  }

  @Test func stepsAreTheCores() throws {
    let kinds = StepKind.allCases.map { JSONValue.string($0.rawValue) }
    #expect(try Self.schema("Step", "allOf", "2", "properties", "type", "enum").elements == kinds)
    #expect(try Self.schema("StepEvent", "allOf", "2", "properties", "type", "enum").elements == kinds)
    // The first condition is of those that want a note.
    let told = try Self.schema("StepFields", "allOf", "0", "if", "properties", "type", "enum").elements
    let wanted = StepTable.rows.filter(\.needsNote).map { JSONValue.string($0.step.rawValue) }
    #expect(Set(told) == Set(wanted) && !wanted.isEmpty)
    #expect(try Self.schema("ItemIDs", "maxItems") == .number("\(StepRequest.mostItems)"))
    #expect(try Self.schema("ItemIDs", "minItems") == .number("1"))
  }

  @Test func ordersAreTheCores() throws {
    let digits = "{\(Order.digits.lowerBound),\(Order.digits.upperBound)}"
    for path in [["Apply", "digest"], ["Redispatch", "rules"]] {
      #expect(try Self.schema(path[0], "properties", path[1], "pattern") == .string("^[0-9a-f]\(digits)$"))
      #expect(try Self.schema(path[0], "required").elements == [.string(path[1])])
    }
  }

  @Test func reportsAndRatingsAreTheCores() throws {
    let risks = Risk.allCases.map { JSONValue.string($0.rawValue) }
    #expect(try Self.schema("ReportFields", "properties", "risk", "enum").elements == risks + [.null])
    let rating = try Self.schema("RatingEvent", "allOf", "1", "properties")
    #expect(rating.member("risk")?.member("enum")?.elements == risks + [.string(Rating.noRisk)])
    #expect(rating.member("points")?.member("maxItems") == .number("\(Rating.mostPoints)"))
    #expect(rating.member("type")?.member("enum")?.elements == [.string(Rating.type)])
    let addition = try Self.schema("StepFields", "properties", "by_limit", "pattern")
    #expect(addition == .string("^\(TimeLimit.pattern)$"))
    #expect(EventReader.longestName == 256)
  }
}

extension JSONValue {
  fileprivate func member(_ key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  fileprivate var elements: [JSONValue] {
    if case .array(let values) = self { values } else { [] }
  }
}
