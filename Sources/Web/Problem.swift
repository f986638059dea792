package import JSON
package import Words

/// Every reason for which a request over HTTP is refused, by the last part of its `type` (RFC 9457), with its status.
package enum ProblemCode: String, Sendable, CaseIterable {
  case badRequest = "bad-request"
  case unknownOption = "unknown-option"
  case notLoggedIn = "not-logged-in"
  case notYours = "not-yours"
  case notAllowed = "not-allowed"
  case foreignForm = "foreign-form"
  case wrongSource = "wrong-source"
  case notFound = "not-found"
  case noSuchMethod = "no-such-method"
  case timeout
  case illegalStep = "illegal-step"
  case changedMeanwhile = "changed-meanwhile"
  case tooLarge = "too-large"
  case targetTooLong = "target-too-long"
  case unsupportedType = "unsupported-type"
  case misdirected
  case refused
  case tooManyTries = "too-many-tries"
  case tooManyWaiting = "too-many-waiting"
  case headTooLarge = "head-too-large"
  case worldFailed = "world-failed"
  case notReady = "not-ready"
  case diskFull = "disk-full"
  case tooManyConnections = "too-many-connections"

  /// The HTTP status (RFC 9110 §15; 429 and 431: RFC 6585).
  package var status: Int {
    switch self {
    case .badRequest, .unknownOption: 400
    case .notLoggedIn: 401
    case .notYours, .notAllowed, .foreignForm, .wrongSource: 403
    case .notFound: 404
    case .noSuchMethod: 405
    case .timeout: 408
    case .illegalStep: 409
    case .changedMeanwhile: 412
    case .tooLarge: 413
    case .targetTooLong: 414
    case .unsupportedType: 415
    case .misdirected: 421
    case .refused: 422
    case .tooManyTries, .tooManyWaiting: 429
    case .headTooLarge: 431
    case .worldFailed: 500
    case .notReady, .diskFull, .tooManyConnections: 503
    }
  }
}

/// Why a request is refused: its kind, its words, and what else helps.
package struct Problem: Error, Sendable {
  /// A fault of a text that was sent.
  package struct Fault: Hashable, Sendable {
    /// From 1; nil where the text has no lines.
    package let line: Int?
    package let column: Int?
    /// The word for the kind of fault.
    package let code: String
    package let words: Bilingual

    /// A fault at a place.
    package init(line: Int?, column: Int?, code: String, words: Bilingual) {
      self.line = line
      self.column = column
      self.code = code
      self.words = words
    }

    /// The object `faults` holds.
    package func write(to writer: inout JSONWriter, _ language: Language) {
      writer.beginObject()
      writer.field("line", line)
      writer.field("column", column)
      writer.field("code", code)
      writer.field("message", words.text(language))
      writer.endObject()
    }
  }

  package let code: ProblemCode
  package let words: Bilingual
  /// A word of a longer list than ours that says more, as a refused step's; the last part of `type` where there is one.
  package var kind: String?
  /// Where in the text it is.
  package var line: Int?
  package var column: Int?
  /// The steps that could be taken instead.
  package var legal: [String]?
  /// All that is wrong with a text.
  package var faults: [Fault] = []
  /// The methods that a path is there for (RFC 9110 §10.2.1).
  package var allowed: [String]?
  /// When to come again, in seconds.
  package var retryAfter: Int?

  /// A refusal.
  package init(_ code: ProblemCode, _ words: Bilingual, kind: String? = nil, retryAfter: Int? = nil) {
    self.code = code
    self.words = words
    self.kind = kind
    self.retryAfter = retryAfter
  }

  /// The answer of an API: `application/problem+json` (RFC 9457).
  package func answer(_ language: Language) -> WebAnswer {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("type", "/problems/" + (kind ?? code.rawValue))
    writer.field("title", WebAnswer.title(code.status).text(language))
    writer.field("status", code.status)
    writer.field("detail", words.text(language))
    if let line { writer.field("line", line) }
    if let column { writer.field("column", column) }
    if let legal {
      writer.key("legal")
      writer.beginArray()
      for step in legal { writer.string(step) }
      writer.endArray()
    }
    if !faults.isEmpty {
      writer.key("faults")
      writer.beginArray()
      for fault in faults { fault.write(to: &writer, language) }
      writer.endArray()
    }
    writer.endObject()
    writer.endLine()
    let answer = WebAnswer(status: code.status, type: "application/problem+json", writer.bytes)
    return answer.asking(for: self)
  }
}

extension WebAnswer {
  /// The same with what its head says of a refusal: the methods there are, and when to come again.
  package func asking(for problem: Problem?) -> WebAnswer {
    var answer = self
    if let allowed = problem?.allowed { answer.headers.add("allow", allowed.joined(separator: ", ")) }
    if let after = problem?.retryAfter { answer.headers.add("retry-after", String(after)) }
    return answer
  }
}
