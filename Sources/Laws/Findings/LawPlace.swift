internal import GridCore
internal import Ledger
internal import Postings
internal import Words

/// The row that a law stumbles over.
struct LawPlace: Hashable, Sendable {
  enum Table: String, Sendable {
    case file, record, raw, item, entry, notice, rules, meta, tally, rating, own, definition, round, signal, visit

    fileprivate var chinese: String {
      switch self {
      case .file: "文件 "
      case .record: "记录 "
      case .raw: "原文 "
      case .item: "事项 "
      case .entry: "经过 "
      case .notice: "通知单 "
      case .rules: "规则 "
      case .rating: "评级 "
      case .own: "自生上报 "
      case .definition: "定期任务 "
      case .round: "定期任务 "
      case .visit: "走访 "
      case .signal: "信号 "
      case .meta, .tally: ""
      }
    }
  }

  let table: Table
  /// Its number, or an item's id.
  let name: String

  init(_ table: Table, _ number: Int64) {
    self.table = table
    name = String(number)
  }

  static func item(id: String) -> LawPlace {
    LawPlace(table: .item, name: id)
  }

  /// The day of a subject's visit.
  static func visit(_ row: VisitRow) -> LawPlace {
    LawPlace(table: .visit, name: "\(neutralised(row.subject.text)) \(row.day)")
  }

  init(table: Table, name: String) {
    self.table = table
    self.name = name
  }

  /// The only row of its table.
  static let meta = LawPlace(.meta, 1)
  static let tally = LawPlace(.tally, 1)

  /// In Chinese alone, without the table's name.
  var chinese: String { table.chinese + name }

  var words: Bilingual {
    let place = "\(table.rawValue) \(name)"
    return Bilingual(en: place, zh: table.chinese + place)
  }
}
