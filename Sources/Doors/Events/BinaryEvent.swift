internal import Formats
internal import GridCore
internal import JSON
internal import Web
internal import Words

/// A CloudEvent in binary mode (CloudEvents HTTP binding 1.0.2 §3.1): its envelope in the head of the request, its data in the body.
///
/// It is laid down as what it would be in structured mode: on the first line the envelope, behind it the body as it came, so that a
/// place in the body is the same place one line further down.
enum BinaryEvent {
  /// What the names of the envelope's fields begin with.
  static let prefix = "ce-"
  /// Lines of the file that stand before the body.
  static let linesBefore = 1

  /// The text of the event in structured mode.
  ///
  /// - Throws: a fault of the head, which has no place; of the body, at its place.
  static func structured(_ headers: WebHeaders, _ body: [UInt8]) throws(BodyFault) -> [UInt8] {
    var names: Set<String> = []
    var writer = JSONWriter(reservingCapacity: body.count + 512)
    writer.beginObject()
    for field in headers.fields where field.name.hasPrefix(prefix) {
      let name = String(field.name.dropFirst(prefix.count))
      // What the mode says in another way, and what would make two bodies.
      if ["data", "data_base64", "datacontenttype"].contains(name) { continue }
      guard names.insert(name).inserted else {
        throw fault(Refusal(.duplicateKey, [.found: field.name]))
      }
      writer.field(name, try decoded(field))
    }
    guard names.contains("specversion") else { throw fault(Refusal(.cloudEvent, [.fault: "specversion"])) }
    let data = body.starts(with: [0xEF, 0xBB, 0xBF]) ? body[3...] : body[...]
    guard !data.isEmpty else {
      writer.endObject()
      return writer.bytes
    }
    // What is no sound text could be more than data once it stands in another.
    if let fault = StrictJSON.syntaxFault(of: data) { throw BodyFault(fault) }
    if let type = headers["content-type"] { writer.field("datacontenttype", type) }
    writer.key("data")
    writer.raw([ASCII.lineFeed])
    return writer.bytes + data + [ASCII.rightBrace]
  }

  /// The value of a field: first as a string in quotes is read, then percent-decoded, once (§3.1.3.2).
  private static func decoded(_ field: WebHeaders.Field) throws(BodyFault) -> String {
    let bytes = Query.decodedBytes(unquoted(Array(field.value.unpadded.utf8)))
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let hex = bytes.first { $0 >= 0x80 }.map { "0x" + String($0, radix: 16, uppercase: true) } ?? ""
      throw BodyFault(
        Problem.Fault(
          line: nil, column: nil, code: RejectionCode.encoding.rawValue,
          words: Bilingual(
            en: "“\(field.name)” holds bytes that are not UTF-8 (\(hex))",
            zh: "“\(field.name)”中有不是 UTF-8 编码的字节(\(hex))")))
    }
    return text
  }

  private static func unquoted(_ value: [UInt8]) -> [UInt8] {
    guard value.count > 1, value.first == ASCII.quote, value.last == ASCII.quote else { return value }
    var text: [UInt8] = []
    var isEscaped = false
    for byte in value.dropFirst().dropLast() {
      if byte == ASCII.backslash, !isEscaped {
        isEscaped = true
        continue
      }
      text.append(byte)
      isEscaped = false
    }
    return text
  }

  private static func fault(_ refusal: Refusal) -> BodyFault {
    BodyFault(Problem.Fault(line: nil, column: nil, code: refusal.code.rawValue, words: refusal.message))
  }
}

/// Why a body as a whole is no events.
struct BodyFault: Error {
  let fault: Problem.Fault

  init(_ fault: Problem.Fault) { self.fault = fault }

  /// A fault of the file that the body would be.
  init(_ fault: InputFault, linesBefore: Int = 0) {
    let isBefore = fault.line <= linesBefore
    self.fault = Problem.Fault(
      line: isBefore ? nil : fault.line - linesBefore, column: isBefore ? nil : fault.column,
      code: fault.code.rawValue, words: fault.message)
  }

  /// The answer: nothing could be accepted.
  var problem: Problem {
    var problem = Problem(.refused, fault.words)
    (problem.line, problem.column, problem.faults) = (fault.line, fault.column, [fault])
    return problem
  }
}
