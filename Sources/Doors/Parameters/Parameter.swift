internal import Answers
internal import Formats
internal import GridCore
internal import JSON
package import Web
package import Words

/// A name that may stand behind the question mark of a door, and what its value may be.
///
/// Each door names its own once: values are held against it before the handler sees any, and `openapi.json` is held against it by a test.
package struct Parameter: Hashable, Sendable {
  /// What a value may be.
  package enum Kind: Hashable, Sendable {
    case text
    /// Switched on by `1`, `true` or nothing at all, off by `0` or `false`.
    case flag
    case words([String])
    case number(ClosedRange<Int64>)
    /// RFC 3339.
    case moment
    /// A day of the town.
    case day
    /// Who may have a case.
    case address
  }

  package let name: String
  package let kind: Kind
  /// Whether nothing at all is a value of its own.
  package let mayBeBlank: Bool

  private init(_ name: String, _ kind: Kind, mayBeBlank: Bool = false) {
    (self.name, self.kind, self.mayBeBlank) = (name, kind, mayBeBlank)
  }

  /// Free text.
  package static func text(_ name: String, mayBeBlank: Bool = false) -> Parameter {
    Parameter(name, .text, mayBeBlank: mayBeBlank)
  }
  /// What is switched on or off.
  package static func flag(_ name: String) -> Parameter { Parameter(name, .flag, mayBeBlank: true) }
  /// One of these.
  package static func words(_ name: String, _ words: [String]) -> Parameter { Parameter(name, .words(words)) }
  /// One of the words that there are.
  package static func words<Word: RawRepresentable & CaseIterable>(_ name: String, _: Word.Type) -> Parameter
  where Word.RawValue == String {
    Parameter(name, .words(Word.allCases.map(\.rawValue)))
  }
  /// A number within these.
  package static func number(_ name: String, _ range: ClosedRange<Int64>) -> Parameter {
    Parameter(name, .number(range))
  }
  /// A moment.
  package static func moment(_ name: String) -> Parameter { Parameter(name, .moment) }
  /// A day of the town.
  package static func day(_ name: String) -> Parameter { Parameter(name, .day) }
  /// Who may have a case.
  package static func address(_ name: String) -> Parameter { Parameter(name, .address) }

  // MARK: Those of many doors

  /// The moment of lateness.
  package static let at = moment("at")
  /// How many rows a page of a list has.
  package static let limit = number("limit", 1...500)
  /// Behind what a page of a list begins.
  package static let after = text("after")
  /// How many seconds the ledger is waited for.
  package static let wait = number("wait", 0...30)

  /// What every page of the board takes.
  package static let ofPages = [words("lang", [Language.zh, .en].map(\.rawValue)), flag("wall"), flag("print")]

  // MARK: Values

  /// What is wrong with a value; nil where nothing is.
  ///
  /// - Parameter isForm: of a form a field that nobody filled in is not asked.
  func fault(_ value: String, isForm: Bool) -> Problem? {
    if value.isEmpty, isForm || mayBeBlank { return nil }
    return !value.isEmpty && accepts(value) ? nil : .badValue(name, value, wanted)
  }

  private func accepts(_ value: String) -> Bool {
    switch kind {
    case .text: true
    case .flag: ["1", "true", "0", "false"].contains(value)
    case .words(let words): words.contains(value)
    case .number(let range): value.utf8.allSatisfy(ASCII.isDigit) && Int64(value).map(range.contains) ?? false
    case .moment: RFC3339.timestamp(value) != nil
    case .day: ReportDay(value) != nil
    case .address: Addressee(text: value) != nil
    }
  }

  private var wanted: Bilingual {
    switch kind {
    case .text: Bilingual(en: "a text", zh: "文字")
    case .flag: Bilingual(en: "1, true, 0, false or nothing", zh: "1、true、0、false 或留空")
    case .words(let words):
      Bilingual(en: "one of \(words.joined(separator: " "))", zh: "\(words.joined(separator: " ")) 之一")
    case .number(let range) where range.upperBound == .max:
      Bilingual(en: "a number from \(range.lowerBound)", zh: "不小于 \(range.lowerBound) 的数")
    case .number(let range):
      Bilingual(
        en: "a number from \(range.lowerBound) to \(range.upperBound)",
        zh: "\(range.lowerBound) 至 \(range.upperBound) 的数")
    case .moment: Bilingual(en: "a time with its zone (RFC 3339)", zh: "带时区的时间（RFC 3339）")
    case .day: Bilingual(en: "a day like 2026-03-02", zh: "2026-03-02 这样的日期")
    case .address:
      Bilingual(
        en: "who has it, like heshuikou/heshuikou-01/patrol, or triage",
        zh: "承办方，如 heshuikou/heshuikou-01/patrol，或 triage")
    }
  }
}

extension Query {
  /// Refuses what cannot be, so that a slip is not answered with everything: names that nobody knows, and values.
  ///
  /// - Parameter isForm: what a browser sends: its empty fields are not asked, and names of others pass.
  package func heed(_ parameters: [Parameter], isForm: Bool = false) throws(Problem) {
    guard isText else {
      throw Problem(.badRequest, Bilingual(en: "the query is not UTF-8", zh: "查询参数不是 UTF-8 编码"))
    }
    if !isForm { try knowing(parameters.map(\.name)) }
    for pair in pairs {
      guard let parameter = parameters.first(where: { $0.name == pair.name }) else { continue }
      if let fault = parameter.fault(pair.value, isForm: isForm) { throw fault }
    }
  }
}

extension Problem {
  /// A value that cannot be.
  package static func badValue(_ name: String, _ text: String, _ wanted: Bilingual) -> Problem {
    let shown = quoted(Refusal.excerpt(text))
    return Problem(
      .badRequest,
      Bilingual(en: "“\(name)” is \(shown), wanted \(wanted.en)", zh: "“\(name)”的值\(shown)无效，应为\(wanted.zh)"))
  }
}
