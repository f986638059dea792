import FuzzPromises
import GridCore
import Schema
import Testing
import Words
import YAML

@testable import Rules

/// The schema takes what `check` takes, and refuses what is wrong in form: keys, kinds of node, texts.
@Suite struct RulesSchemaTests {
  /// A rules text with every key there is.
  private static func full() throws -> String {
    let (input, _) = try TestFiles.parts(of: TestFiles.read(TestFiles.golden + "/00-good-town.case"))
    return String(decoding: input, as: UTF8.self).replacing(
      "sources: {",
      with: """
        intake: {settle: 200ms, patience: 5s, step_wait: 24h, max_file: 64MiB, max_event: 65536, max_depth: 64}
        guard: {moved_percent: 30, changed_percent: none, emptied_posts: 0, orphaned_items: 0, late_items: 100}
        sources: {
        """
    ).replacing(
      "examples:\n",
      with: """
        examples:
          - {matter: UM-001, community: heshuikou, grid: heshuikou-03, risk: red, source: x, at: "10:00", expect: heshuikou/heshuikou-03/patrol}

        """
    ).replacing(
      "overrides:\n",
      with: """
        overrides:
          - {when: {duty: urban-management, matter: UM-001, community: jiangwei, grid: jiangwei-a, risk: red, source: s}, group: work-safety, deadline: 1h}

        """)
  }

  private static func value(_ bytes: [UInt8]) throws -> SchemaValue {
    SchemaValue(try #require(YAMLParser.parse(bytes, .rules).root))
  }

  private static let good = GoldenRulesTests.cases.filter { name in
    guard let bytes = try? TestFiles.parts(of: TestFiles.read(TestFiles.golden + "/" + name)).input else { return true }
    return load(bytes).book != nil
  }

  @Test func everyFileThatCheckTakesIsTaken() throws {
    let validator = try SchemaValidator()
    #expect(Self.good.count >= 20)
    for name in Self.good {
      let bytes = try TestFiles.parts(of: TestFiles.read(TestFiles.golden + "/" + name)).input
      #expect(try validator.takes(Self.value(bytes)), "\(name)")
    }
    #expect(try validator.takes(Self.value(TestFiles.read(TestFiles.package + "/rules.yaml"))))
    let full = try Self.full()
    #expect(load(full).diagnostics.map(\.message.en) == [])
    #expect(try validator.takes(Self.value(Array(full.utf8))))
  }

  @Test(arguments: [
    ("name: 将围社区", "name: 2026"), ("name: 将围社区", "name: true"), ("name: 将围社区", "name: 0x1F"),
    ("name: 将围社区", "name: \"null\""), ("grids: 3", "grids: \"3\""), ("version: 1", "version: \"1\""),
    ("unless_accepted: true", "unless_accepted: \"false\""), ("keywords: [流动摊, 摆摊]", "keywords: []"),
    ("keywords: [流动摊, 摆摊]", "keywords: [110, on, 1e3]"), ("hours: [\"09:00-12:00\",", "hours: [09:00-12:00,"),
    ("known_until: \"2026-12-31\"", "known_until: 2026-12-31"), ("utc_offset: \"+08:00\"", "utc_offset: -10:30"),
    ("at: \"10:00\"", "at: 2026-03-02T10:00:00.5+08:00"), ("at: \"10:00\"", "at: 21:59"),
    ("source: x,", "source: 12345,"), ("expect: heshuikou/heshuikou-03/patrol}", "expect: triage, matter2: x}"),
    ("max_event: 65536", "max_event: 64KiB"), ("max_event: 65536", "max_event: \"65536\""),
    ("end: rules", "end: \"rules\""), ("holidays: [\"2026-01-01..2026-01-03\"]", "holidays: [2026-01-01]"),
    ("holidays: [\"2026-01-01..2026-01-03\"]", "holidays: []"), ("may: []", "may: [apply, rate]"),
    ("urban-management:\n    name: 城管", "urban-management:\n    name: ' '"),
    ("    name: 城管", "    name: |-\n      城管"), ("deadline: 2h", "deadline: 2H"), ("deadline: 2h", "deadline: 2 h"),
    ("deadline: 2h", "deadline: 02h"), ("deadline: 2h", "deadline: 2"), ("remind_at: 80%", "remind_at: 0.8"),
    ("hours: \"22:00-06:00\"", "hours: 22:00"), ("hours: \"22:00-06:00\"", "hours: 24:00-06:00"),
    ("settle: 200ms", "settle: 200"), ("moved_percent: 30", "moved_percent: 30%"), ("version: 1", "version: 2"),
    ("utc_offset: \"+08:00\"", "utc_offset: 8"), ("at: \"10:00\"", "at: 2026-03-02"), ("to: group", "to: groups"),
    ("expect: heshuikou/heshuikou-03/patrol}", "expect: patrol}"), ("approve: above", "approve: on"),
    ("after: 1wd, unless", "unless"), ("repeat: 30m, times: 3", "times: 3"),
    ("[{to: group}", "[{to: group, after: 1h}"),
    ("jiangwei:\n", "triage:\n"), ("  info: ", "  station: "), ("day: wed", "day: 3"), ("day: 25", "day: \"25\""),
    ("day: 25", "day: last"), ("day: 25", "day: 32"), ("day: 25", "day: wed"), ("day: 92", "day: 93"),
    ("every: day, at", "every: day, day: 1, at"), ("every: workday", "every: workday, holidays: skip"),
    ("holidays: run", "holidays: next"), ("where: {community: jiangwei}", "where: {grid: jiangwei-a}"),
    ("where: {community: jiangwei}", "where: {}"),
    ("for: subdistrict", "for: subdistrict, where: {community: jiangwei}"),
    ("to: group, matter: UM-001, limit: 3wd", "to: branch, limit: 3wd"), ("at: \"09:30\"", "at: 09:30"),
    ("name: 行走小分格", "name: 2026"),
    ("to: branch", "to: station"),
    ("to: branch", "to: post"), ("to: post/info, matter: PS-001", "to: post/info, limit: 1h"),
    ("limit: 2wd, unless", "unless"),
    ("to: post/info, matter: PS-001", "to: group, limit: 1h"), ("to: post/info, matter: PS-001", "limit: 1h"),
    ("for: community, where", "for: grid, where"), ("share: 99.9%", "share: 100%"), ("share: 99.9%", "share: 99.90%"),
    ("share: 99.9%", "share: 99.9"), ("within: 60s, times", "times"), ("kind: late", "kind: quick"),
    ("cap: {red: 12, orange: 6, yellow: 4, none: 0}", "cap: {}"), ("per: week", "per: day"),
    ("posts:\n  info", "posts:\n  岗位"), ("  end", "end"),
  ])
  func whatIsWrittenInManyWaysIsTakenWhereCheckTakesIt(_ part: String, _ other: String) throws {
    let text = try Self.full().replacing(part, with: other, maxReplacements: 1)
    let isTaken = load(text).book != nil
    #expect(try SchemaValidator().takes(Self.value(Array(text.utf8))) == isTaken, "\(other), taken: \(isTaken)")
  }

  // MARK: Mutations

  /// Faults of form: an editor that knows the schema tells them too.
  private static let ofForm: Set<FaultCode> = [
    .missingKey, .unknownKey, .emptyValue, .wrongKind, .badNumber, .badPercent, .badID, .reservedID, .badLimit,
    .badHours,
    .badOffset, .badDate, .badTime, .badDuration, .badSize, .badAddress, .unknownRisk, .unknownUrgency, .unknownType,
    .unknownWord, .ladderAfter, .timesWithoutRepeat, .overrideChangesNothing, .version, .halfSaved, .outOfRange,
  ]

  /// What may be left out of one mapping where another says it.
  private static let elsewhere: Set<String> = ["post", "group", "deadline", "visit_by"]

  /// What another place would have had to say, and numbers that look like an id to an editor (`5e-1` is one).
  private static func isBeyond(_ fault: Diagnostic, _ mutation: Mutation) -> Bool {
    fault.code == .missingKey && fault.message.en.hasPrefix("neither the")
      || fault.code == .badID && mutation.what.hasSuffix(" = 0.5")
  }

  private struct Mutation {
    let what: String
    let value: SchemaValue
  }

  private static func mutations(of value: SchemaValue, at path: String) -> [Mutation] {
    let others: [SchemaValue] = [
      .null, .bool(true), .number(7), .number(0.5), .text("x y"), .text("1 day"), .text(""), .list([]),
      .list([.text("x")]),
      .map([]), .map([("x", .text("y"))]),
    ]
    var all = others.map { Mutation(what: "\(path) = \($0.written)", value: $0) }
    switch value {
    case .map(let entries):
      all.append(Mutation(what: "\(path) + bogus", value: .map(entries + [("bogus", .text("x"))])))
      for (index, entry) in entries.enumerated() {
        var rest = entries
        rest.remove(at: index)
        if !elsewhere.contains(entry.key) { all.append(Mutation(what: "\(path) - \(entry.key)", value: .map(rest))) }
        for inner in mutations(of: entry.value, at: "\(path).\(entry.key)") {
          rest = entries
          rest[index].value = inner.value
          all.append(Mutation(what: inner.what, value: .map(rest)))
        }
      }
    case .list(let items):
      for (index, item) in items.enumerated() {
        for inner in mutations(of: item, at: "\(path)[\(index)]") {
          var changed = items
          changed[index] = inner.value
          all.append(Mutation(what: inner.what, value: .list(changed)))
        }
      }
    default: break
    }
    return all
  }

  @Test func everyMutationIsTakenOrRefusedAsByCheck() throws {
    let validator = try SchemaValidator()
    let value = try Self.value(Array(Self.full().utf8))
    #expect(load(value.written).diagnostics.map(\.message.en) == [])
    var (count, refused) = (0, 0)
    for mutation in Self.mutations(of: value, at: "") {
      let loaded = load(mutation.value.written)
      let isTaken = try validator.takes(mutation.value)
      count += 1
      if loaded.book != nil { #expect(isTaken, "check takes \(mutation.what)") }
      let fault = loaded.diagnostics.first { $0.severity == .error && Self.ofForm.contains($0.code) }
      guard let fault, !Self.isBeyond(fault, mutation) else { continue }
      refused += 1
      #expect(!isTaken, "check refuses \(mutation.what): \(fault.code) \(fault.message.en)")
    }
    #expect(count > 1500 && refused > 1000, "\(count), \(refused)")
    #expect(
      validator.keywords.isSuperset(of: ["anyOf", "allOf", "prefixItems", "dependentRequired", "propertyNames", "not"]))
  }

  @Test func everyKeyIsToldInChineseAndThenInEnglish() {
    var seen: Set<String> = []
    func look(_ node: SchemaNode) {
      switch node {
      case .list(let item, _), .map(_, let item, _): look(item)
      case .ladder(let first, let rest): [first, rest].forEach(look)
      case .either(let nodes): nodes.forEach(look)
      case .fields(let fields): look(fields)
      default: break
      }
    }
    func look(_ fields: SchemaFields) {
      for field in fields.fields {
        seen.insert(field.key)
        #expect(field.chinese.unicodeScalars.contains { $0.value > 0x2E80 }, "\(field.key)")
        #expect(!field.english.isEmpty && !field.english.unicodeScalars.contains { $0.value > 0x2E80 }, "\(field.key)")
        look(field.node)
      }
    }
    look(RulesSchema.file)
    #expect(RulesSchema.guardian.keys == RuleReader.guardKeys)
    let others: Set = [SourceGrants.othersWord, "default"]
    #expect(Vocabulary.rules.keys.subtracting(seen).subtracting(others) == [], "keys that the schema does not know")
  }
}
