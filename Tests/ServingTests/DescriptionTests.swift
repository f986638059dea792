import Custody
import Doors
import Endpoints
import Formats
import JSON
import Testing
import Web
import Words

/// `openapi.json` says of every question what its door does.
@Suite struct DescriptionTests {
  private static func doors() -> [Endpoint] {
    let options = ServeOptions(
      settings: Settings(rulesPath: "rules.yaml", statePath: "state", language: .zh), version: "0")
    return EndpointList(Desk(options), Entrance(users: nil, options)).all
  }

  @Test func everyDoorOfTheAPIIsDescribedWithItsParameters() throws {
    let document = try StrictJSON.read(OpenAPIDocument.bytes[...], maxDepth: 64)
    let doors = Self.doors().filter {
      $0.route.label.hasPrefix("/api/v1/") && $0.route.label != "/api/v1/reports/{part}"
    }
    #expect(doors.count > 20)
    for door in doors {
      let operation = document["paths"]?[door.route.label]?[door.route.method.lowercased()]
      guard let operation else {
        Issue.record("\(door.route.method) \(door.route.label) is not described")
        continue
      }
      var told: [String: JSONValue] = [:]
      for stated in operation["parameters"]?.elements ?? [] {
        let parameter = Self.found(stated, in: document)
        guard parameter["in"] == .string("query") else { continue }
        if case .string(let name)? = parameter["name"] { told[name] = parameter["schema"] }
      }
      let asks = door.asks ?? []
      #expect(told.keys.sorted() == asks.map(\.name).sorted(), "\(door.route.label)")
      for ask in asks {
        guard let schema = told[ask.name] else { continue }
        #expect(Self.agrees(schema, with: ask), "\(door.route.label) \(ask.name)")
      }
    }
  }

  /// A parameter, or the shared one that stands for it.
  private static func found(_ stated: JSONValue, in document: JSONValue) -> JSONValue {
    guard case .string(let path)? = stated["$ref"] else { return stated }
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    return document["components"]?["parameters"]?[name] ?? stated
  }

  private static func agrees(_ schema: JSONValue, with ask: Parameter) -> Bool {
    switch ask.kind {
    case .text: ask.mayBeBlank != (schema["minLength"] == .number("1") || schema["pattern"] != nil)
    case .flag: Set(schema["enum"]?.elements ?? []) == Set(["", "0", "1", "true", "false"].map { .string($0) })
    case .words(let words): Set(schema["enum"]?.elements ?? []) == Set(words.map { .string($0) })
    case .number(let range):
      schema["minimum"] == .number("\(range.lowerBound)") && schema["maximum"] == .number("\(range.upperBound)")
    case .moment: schema["format"] == .string("date-time")
    case .day: schema["format"] == .string("date")
    case .address: schema["pattern"] != nil
    }
  }
}

extension JSONValue {
  fileprivate subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  fileprivate var elements: [JSONValue] {
    if case .array(let values) = self { values } else { [] }
  }
}
