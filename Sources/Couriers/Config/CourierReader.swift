internal import GridCore
internal import Words
internal import YAML

/// Turns the tree of a couriers file into couriers.
struct CourierReader: SectionReader {
  static let file = SectionFile(
    of: Bilingual(en: "couriers", zh: "投递"),
    beginning: Bilingual(en: "“couriers:” with a list", zh: "couriers: 列表"),
    sections: ["couriers"], keys: keys, listKeys: ["take", "kind", "secret", "couriers"])
  /// What may be written of a courier.
  static let keys = [
    "name", "take", "kind", "to", "form", "secret", "rate", "digest", "link", "give_up", "ca", "proxy", "language",
    "allow_plain", "allow_local",
  ]
  /// The most couriers of a file.
  static let most = 64

  var faults = DiagnosticList()
  /// Where the couriers file lies.
  let folder: String
  let open: (String) -> NamedFile
  var opened: [String] = []
  var openedSecrets: [String] = []

  mutating func read(_ sections: YAMLFields) -> [Courier] {
    guard let list = sections["couriers"] else {
      if sections.isWhole, sections.lacks("couriers") {
        tell(
          .missingKey, sections.place, "“couriers” is missing: the list of couriers", "缺少“couriers”：投递列表",
          help: Bilingual(en: "add the section “couriers”", zh: "请补上“couriers”一节"))
      }
      return []
    }
    guard let items = list.items else {
      wrongKind(list, "a list of couriers", "投递列表")
      return []
    }
    var names: [ByteText: YAMLSpan] = [:]
    return first(Self.most, of: items, list, "couriers", "投递").compactMap { item in
      fields(of: item.start, keys: Self.keys, Bilingual(en: "a courier", zh: "一个投递")).flatMap { courier($0, &names) }
    }
  }
}
