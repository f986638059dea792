internal import JSON
package import Words

/// Why a record, a step or a whole file is refused, in no language: its kind, and what its words need.
///
/// It is stored so, and put into words by whoever reads it, in his language.
package struct Refusal: Hashable, Sendable {
  /// What the words of a refusal may need, by the name it is stored under.
  package enum Detail: String, Sendable {
    /// The place in the file, from 1.
    case line, column
    /// The field concerned.
    case name
    /// What was found, and what was wanted: a word, a kind of value, or words with a comma between.
    case found, wanted
    /// Which of the ways to be wrong that share a code.
    case fault
    /// Numbers: of bytes, of what is taken, of records; the byte of an encoded text.
    case bytes, limit, count, byte
    /// The item that another field names.
    case other
    /// The step asked for, why its item does not take it, in which state it is, and the steps it would take.
    case step, why, state, legal
    /// Why facts lead to no post, and what of them.
    case reason, subject
    /// Names that may have been meant, with a comma between.
    case meant
  }

  /// What kind of refusal it is.
  package let code: RejectionCode
  /// What its words need.
  package let details: [Detail: String]
  /// Of a step for a list of items that none took: what each said.
  package let verdicts: ListVerdicts?

  /// A refusal of this kind.
  package init(_ code: RejectionCode, _ details: [Detail: String] = [:], verdicts: ListVerdicts? = nil) {
    self.code = code
    self.details = details
    self.verdicts = verdicts
  }

  subscript(detail: Detail) -> String { details[detail] ?? "" }

  /// As much of a text from outside as its words will show.
  package static func excerpt(_ text: String) -> String {
    // One more than is shown: by that it is told that there is more.
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(61)))
  }

  /// The same with the place in the file.
  package func placed(line: Int, column: Int) -> Refusal {
    Refusal(code, details.merging([.line: "\(line)", .column: "\(column)"]) { $1 }, verdicts: verdicts)
  }

  /// The same without a place: what can be told of the record's own bytes.
  package var unplaced: Refusal {
    Refusal(code, details.filter { $0.key != .line && $0.key != .column }, verdicts: verdicts)
  }
}

/// As it is stored: the code's word, and beside it one JSON object.
extension Refusal {
  /// What the words need, as one object of texts, its keys sorted: equal refusals have equal parameters.
  package var parameters: String {
    var writer = JSONWriter()
    write(to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    for (detail, text) in details.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      writer.field(detail.rawValue, text)
    }
    verdicts?.writeMember(to: &writer)
    writer.endObject()
  }

  /// The words of a stored refusal; of one that an older ledger kept as a sentence, that sentence, and at the least its code.
  package static func words(code: String, parameters: String?, stored: String) -> Bilingual {
    guard let refusal = parameters.flatMap({ Refusal(code: code, parameters: $0) }) else {
      return stored.isEmpty ? both(code, code) : both(stored, stored)
    }
    return refusal.message
  }

  /// Reads a refusal that was stored; nil for one that this version has no words for.
  package init?(code: String, parameters: String) {
    let value: JSONValue
    // As deep as the refusals of a list lie in it.
    do { value = try StrictJSON.read(Array(parameters.utf8)[...], maxDepth: 4) } catch { return nil }
    self.init(code: code, value)
  }

  init?(code: String, _ parameters: JSONValue) {
    guard let code = RejectionCode(rawValue: code), case .object(let members) = parameters else { return nil }
    var details: [Detail: String] = [:]
    for member in members {
      guard let detail = Detail(rawValue: member.key), case .string(let text) = member.value else { continue }
      details[detail] = text
    }
    self.init(code, details, verdicts: ListVerdicts(members))
  }
}
