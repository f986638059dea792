internal import Formats
package import GridCore
internal import Schema
package import Words
internal import YAML

/// What the rules of a file cover, also of a file with faults: shown after a check.
package struct Coverage: Hashable, Sendable {
  /// Duties read.
  package var duties = 0
  /// Matters read, of all duties.
  package var matters = 0
  /// Communities read.
  package var communities = 0
  /// Grids read, of all communities.
  package var grids = 0
  /// Pairs of a matter and a grid that have a post.
  package var routes = 0
  /// Pairs of a matter and a grid that have none.
  package var holes = 0
  /// Overrides that can never match.
  package var shadowed = 0

  /// Nothing read yet.
  package init() {}
}

/// The answer to reading a rules file: a book to rule by, or the faults that prevent it.
package struct LoadedRules: Sendable {
  /// How the file is called.
  package let name: String
  /// SHA-256 of the file's bytes, as given; nil of a file that was not read to its end.
  package let digest: Digest?
  /// The rules; nil exactly when a diagnostic is an error.
  package let book: RuleBook?
  /// Every fault, by position; at most a hundred and one that counts the rest.
  package let diagnostics: [Diagnostic]
  /// What was read.
  package let coverage: Coverage
  /// The faults as they were found.
  package let found: DiagnosticList
  let lines: SourceLines
  /// Where the file says what is checked once all of it is read.
  package let places: RulePlaces

  init(
    name: String, digest: Digest?, book: RuleBook?, found: DiagnosticList, lines: SourceLines, coverage: Coverage,
    places: RulePlaces
  ) {
    self.name = name
    self.digest = digest
    self.book = book
    self.found = found
    self.lines = lines
    self.coverage = coverage
    self.places = places
    diagnostics = found.sorted(in: lines)
  }

  /// The same with other faults: those that were found, and what a check finds besides.
  package func warned(_ found: DiagnosticList) -> LoadedRules {
    LoadedRules(
      name: name, digest: digest, book: book, found: found, lines: lines, coverage: coverage, places: places)
  }
}

/// Reads `rules.yaml`: the only way from bytes to a `RuleBook`.
///
/// Guarantees: any bytes give an answer; all faults are told at once, each with its place in the file; what cannot be read is an
/// error and never a default. The examples of the file are run before a book is handed out.
package enum RuleFile {
  /// The most bytes a file may have; that of a large town has a tenth.
  package static let largest = YAMLParser.largest

  /// The answer to a file of more bytes than that, of which no more need be read.
  package static func tooLarge(name: String) -> LoadedRules {
    var found = DiagnosticList()
    found.add(YAMLParser.tooLarge(.rules))
    return LoadedRules(
      name: name, digest: nil, book: nil, found: found, lines: SourceLines([]), coverage: Coverage(),
      places: RulePlaces())
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameters:
  ///   - name: how the file is called, for the faults.
  ///   - digest: SHA-256 of the bytes, by which the book is known.
  package static func load(bytes: [UInt8], name: String, digest: Digest) -> LoadedRules {
    let lines = SourceLines(bytes)
    let outcome = YAMLParser.read(bytes, lines: lines, .rules) { root in
      var reader = RuleReader(faults: DiagnosticList(), digest: digest)
      reader.isDamaged = true
      _ = reader.read(root, end: lines.end)
      return reader.faults.count
    }
    var reader = RuleReader(faults: outcome.faults, digest: digest)
    reader.isDamaged = outcome.isBroken
    var book: RuleBook?
    if let root = outcome.root {
      book = reader.read(root, end: lines.end)
    } else if !outcome.isBroken {
      reader.faultOfEmptyFile(at: lines.end)
    }
    return LoadedRules(
      name: name, digest: digest, book: reader.faults.hasError ? nil : book, found: reader.faults, lines: lines,
      coverage: reader.coverage, places: reader.places)
  }
}

extension RuleReader {
  static let sections = RulesSchema.file.keys

  mutating func faultOfEmptyFile(at end: (line: Int, column: Int)) {
    faults.add(
      Diagnostic(
        code: .emptyFile, line: end.line, column: end.column,
        message: Bilingual(en: "the file holds no rules", zh: "文件里没有任何规则"),
        suggestion: Bilingual(
          en: "put the last good copy back, or begin with the rules.yaml that comes with gridpost",
          zh: "请恢复上一份好的文件，或从 gridpost 自带的 rules.yaml 开始")))
  }

  /// Reads all sections, each whatever befell the others; the book is nil where a part of it is missing.
  mutating func read(_ root: YAMLNode, end: (line: Int, column: Int)) -> RuleBook? {
    let place = Place(node: root, path: .root, key: nil)
    guard let file = fields(of: place, "a rules file, a mapping of sections", "规则文件（由各节组成的映射）", keys: Self.sections)
    else {
      return nil
    }
    checkEnd(of: file, at: end)
    readVersion(file)
    readPlaces(file)
    readRoles(file)
    let calendar = readCalendar(file)
    let ladders = readLadders(file)
    let lifecycle = readLifecycle(file)
    let drafts = readDuties(file)
    places.matters = drafts.map(\.place)
    places.posts = postNames.named.indices.map { postNames.spot(of: $0) }
    places.groups = groups.named.indices.map { groups.spot(of: $0) }
    checkOffices(of: file, lifecycle, ladders)
    checkDeclared(file)
    let intake = readIntake(file)
    let sources = readSources(file)
    let limits = readGuard(file)
    let overrides = readOverrides(file, matters: drafts)
    let rounds = readRounds(file, matters: drafts)
    let visits = readVisitRules(file)
    let integrity = readIntegrity(file, matters: drafts, ladders)
    let examples = readExamples(file)
    countRoutes(drafts)
    checkLengths(of: drafts)
    guard let calendar, areRoutesKnown(in: file) else { return nil }
    let book = RuleBook(
      digest: digest, subdistrict: subdistrict ?? Named(id: "subdistrict", name: ""), offices: offices.named,
      communities: communities.named, grids: grids,
      posts: posts, groups: groups.named, calendar: calendar, ladders: ladders,
      duties: duties.named, dutyChecks: dutyChecks,
      matters: drafts.compactMap { $0.matter(posts: postNames, groups: groups) }, overrides: overrides,
      intake: intake, lifecycle: lifecycle, sources: sources, guard: limits, rounds: rounds, visits: visits,
      integrity: integrity)
    // A failing example is told also where another section keeps the book from being used.
    run(examples, under: book)
    return book
  }

  // Whether all that decides where a report goes could be read.
  private func areRoutesKnown(in file: Fields) -> Bool {
    let aside = [
      "version", "declares", "subdistrict", "ladder", "lifecycle", "intake", "sources", "guard", "rounds",
      "visits", "integrity", "examples", "end",
    ]
    return !isDamaged
      && !faults.hasError { fault in
        // Slips of syntax were mended; a section that nobody knows can only be one that is missing.
        if fault.code == .syntax { return false }
        let section = fault.path.prefix { $0 != "." && $0 != "[" }
        if fault.code == .unknownKey, fault.path == section { return file.lacks("overrides") }
        return !aside.contains { $0 == section }
      }
  }

  // An editor that saves in steps, or a full disk, leaves a file that parses and lacks its tail.
  private mutating func checkEnd(of file: Fields, at end: (line: Int, column: Int)) {
    guard let last = file["end"] else {
      guard file.lacks("end") else { return }
      isHalfSaved = true
      faults.add(
        Diagnostic(
          code: .halfSaved, path: "end", line: end.line, column: end.column,
          message: Bilingual(
            en: "the last line “end: rules” is missing; the file may be saved only in part",
            zh: "缺少最后一行“end: rules”，文件可能没有存完整"),
          suggestion: Bilingual(
            en: "if the file is complete, add the line “end: rules” at its end", zh: "如果内容完整，请在末尾补上一行“end: rules”")))
      return
    }
    if let text = text(last, "the word rules", "rules 一词"), text != "rules" {
      fault(
        .halfSaved, last.spot, both("“end” holds \(quoted(text)), not “rules”", "“end”的值是 \(quoted(text))，应为“rules”"),
        help: both("write “end: rules”", "请写成“end: rules”"))
    }
    if let entry = file.entries.last, entry.key.text != "end" {
      fault(
        .endNotLast, Spot(span: entry.key.span, path: .key(.root, entry.key.text)),
        both(
          "the section \(quoted(entry.key.text)) stands behind “end: rules”",
          "\(quoted(entry.key.text)) 这一节写在“end: rules”之后"),
        help: both("make “end: rules” the last line", "请把“end: rules”移到最后一行"))
    }
  }

  private mutating func readVersion(_ file: Fields) {
    guard let place = need("version", of: file, "the version of the format", "格式版本"),
      let text = text(place, "the number 1", "数字 1"), text != "1"
    else { return }
    fault(
      .version, place.spot,
      both("the format is version \(quoted(text)); this gridpost reads version 1", "格式版本是 \(quoted(text))，本程序只认版本 1"),
      help: both("write “version: 1”", "请写成“version: 1”"))
  }

  private mutating func checkDeclared(_ file: Fields) {
    guard let place = file["declares"] else {
      if file.lacks("declares"), !isHalfSaved {
        let line =
          "declares: {duties: \(coverage.duties), matters: \(coverage.matters), communities: "
          + "\(coverage.communities), grids: \(coverage.grids)}"
        fault(
          .declaresMissing, sectionSpot("declares", of: file).spot,
          both(
            "there is no section “declares”: a line lost by accident would go unnoticed",
            "没有“declares”一节：不小心丢了一行也不会被发现"),
          help: both("add the line  \(line)", "请加上一行  \(line)"))
      }
      return
    }
    let counts = [
      ("duties", ("duty", "duties"), "项职责", coverage.duties, areDutiesWhole),
      ("matters", ("matter", "matters"), "个事项", coverage.matters, areDutiesWhole),
      ("communities", ("community", "communities"), "个社区", coverage.communities, arePlacesWhole),
      ("grids", ("grid", "grids"), "个小分格", coverage.grids, arePlacesWhole),
    ]
    guard let declared = fields(of: place, "the declared counts", "各项总数", keys: counts.map(\.0)) else { return }
    for (key, english, chinese, found, isWhole) in counts {
      guard let place = declared[key], let wanted = number(place, 0...1_000_000), isWhole, wanted != found else {
        continue
      }
      fault(
        .declaredCount, place.spot,
        both(
          "\(counted(wanted, english.0, english.1)) \(wanted == 1 ? "is" : "are") declared, but the file has \(found)",
          "这里写的是 \(wanted) \(chinese)，文件里有 \(found) \(chinese)"),
        help: both(
          "look for a line lost or added by mistake; if all is meant, write \(found)",
          "请看看是不是误删或误加了一行；如果没错，请改成 \(found)"))
    }
  }

  private mutating func countRoutes(_ drafts: [MatterDraft]) {
    let routed = drafts.count { if case .good = $0.post { true } else { false } }
    coverage.routes = routed * coverage.grids
    coverage.holes = (coverage.matters - routed) * coverage.grids
  }
}
