import Formats
import JSON
import Testing

@testable import Doors

@Suite struct OpenAPITests {
  @Test func theDocumentIsSoundAndEveryReferenceLeadsSomewhere() throws {
    let document = try StrictJSON.read(OpenAPIDocument.bytes[...], maxDepth: 64)
    var references: Set<String> = []
    Self.collect(document, &references)
    #expect(references.count > 20)
    for reference in references {
      var value: JSONValue? = document
      for part in reference.split(separator: "/").dropFirst() {
        value = value.flatMap { Self.member($0, String(part)) }
      }
      #expect(value != nil, "\(reference)")
    }
  }

  private static func member(_ value: JSONValue, _ key: String) -> JSONValue? {
    guard case .object(let members) = value else { return nil }
    return members.first { $0.key == key }?.value
  }

  private static func collect(_ value: JSONValue, _ found: inout Set<String>) {
    switch value {
    case .object(let members):
      for member in members {
        if member.key == "$ref", case .string(let text) = member.value { found.insert(text) }
        collect(member.value, &found)
      }
    case .array(let values): for value in values { collect(value, &found) }
    case .null, .bool, .number, .string: break
    }
  }
}
