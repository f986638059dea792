internal import Advice
internal import GridCore
internal import Words
internal import YAML

/// Turns the tree of a couriers file into couriers; collects every fault on the way and goes on.
struct CourierReader {
  /// What may be written of a courier.
  static let keys = [
    "name", "take", "kind", "to", "form", "secret", "rate", "digest", "link", "give_up", "ca", "proxy", "language",
    "allow_plain", "allow_local",
  ]
  /// The most couriers of a file.
  static let most = 64

  var faults: DiagnosticList
  /// Where the couriers file lies.
  let folder: String
  let open: (String) -> NamedFile
  var opened: [String] = []
  /// Names, with the way to them, that unknown ones were most likely meant to be: they are not missed as well.
  var meant: Set<String> = []
  var openedSecrets: [String] = []

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
        endColumn: span.endColumn,
        message: Bilingual(en: en, zh: zh), suggestion: help))
  }

  mutating func faultOfEmptyFile(at end: (line: Int, column: Int)) {
    faults.add(
      Diagnostic(
        code: .emptyFile, line: end.line, column: end.column,
        message: Bilingual(en: "the file holds no couriers", zh: "文件里没有任何投递"),
        suggestion: Bilingual(
          en: "write “couriers:” with a list, and “end: couriers” behind it", zh: "请写上 couriers: 列表，末行写 end: couriers"))
    )
  }

  mutating func read(_ root: YAMLNode, end: (line: Int, column: Int)) -> [Courier] {
    let place = Place(node: root, path: "", span: YAMLSpan(start: root.span.start, end: root.span.start))
    guard let file = entries(of: place, keys: ["couriers", "end"], "a couriers file", "投递文件") else { return [] }
    let isWhole = checkEnd(of: root, file, at: end)
    guard let list = file["couriers"] else {
      if isWhole, !meant.contains(".couriers") {
        tell(
          .missingKey, place, "“couriers” is missing: the list of couriers", "缺少“couriers”：投递列表",
          help: Bilingual(en: "add the section “couriers”", zh: "请补上“couriers”一节"))
      }
      return []
    }
    guard case .sequence(let nodes) = list.node.content else {
      wrongKind(list, "a list of couriers", "投递列表")
      return []
    }
    if nodes.count > Self.most {
      tell(
        .tooMany, list, "there are \(nodes.count) couriers, at most \(Self.most) are taken",
        "投递有 \(nodes.count) 个，最多 \(Self.most) 个")
    }
    var names: [ByteText: YAMLSpan] = [:]
    return nodes.prefix(Self.most).enumerated().compactMap { index, node in
      let place = Place(node: node, path: "couriers[\(index)]", span: node.span)
      guard let fields = entries(of: place, keys: Self.keys, "a courier", "一个投递") else { return nil }
      return courier(place, fields, &names)
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
              en: "the last line “end: couriers” is missing; the file may be saved only in part",
              zh: "缺少最后一行“end: couriers”，文件可能没有存完整"),
            suggestion: Bilingual(
              en: "if the file is complete, add the line “end: couriers” at its end",
              zh: "如果内容完整，请在末尾补上一行“end: couriers”")))
      }
      return false
    }
    if let text = text(last, "the word couriers", "couriers 一词"), text != "couriers" {
      tell(.halfSaved, last, "“end” holds \(quoted(text)), not “couriers”", "“end”的值是 \(quoted(text))，应为“couriers”")
    }
    if let behind = entries.last, behind.key.text != "end" {
      tell(
        .endNotLast, Place(node: behind.value, path: behind.key.text, span: behind.key.span),
        "the section \(quoted(behind.key.text)) stands behind “end: couriers”",
        "\(quoted(behind.key.text)) 这一节写在“end: couriers”之后")
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
    if nodes.isEmpty { tell(.emptyValue, place, "the list is empty: wanted \(en)", "列表是空的：应为\(zh)") }
    return nodes.enumerated().compactMap { index, node in
      let inner = Place(node: node, path: "\(place.path)[\(index)]", span: node.span)
      return text(inner, en, zh).map { ($0, inner) }
    }
  }
}
