internal import Advice
internal import Formats
import GridCore
internal import Linux
internal import Schema
internal import Translation
internal import Words
internal import YAML

/// How the files of a source are read.
extension RuleReader {
  /// Nil where the source says nothing of it.
  mutating func readReading(_ parts: Fields, _ may: Set<String>?) -> SourceReading? {
    let keys = RulesSchema.grant.keys.filter { $0 != RulesSchema.mayKey }
    guard keys.contains(where: { parts[$0] != nil }) else { return nil }
    var reading = SourceReading()
    reading.format = word("format", of: parts, both("a format of files", "文件格式"))
    reading.encoding = readEncoding(parts, reading.format)
    reading.type = readSourceType(parts, may)
    if let place = parts["fields"] { reading.fields = readFieldNames(place) }
    if let place = parts["codes"] { reading.codes = readCodes(place) }
    reading.time = parts["time"].flatMap { readTimePattern($0) }
    if let place = parts["unknown_codes"] {
      reading.rejectsUnknown =
        word(place, among: ["triage", "reject"], both("triage or reject", "triage 或 reject")) == "reject"
    }
    return reading
  }

  private mutating func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, of parts: Fields, _ what: Bilingual
  ) -> Word? where Word.RawValue == String {
    parts[key].flatMap { word($0, among: Word.allCases.map(\.rawValue), what) }.flatMap { Word(rawValue: $0) }
  }

  private mutating func word(_ place: Place, among known: [String], _ what: Bilingual) -> String? {
    guard let text = text(place, what.en, what.zh) else { return nil }
    if known.contains(text) { return text }
    choice(text, at: place.spot, .unknownWord, among: known, what)
    return nil
  }

  private mutating func readEncoding(_ parts: Fields, _ format: SourceReading.Format?) -> SourceReading.Encoding? {
    guard let place = parts["encoding"] else { return nil }
    let encoding: SourceReading.Encoding? = word("encoding", of: parts, both("an encoding", "编码"))
    guard encoding == .gb18030 else { return encoding }
    if let format, format != .csv {
      fault(
        .unknownWord, place.spot,
        both(
          "“\(format.rawValue)” is always UTF-8; only a table may be GB18030",
          "“\(format.rawValue)”总是 UTF-8，只有表格可以是 GB18030"),
        help: both("write “format: csv”, or take the encoding out", "请写“format: csv”，或删掉 encoding"))
    }
    if !GB18030.isKnown {
      fault(
        .unknownWord, place.spot,
        both("this machine has no tables of GB18030 (glibc's gconv)", "本机没有 GB18030 编码表（glibc 的 gconv）"),
        help: both("install them, or have the source write UTF-8", "请安装，或让该来源用 UTF-8"))
    }
    return encoding
  }

  private mutating func readSourceType(_ parts: Fields, _ may: Set<String>?) -> String? {
    guard let place = parts["type"],
      let type = word(place, among: RulesSchema.sourceTypes, both("what a file may hold", "文件能装的类型"))
    else { return nil }
    if let may, !may.contains(type) {
      fault(
        .unknownType, place.spot,
        both("the source may not send “\(type)”: its “may” does not name it", "该来源的“may”里没有“\(type)”，它的记录都不会被接受"),
        help: both("add “\(type)” to “may”", "请在“may”里加上“\(type)”"))
    }
    return type
  }

  // MARK: Names and codes

  /// The fields that columns stand for: each once, and no slip of the keyboard.
  private mutating func readFieldNames(_ place: Place) -> [ByteText: String] {
    guard case .mapping(let entries, _) = place.node.content else {
      wrongKind(place, wanted: both("columns and what they are, COLUMN: FIELD", "列名和字段，写成 列名: 字段"))
      return [:]
    }
    var fields: [ByteText: String] = [:]
    var spots: [ByteText: Spot] = [:]
    for entry in entries {
      let own = Place(node: entry.value, path: .key(place.path, entry.key.text), key: entry.key)
      guard isTheirName(entry.key, own), let field = name(own), isField(field, at: own.spot) else { continue }
      if let other = spots[ByteText(field)] {
        fault(
          .duplicateName, own.spot, both("two columns are the field “\(field)”", "有两列都是字段“\(field)”"),
          help: both("take one of them out", "请去掉一个"), related: (other, both("the other is here", "另一处在这里")))
        continue
      }
      spots[ByteText(field)] = own.spot
      fields[ByteText(entry.key.text)] = field
    }
    return fields
  }

  /// Whether a name or a code of theirs is a text without blanks around it, as what is read is compared.
  private mutating func isTheirName(_ key: YAMLNode.Key, _ place: Place) -> Bool {
    let spot = Spot(span: key.span, path: place.path)
    if tellOddBlank(around: key.text, .plain, at: spot) { return false }
    let isSound =
      !key.text.isEmpty && key.text.first?.isWhitespace == false && key.text.last?.isWhitespace == false
      && key.text.utf8.count <= RuleBounds.name && !key.text.unicodeScalars.contains(where: isUnsafeToShow)
    if isSound { return true }
    fault(
      .badName, spot,
      both(
        "\(quoted(key.text)) has space around it, more than one line, or more than \(RuleBounds.name) bytes",
        "\(quoted(key.text)) 前后有空格，或不止一行，或超过 \(RuleBounds.name) 字节"))
    return false
  }

  /// Whether a field can be meant: one of ours, or a name that is near none.
  private mutating func isField(_ text: String, at spot: Spot) -> Bool {
    if SourceWords.fields.contains(text) { return true }
    let isEnvelope = SourceWords.envelope.contains(text)
    let named = SourceWords.fields.map { Named(id: $0, name: $0) }
    guard isEnvelope || Suggestions.nearest(to: text, among: named) != nil else { return true }
    choice(text, at: spot, .unknownWord, among: SourceWords.fields, both("a field of events", "来件的字段"))
    return false
  }

  private mutating func readCodes(_ place: Place) -> [String: [ByteText: String]] {
    guard
      let parts = fields(of: place, "codes by field", "各字段的代码", keys: RulesSchema.coded)
    else { return [:] }
    var codes: [String: [ByteText: String]] = [:]
    for field in RulesSchema.coded {
      guard let list = parts[field] else { continue }
      guard case .mapping(let entries, _) = list.node.content else {
        wrongKind(list, wanted: both("their codes and ours, CODE: CODE", "对方的代码和本系统的代码，写成 代码: 代码"))
        continue
      }
      guard isWithin(RuleBounds.codes, entries.count, at: .start(of: list), "codes", "代码") else { continue }
      for entry in entries {
        let own = Place(node: entry.value, path: .key(list.path, entry.key.text), key: entry.key)
        guard isTheirName(entry.key, own), let code = readCode(own, of: field) else { continue }
        codes[field, default: [:]][ByteText(entry.key.text)] = code
      }
    }
    return codes
  }

  /// A code that the rules list.
  private mutating func readCode(_ place: Place, of field: String) -> String? {
    switch field {
    case "matter":
      if case .scalar(let text, _) = place.node.content, matterNames[ByteText(text)] != nil { return text }
      return reference(place, to: matters, .matter).value.map { matters.named[$0].id }
    case "grid": return reference(place, to: gridRoll, .grid).value.map { gridRoll.named[$0].id }
    case "community": return reference(place, to: communities, .community).value.map { communities.named[$0].id }
    default:
      let known = Risk.allCases.map(\.rawValue) + [Rating.noRisk]
      guard let text = text(place, "a risk", "风险等级") else { return nil }
      if known.contains(text) { return text }
      choice(text, at: place.spot, .unknownRisk, among: known, both("a risk", "风险等级"))
      return nil
    }
  }

  // MARK: Times

  private mutating func readTimePattern(_ place: Place) -> String? {
    guard let text = name(place) else { return nil }
    do throws(TimePattern.Flaw) {
      return try TimePattern(text).text
    } catch {
      fault(.badTime, place.spot, error.message, help: error.help)
      return nil
    }
  }
}
