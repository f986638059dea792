import Testing

/// `schema`: what editors are told of rules.yaml.
@Suite(.crew) struct SchemaTests {
  @Test func theSchemaIsJSONSchemaAndTellsEachSectionInBothLanguages() throws {
    let town = try Town(nil)
    let outcome = try town.gridpost("schema").exits(0)
    #expect(outcome.err.isEmpty)
    let schema = try outcome.json()
    #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
    #expect(schema["type"] == "object" && schema["additionalProperties"] == false)
    let sections = schema["properties"]
    #expect(sections.keys.isSuperset(of: ["version", "duties", "overrides", "guard", "end"]))
    for key in sections.keys {
      let lines = try #require(sections[key]["description"].text).split(separator: "\n")
      #expect(lines.count == 2 && lines[0].unicodeScalars.contains { $0.value > 0x2E80 }, "\(key)")
      #expect(!lines[1].unicodeScalars.contains { $0.value > 0x2E80 }, "\(key)")
    }
    #expect(try town.gridpost("schema", "--json").exits(0).out == outcome.out)
    try town.gridpost("schema", "surplus").exits(64)
  }
}
