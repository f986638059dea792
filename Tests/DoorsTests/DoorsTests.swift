import Formats
import GridCore
import LedgerStories
import Rules
import Testing
import Web

@testable import Doors

/// What the tests of this room share.
enum Door {
  static let now = Timestamp(seconds: 1_771_000_000)

  /// The written town, with sources of every form.
  static let book: RuleBook = {
    let sources = """
      sources:
        hotline: {format: csv, encoding: gb18030, fields: {工单编号: id, 事项: matter, 网格: grid, 内容: summary}}
        lines: {format: ndjson}
        plain: {may: [report]}
        wordy: {fields: {编号: id, 事项: matter}}
      end: rules
      """
    let text = TestTown.writtenRules.replacing("end: rules", with: sources)
    let loaded = RuleFile.load(bytes: Array(text.utf8), name: "rules.yaml", digest: sha256(of: Array(text.utf8)))
    guard let book = loaded.book else { fatalError("\(loaded.diagnostics)") }
    return book
  }()

  static func read(
    _ body: String, _ type: String?, from source: String? = nil, _ more: [(String, String)] = [],
    collecting: Bool = false
  ) throws(Problem) -> EventDelivery {
    try read(Array(body.utf8), type, from: source, more, collecting: collecting)
  }

  static func read(
    _ body: [UInt8], _ type: String?, from source: String? = nil, _ more: [(String, String)] = [],
    collecting: Bool = false
  ) throws(Problem) -> EventDelivery {
    let headers = WebHeaders((type.map { [("Content-Type", $0)] } ?? []) + more)
    return try EventDoor(headers, from: source, under: book).read(body, received: now, collecting: collecting)
  }

  /// Why a body is refused; nil where it is not.
  static func problem(
    _ body: String, _ type: String?, from source: String? = nil, _ more: [(String, String)] = []
  ) -> Problem? {
    do throws(Problem) {
      _ = try read(body, type, from: source, more)
      return nil
    } catch {
      return error
    }
  }
}

extension EventDelivery {
  var text: String? {
    guard case .made(let bytes) = content else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
