internal import Advice
internal import Words
internal import YAML

/// Turns the tree of a users file into users; collects every fault on the way and goes on.
struct UserReader {
  static let keysOfPeople = ["name", "secret", "at", "may"]
  static let keysOfTokens = ["secret", "source", "may", "at"]
  /// The most people, and the most tokens.
  static let most = 10_000

  var faults: DiagnosticList
  /// Names, with the way to them, that unknown ones were most likely meant to be: they are not missed as well.
  var meant: Set<String> = []

  /// A value, the way to it, and where it or its name stands.
  struct Place {
    let node: YAMLNode
    let path: String
    let span: YAMLSpan
  }

  mutating func tell(
    _ code: FaultCode, _ place: Place, _ en: String, _ zh: String, help: Bilingual? = nil,
    severity: Diagnostic.Severity? = nil
  ) {
    let span = place.span
    faults.add(
      severity: severity ?? code.severity,
      Diagnostic(
        code: code, severity: severity, path: place.path, line: span.start.line, column: span.start.column,
        endColumn: span.endColumn, message: Bilingual(en: en, zh: zh), suggestion: help))
  }

  mutating func faultOfEmptyFile(at end: (line: Int, column: Int)) {
    faults.add(
      Diagnostic(
        code: .emptyFile, line: end.line, column: end.column,
        message: Bilingual(en: "the file holds no users", zh: "文件里没有任何用户"),
        suggestion: Bilingual(
          en: "write “users:” with a person a line, and “end: users” behind it", zh: "请写上 users:，一人一行，末行写 end: users")))
  }

  mutating func read(_ root: YAMLNode, end: (line: Int, column: Int)) -> UserBook {
    let nobody = UserBook(people: [], tokens: [])
    let place = Place(node: root, path: "", span: YAMLSpan(start: root.span.start, end: root.span.start))
    guard let file = entries(of: place, keys: ["users", "tokens", "end"], "a users file", "用户文件") else {
      return nobody
    }
    let isWhole = checkEnd(of: root, file, at: end)
    if file["users"] == nil, file["tokens"] == nil, isWhole, meant.isDisjoint(with: [".users", ".tokens"]) {
      tell(
        .missingKey, place, "neither “users” nor “tokens” is there: who may come in", "“users”和“tokens”都没有：不知道谁可以进",
        help: Bilingual(en: "add the section “users”", zh: "请补上“users”一节"))
    }
    let people = file["users"].map { list($0, "people", "用户") } ?? []
    let tokens = file["tokens"].map { list($0, "tokens", "令牌") } ?? []
    return UserBook(people: people.compactMap { person($0) }, tokens: self.tokens(tokens))
  }

  /// Who stands in a section, by his key.
  private mutating func list(_ place: Place, _ en: String, _ zh: String) -> [(key: String, place: Place)] {
    guard case .mapping(let entries, _) = place.node.content else {
      wrongKind(place, "\(en), each with a name in front", "\(zh)，每个前面写名字")
      return []
    }
    if entries.count > Self.most {
      tell(
        .tooMany, place, "there are \(entries.count) \(en), at most \(Self.most) are taken",
        "\(zh)有 \(entries.count) 个，最多 \(Self.most) 个")
    }
    return entries.prefix(Self.most).compactMap { entry in
      let inner = Place(node: entry.value, path: "\(place.path).\(entry.key.text)", span: entry.key.span)
      guard UserKey.isSound(entry.key.text) else {
        tell(
          .badName, inner, "\(quoted(entry.key.text)) cannot be a name here: \(UserKey.wanted.en)",
          "\(quoted(entry.key.text)) 不能作名字：\(UserKey.wanted.zh)")
        return nil
      }
      return (entry.key.text, inner)
    }
  }

  private mutating func checkEnd(
    of root: YAMLNode, _ file: [String: Place], at end: (line: Int, column: Int)
  ) -> Bool {
    guard case .mapping(let entries, let isWhole) = root.content else { return false }
    guard let last = file["end"] else {
      if isWhole, !meant.contains(".end") {
        faults.add(
          Diagnostic(
            code: .halfSaved, path: "end", line: end.line, column: end.column,
            message: Bilingual(
              en: "the last line “end: users” is missing; the file may be saved only in part",
              zh: "缺少最后一行“end: users”，文件可能没有存完整"),
            suggestion: Bilingual(
              en: "if the file is complete, add the line “end: users” at its end", zh: "如果内容完整，请在末尾补上一行“end: users”")))
      }
      return false
    }
    if let text = text(last, "the word users", "users 一词"), text != "users" {
      tell(.halfSaved, last, "“end” holds \(quoted(text)), not “users”", "“end”的值是 \(quoted(text))，应为“users”")
    }
    if let behind = entries.last, behind.key.text != "end" {
      tell(
        .endNotLast, Place(node: behind.value, path: behind.key.text, span: behind.key.span),
        "the section \(quoted(behind.key.text)) stands behind “end: users”",
        "\(quoted(behind.key.text)) 这一节写在“end: users”之后")
    }
    return isWhole
  }

  // MARK: Values of any kind

  /// The entries of a mapping with known names; names that are not known are told.
  mutating func entries(of place: Place, keys: [String], _ en: String, _ zh: String) -> [String: Place]? {
    guard case .mapping(let entries, _) = place.node.content else {
      wrongKind(place, en, zh)
      return nil
    }
    var found: [String: Place] = [:]
    for entry in entries {
      let path = place.path.isEmpty ? entry.key.text : "\(place.path).\(entry.key.text)"
      guard keys.contains(entry.key.text) else {
        let (known, near) = (Suggestions.list(keys), Suggestions.key(for: entry.key.text, among: keys))
        if let near { meant.insert(place.path + "." + near) }
        tell(
          .unknownKey, Place(node: entry.value, path: path, span: entry.key.span),
          "\(quoted(entry.key.text)) is not known here; known are \(known.en)",
          "这里不认识 \(quoted(entry.key.text))；可以写的有 \(known.zh)",
          help: near.map { Bilingual(en: "did you mean “\($0)”?", zh: "是不是想写“\($0)”？") })
        continue
      }
      let isEmpty = if case .scalar("", .plain) = entry.value.content { true } else { false }
      found[entry.key.text] = Place(node: entry.value, path: path, span: isEmpty ? entry.key.span : entry.value.span)
    }
    return found
  }

  /// The raw text of a scalar that is not empty.
  mutating func text(_ place: Place, _ en: String, _ zh: String) -> String? {
    guard case .scalar(let text, let style) = place.node.content, style != .block else {
      wrongKind(place, en, zh)
      return nil
    }
    guard !text.isEmpty, style == .quoted || text != "~" && text != "null" else {
      tell(.emptyValue, place, "there is no value: wanted \(en)", "这里没有值：应为\(zh)")
      return nil
    }
    return text
  }

  mutating func wrongKind(_ place: Place, _ en: String, _ zh: String) {
    if case .refused = place.node.content { return }
    let start = YAMLSpan(start: place.span.start, end: place.span.start)
    tell(.wrongKind, Place(node: place.node, path: place.path, span: start), "wanted \(en)", "这里应为\(zh)")
  }

  /// One text, or a list of them.
  mutating func texts(_ place: Place, _ en: String, _ zh: String) -> [(text: String, place: Place)] {
    guard case .sequence(let nodes) = place.node.content else { return text(place, en, zh).map { [($0, place)] } ?? [] }
    return nodes.enumerated().compactMap { index, node in
      let inner = Place(node: node, path: "\(place.path)[\(index)]", span: node.span)
      return text(inner, en, zh).map { ($0, inner) }
    }
  }
}
