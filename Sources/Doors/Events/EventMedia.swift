package import GridCore
package import Web
internal import Words

/// In which form events come in over HTTP.
package enum EventMedia: Hashable, Sendable {
  /// One event, or an array of them.
  case json
  case ndjson
  case csv
  /// A CloudEvent whose envelope is the head of the request (CloudEvents HTTP binding 1.0.2 §3.1).
  case binary
  /// A CloudEvent with its envelope (§3.2).
  case structured
  /// An array of those (§3.3).
  case batch

  /// What a head says; to be asked before any of the body is read.
  ///
  /// - Parameter source: whose events they will be, where that is known: only a source that sends tables has them read.
  /// - Throws: `unsupported-type`.
  package init(_ headers: WebHeaders, from source: String?, under book: RuleBook) throws(Problem) {
    if let encoding = headers["content-encoding"] {
      throw Self.unsupported(
        Bilingual(
          en: "the body must not be encoded (Content-Encoding: \(encoding.shownShort))",
          zh: "请求正文不能带编码(Content-Encoding: \(encoding.shownShort))"))
    }
    let types = headers.all("content-type")
    guard types.count < 2 else {
      throw Self.unsupported(Bilingual(en: "there are two Content-Types", zh: "Content-Type 重复"))
    }
    let isBinary = headers.fields.contains { $0.name.hasPrefix(BinaryEvent.prefix) }
    guard let type = types.first.map(MediaType.init) else {
      guard isBinary else {
        throw Self.unsupported(Bilingual(en: "there is no Content-Type", zh: "缺少 Content-Type"))
      }
      self = .binary
      return
    }
    try self.init(type, isBinary: isBinary, encoding: Self.encoding(of: source, under: book))
  }

  private init(_ type: MediaType, isBinary: Bool, encoding: SourceReading.Encoding??) throws(Problem) {
    switch type.name {
    case "application/cloudevents+json": self = .structured
    case "application/cloudevents-batch+json": self = .batch
    case _ where isBinary && type.isJSON && !type.name.hasPrefix("application/cloudevents"): self = .binary
    case "application/json" where !isBinary: self = .json
    case "application/x-ndjson" where !isBinary: self = .ndjson
    case "text/csv" where !isBinary && encoding != nil: self = .csv
    case "text/csv" where !isBinary:
      throw Self.unsupported(
        Bilingual(
          en: "tables are taken of sources whose files are tables by the rules (sources: … format: csv)",
          zh: "只接收规则中写明以表格报送(sources: … format: csv)的来源的表格"))
    default:
      throw Self.unsupported(
        Bilingual(
          en: "the type \(type.name.shownShort) is not taken; there are: \(Self.names.joined(separator: ", "))",
          zh: "不接收 \(type.name.shownShort)；可用的有：\(Self.names.joined(separator: "、"))"))
    }
    let isTable = self == .csv
    guard let charset = type.charset, !isTable || !Self.isMeant(charset, encoding ?? nil) else { return }
    guard charset == "utf-8" || charset == "utf8", !isTable || encoding == .some(.none) else {
      throw Self.unsupported(
        Bilingual(en: "the charset \(charset.shownShort) is not taken here", zh: "此处不接收字符集 \(charset.shownShort)"))
    }
  }

  /// What is taken.
  package static let names = [
    "application/json", "application/x-ndjson", "text/csv", "application/cloudevents+json",
    "application/cloudevents-batch+json",
  ]

  /// How a file of this form is laid out.
  var format: SourceReading.Format {
    switch self {
    case .csv: .csv
    case .ndjson: .ndjson
    case .json, .binary, .structured, .batch: .json
    }
  }

  /// How the tables of a source are encoded, where it sends tables.
  private static func encoding(of source: String?, under book: RuleBook) -> SourceReading.Encoding?? {
    guard let source, let reading = book.sources.readings[ByteText(source)], reading.format == .csv else {
      return .none
    }
    return .some(reading.encoding)
  }

  /// Whether a head names the encoding that the rules do; a table with a mark of UTF-16 tells that itself.
  private static func isMeant(_ charset: String, _ encoding: SourceReading.Encoding?) -> Bool {
    if charset.hasPrefix("utf-16") { return true }
    return switch encoding {
    case .gb18030: ["gb18030", "gbk", "gb2312"].contains(charset)
    case .utf8, nil: charset == "utf-8" || charset == "utf8"
    }
  }

  private static func unsupported(_ words: Bilingual) -> Problem {
    Problem(.unsupportedType, words)
  }
}

extension StringProtocol {
  /// As much of a text from outside as a message shows.
  var shownShort: String { String(prefix(60)) }
}
