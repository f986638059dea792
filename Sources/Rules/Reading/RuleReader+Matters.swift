internal import Advice
internal import Formats
import GridCore
internal import Schema
internal import Words
internal import YAML

/// A matter as far as it could be read; it keeps its place in the order of the file even when a part is faulty.
struct MatterDraft {
  let code: String
  let name: String
  let duty: Int
  let post: Reading<Int>
  let group: Reading<Int>
  let limit: Reading<TimeLimit>
  /// Where the limit stands, in the matter or its duty.
  let limitSpot: Spot?
  let urgency: Urgency
  let keywords: [String]
  let check: Checker?
  let until: Int?
  let line: Int
  /// Where the file says what is checked once all of it is read.
  let place: RulePlaces.OfMatter

  /// The matter; nil where a part is missing.
  func matter(posts: Roll, groups: Roll) -> Matter? {
    guard let post = post.value, let group = group.value, let limit = limit.value else { return nil }
    return Matter(
      code: code, name: name, duty: duty, post: posts.named[post].id, group: groups.named[group].id, limit: limit,
      urgency: urgency, keywords: keywords, check: check, until: until, line: line)
  }
}

extension RuleReader {
  // What a duty says for its matters, and a matter for itself.
  private struct Defaults {
    var post: Reading<Int> = .absent
    var group: Reading<Int> = .absent
    var limit: Reading<TimeLimit> = .absent
    var limitSpot: Spot?
    var urgency: Reading<Urgency> = .absent
    var check: Reading<Checker> = .absent
  }

  /// The duties with their matters, in the order of the file.
  mutating func readDuties(_ file: Fields) -> [MatterDraft] {
    guard let section = need("duties", of: file, "the duties and their matters", "各项职责和事项"),
      let listed = entries(
        of: section, "the duties, id: {name, post, group, deadline, matters}",
        "各项职责，写成 短名: {name, post, group, deadline, matters}")
    else {
      areDutiesWhole = false
      duties.isWhole = false
      matters.isWhole = false
      return []
    }
    areDutiesWhole = listed.isWhole
    var drafts: [MatterDraft] = []
    for entry in listed.entries { readDuty(entry, in: section, into: &drafts) }
    coverage.duties = listed.entries.count
    duties.isWhole = duties.isWhole && listed.isWhole
    matters.isWhole = matters.isWhole && areDutiesWhole
    tellNamesThatAreCodes()
    return drafts
  }

  private mutating func readDuty(_ entry: YAMLNode.Entry, in section: Place, into drafts: inout [MatterDraft]) {
    let place = Place(node: entry.value, path: .key(section.path, entry.key.text), key: entry.key)
    let spot = Spot(span: entry.key.span, path: place.path)
    let keys = RulesSchema.duty.keys
    let isNamed = isID(entry.key.text, at: spot)
    if !isNamed { duties.isWhole = false }
    guard
      let parts = fields(
        of: place, "a duty, {\(keys.joined(separator: ", "))}", "职责 {\(keys.joined(separator: ", "))}", keys: keys)
    else {
      areDutiesWhole = false
      return
    }
    let name = need("name", of: parts, "the name of the duty", "职责的名称").flatMap { self.name($0) }
    let own = Named(id: entry.key.text, name: name ?? entry.key.text)
    guard let duty = duties.add(own, at: spot) else { return }
    let defaults = readDefaults(parts)
    dutyChecks.append(defaults.check.value)
    if let limit = defaults.limit.value, let post = defaults.post.value, let spot = defaults.limitSpot {
      dutyLimits.append((limit, post, spot))
    }
    guard let list = need("matters", of: parts, "the matters of the duty", "职责下的事项"),
      let listed = entries(of: list, "the matters, code: name or code: {name, …}", "事项，写成 编号: 名称 或 编号: {name, …}")
    else {
      areDutiesWhole = false
      return
    }
    if !listed.isWhole { areDutiesWhole = false }
    coverage.matters += listed.entries.count
    guard isWithin(RuleBounds.matters, coverage.matters, at: spot, "matters", "事项") else {
      areDutiesWhole = false
      return
    }
    for entry in listed.entries {
      if let draft = readMatter(entry, in: list, duty: duty, defaults) { drafts.append(draft) }
    }
    tellLacking(of: listed.entries.count, in: spot)
  }

  private mutating func readDefaults(_ parts: Fields) -> Defaults {
    Defaults(
      post: readReference("post", of: parts, to: postNames, .post),
      group: readReference("group", of: parts, to: groups, .group),
      limit: optional("deadline", of: parts) { $0.limit($1) }, limitSpot: parts["deadline"]?.spot,
      urgency: optional("urgency", of: parts) { $0.urgency($1) },
      check: optional("check", of: parts) { $0.checker($1) })
  }

  private mutating func readReference(_ key: String, of parts: Fields, to roll: Roll, _ kind: Kind) -> Reading<Int> {
    guard let place = parts[key] else { return parts.lacks(key) ? .absent : .faulty }
    return reference(place, to: roll, kind)
  }

  private mutating func urgency(_ place: Place) -> Urgency? {
    guard let text = text(place, "emergency, urgent, normal or routine", "emergency、urgent、normal 或 routine") else {
      return nil
    }
    if let urgency = Urgency(rawValue: text) { return urgency }
    choice(text, at: place.spot, .unknownUrgency, among: Urgency.allCases.map(\.rawValue), both("an urgency", "急缓程度"))
    return nil
  }

  /// Tells that a text is none of a few words.
  mutating func choice(_ text: String, at spot: Spot, _ code: FaultCode, among known: [String], _ what: Bilingual) {
    let list = Suggestions.list(known)
    fault(
      code, spot,
      both(
        "\(quoted(text)) is not \(what.en); wanted one of \(list.en)", "\(quoted(text)) 不是\(what.zh)；应为 \(list.zh) 之一"),
      help: Suggestions.nearest(to: text, among: known.map { Named(id: $0, name: $0) })
        .map { both("did you mean “\($0)”?", "是不是想写“\($0)”？") })
  }

  private mutating func readMatter(
    _ entry: YAMLNode.Entry, in list: Place, duty: Int, _ defaults: Defaults
  ) -> MatterDraft? {
    let place = Place(node: entry.value, path: .key(list.path, entry.key.text), key: entry.key)
    let spot = Spot(span: entry.key.span, path: place.path)
    let keys = RulesSchema.matter.keys
    var own = Defaults()
    var name: String?
    var keywords: [(word: String, spot: Spot)] = []
    var (until, untilSpot): (Int?, Spot?) = (nil, nil)
    if case .mapping = place.node.content {
      guard let parts = fields(of: place, "a matter", "事项", keys: keys) else { return nil }
      name = need("name", of: parts, "the name of the matter", "事项的名称").flatMap { self.name($0) }
      own = readDefaults(parts)
      keywords = parts["keywords"].map { readKeywords($0) } ?? []
      (until, untilSpot) = (parts["until"].flatMap { lastDay($0) }, parts["until"]?.spot)
    } else if case .sequence = place.node.content {
      wrongKind(
        place,
        wanted: both(
          "the name of the matter, or {\(keys.joined(separator: ", "))}", "事项的名称，或 {\(keys.joined(separator: ", "))}"))
    } else {
      name = self.name(place)
      // What was refused may name all that the duty does not.
      if case .refused = place.node.content { own = Defaults(post: .faulty, group: .faulty, limit: .faulty) }
    }
    guard isID(entry.key.text, at: spot) else {
      areDutiesWhole = false
      return nil
    }
    guard register(entry.key.text, name, at: spot) else { return nil }
    let post = inherited(own.post, defaults.post, "post", "post", "岗位", at: spot)
    let group = inherited(own.group, defaults.group, "group", "functional group", "功能组", at: spot)
    let limit = inherited(own.limit, defaults.limit, "deadline", "deadline", "时限", at: spot)
    return MatterDraft(
      code: entry.key.text, name: name ?? entry.key.text, duty: duty, post: post, group: group, limit: limit,
      limitSpot: own.limitSpot ?? defaults.limitSpot, urgency: own.urgency.value ?? defaults.urgency.value ?? .normal,
      keywords: keywords.map(\.word), check: own.check.value, until: until, line: entry.key.span.start.line,
      place: RulePlaces.OfMatter(
        code: spot, limit: own.limitSpot ?? defaults.limitSpot, until: untilSpot, keywords: keywords.map(\.spot)))
  }

  private mutating func readKeywords(_ place: Place) -> [(word: String, spot: Spot)] {
    let items = items(of: place, "a list of words", "词语列表") ?? []
    return items.compactMap { item in
      guard let word = text(item, "a word", "词语") else { return nil }
      if let mark = word.unicodeScalars.first(where: { ["、", "；", ";"].contains($0) }) {
        fault(
          .keywordList, item.spot,
          both(
            "\(quoted(word)) is one word, though \(mark) makes it look like several",
            "\(quoted(word)) 只算一个词，里面的「\(mark)」不分隔词语"),
          help: both("separate words by “, ”", "词语之间请用英文逗号加空格隔开"))
      }
      return (word, item.spot)
    }
  }

  private mutating func inherited<Value>(
    _ own: Reading<Value>, _ duty: Reading<Value>, _ key: String, _ english: String, _ chinese: String, at spot: Spot
  ) -> Reading<Value> {
    switch (own, duty) {
    case (.absent, .absent):
      lacking.append(Lacking(key: key, word: both(english, chinese), spot: spot))
      return .faulty
    case (.absent, _): return duty
    default: return own
    }
  }

  // What a duty lacks is told at the duty; where most matters name it themselves, at the few that do not.
  private mutating func tellLacking(of matters: Int, in duty: Spot) {
    defer { lacking = [] }
    for key in ["post", "group", "deadline"] {
      let spots = lacking.filter { $0.key == key }
      guard let first = spots.first else { continue }
      if spots.count <= 3, spots.count * 2 <= matters {
        for one in spots {
          fault(
            .missingKey, one.spot,
            both("neither the matter nor its duty names a \(one.word.en)", "事项和它的职责都没有写\(one.word.zh)"),
            help: both("add “\(key)” to the duty, or to the matter", "请在职责或事项里补上“\(key)”"))
        }
        continue
      }
      let (all, some) = (spots.count == matters, spots.count)
      fault(
        .missingKey, duty,
        all
          ? both("neither the duty nor any of its matters names a \(first.word.en)", "职责和它的事项都没有写\(first.word.zh)")
          : both(
            "the duty names no \(first.word.en), and neither do \(some) of its matters",
            "职责没有写\(first.word.zh)，其中 \(some) 个事项自己也没有写"),
        help: both("add “\(key)” to the duty", "请在职责里补上“\(key)”"),
        related: all ? nil : (first.spot, both("this matter names none", "这个事项没有写")))
    }
  }

  /// Enters a matter; false, with the clash told, where its code is taken.
  private mutating func register(_ code: String, _ name: String?, at spot: Spot) -> Bool {
    guard let index = matters.add(Named(id: code, name: name ?? code), at: spot) else {
      areDutiesWhole = false
      let first = matters[code].map { matters.spot(of: $0) } ?? spot
      fault(
        .duplicateID, spot, both("the matter \(quoted(code)) is listed twice", "事项编号 \(quoted(code)) 重复"),
        help: both("give one of the two another code", "请给其中一个换编号"),
        related: (first, both("it is listed here first", "第一次出现在这里")))
      return false
    }
    guard let name else { return true }
    if let first = matterNames[ByteText(name)] {
      fault(
        .duplicateName, spot,
        both(
          "another matter is called \(quoted(name)) too; events may name a matter by its name",
          "另有事项也叫 \(quoted(name))；上报时可以用名称，名称不能相同"),
        help: both("rename one of the two", "请改掉其中一个的名称"),
        related: (
          matters.spot(of: first), both("\(matters.named[first].id) is called so", "\(matters.named[first].id) 也叫这个名称")
        ))
    } else {
      matterNames[ByteText(name)] = index
    }
    return true
  }

  private mutating func tellNamesThatAreCodes() {
    for (index, matter) in matters.named.enumerated() where matter.name != matter.id {
      guard let other = matters[matter.name], other != index else { continue }
      fault(
        .nameIsCode, matters.spot(of: index),
        both(
          "the name of this matter, \(quoted(matter.name)), is the code of another",
          "这个事项的名称 \(quoted(matter.name)) 是另一个事项的编号"),
        help: both("give it another name", "请换一个名称"),
        related: (matters.spot(of: other), both("this matter has that code", "这个事项用的是这个编号")))
    }
  }
}
