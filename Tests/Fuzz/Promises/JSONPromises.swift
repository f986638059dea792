import Formats
import JSON
import Words

enum JSONPromises {
  private static let depth = 64

  static func check(_ bytes: [UInt8]) throws(BrokenPromise) {
    let fault = StrictJSON.syntaxFault(of: bytes[...])
    if let fault {
      try checkPlace(of: fault, in: bytes)
      try checkEnd(fault, bytes)
    }
    try checkSlice(bytes, fault)
    let reading = read(bytes)
    switch reading {
    case .success(let value):
      try promise(fault == nil, "what is read has no fault of syntax, yet \(fault.map { "\($0)" } ?? "")")
      try checkWriting(value)
    case .failure(let flaw):
      try checkPlace(of: flaw, in: bytes)
      let isOfRecord = [.duplicateKey, .loneSurrogate, .tooDeep].contains(flaw.code)
      try promise(
        isOfRecord || flaw == fault, "one fault of syntax is told, not \(flaw) and \(fault.map { "\($0)" } ?? "none")")
    }
    guard SlowJSON.isShallow(bytes) else { return }
    let truth = SlowJSON.value(of: bytes)
    try promise(
      (truth != nil) == (fault == nil), "JSON or not: \(truth != nil), found \(fault.map { "\($0)" } ?? "no fault")")
    guard let truth else { return }
    try checkBeginning(bytes)
    let isGood = truth.depth <= depth && !truth.isFlawed
    switch reading {
    case .success(let value): try promise(isGood && truth == value.slow, "the value is \(truth), not \(value)")
    case .failure(let flaw): try promise(!isGood, "the text is good, yet \(flaw)")
    }
  }

  private static func read(_ bytes: [UInt8]) -> Result<JSONValue, InputFault> {
    Result { () throws(InputFault) in try StrictJSON.read(bytes[...], maxDepth: depth) }
  }

  /// A fault that more bytes cannot heal stays what it is, whatever follows.
  private static func checkEnd(_ fault: InputFault, _ bytes: [UInt8]) throws(BrokenPromise) {
    guard !fault.endsEarly else { return }
    for tail in ["}", "]", "\"", "0", " ", "e1", "\\u0030\"]}", "\u{10FFFF}"] {
      let longer = StrictJSON.syntaxFault(of: bytes[...] + Array(tail.utf8))
      try promise(longer == fault, "nothing heals \(fault), but \(tail) makes it \(longer.map { "\($0)" } ?? "good")")
    }
  }

  /// Where a good text is cut, it is good or not yet complete.
  private static func checkBeginning(_ bytes: [UInt8]) throws(BrokenPromise) {
    var random = SplitMix(of: bytes)
    for _ in 0..<4 {
      let cut = random.below(bytes.count + 1)
      guard let fault = StrictJSON.syntaxFault(of: bytes[..<cut]) else { continue }
      try promise(fault.endsEarly, "cut at \(cut) it is not complete, yet it is said to be bad for good: \(fault)")
    }
  }

  /// Within other bytes a text is read as it is alone.
  private static func checkSlice(_ bytes: [UInt8], _ fault: InputFault?) throws(BrokenPromise) {
    let longer = Array("{\"é".utf8) + bytes + Array("\"} ]".utf8)
    let found = StrictJSON.syntaxFault(of: longer[4..<(4 + bytes.count)])
    try promise(
      found?.code == fault?.code && found?.endsEarly == fault?.endsEarly,
      "in a slice it is \(found?.code.rawValue ?? "good")")
    try promise(found.map { $0.offset - 4 } == fault?.offset, "in a slice the fault is at \(found?.offset ?? -1)")
    try promise(found?.line == fault?.line && found?.column == fault?.column, "in a slice the place is another")
  }

  /// What is written is read as the same value, and is written the same again.
  private static func checkWriting(_ value: JSONValue) throws(BrokenPromise) {
    let text = written(value)
    guard case .success(let again) = read(text) else { throw BrokenPromise(description: "what is written can be read") }
    try promise(again == value, "written and read it is \(again), not \(value)")
    try promise(written(again) == text, "written again it is other bytes")
  }

  private static func written(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter()
    writer.value(value)
    return writer.bytes
  }
}

extension JSONValue {
  /// The same as the slow reader has it.
  var slow: SlowJSON.Value {
    switch self {
    case .null: .word("null")
    case .bool(let value): .word("\(value)")
    case .number(let text): .number(text)
    case .string(let text): .text(Array(text.utf16))
    case .array(let items): .list(items.map(\.slow))
    case .object(let members):
      .object(members.map { SlowJSON.Member(key: Array($0.key.utf16), value: $0.value.slow) })
    }
  }
}

/// The fault lies in the text, and its line and column are those of its byte.
func checkPlace(of fault: InputFault, in bytes: [UInt8]) throws(BrokenPromise) {
  try promise((0...bytes.count).contains(fault.offset), "the fault lies in the text, not at \(fault.offset)")
  let place = place(of: fault.offset, in: bytes)
  try promise(
    fault.line == place.line && fault.column == place.column,
    "the fault is at \(place), not \(fault.line):\(fault.column)")
  try checkWords(fault.message)
}

/// The line and column of a byte, counted anew.
func place(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
  let before = bytes[(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? min(3, offset) : 0)..<offset]
  let line = before.split(separator: 0x0A, omittingEmptySubsequences: false)
  return (line.count, 1 + (line.last ?? []).count { $0 & 0xC0 != 0x80 })
}

/// A message stands in both languages and holds nothing that could steer a terminal.
func checkWords(_ message: Bilingual) throws(BrokenPromise) {
  for text in [message.en, message.zh] {
    try promise(!text.isEmpty, "a message stands in both languages")
    try promise(
      !text.unicodeScalars.contains(where: isUnsafeToShow), "a message is safe to show: \(text.debugDescription)")
  }
}
