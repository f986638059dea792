internal import Formats
package import GridCore
package import JSON
package import Linux
internal import Spool
package import Words

/// A rules text that the guard holds back: which, since when, and what speaks against taking it without a word.
///
/// It lies beside the ledger as `rules.held.json`, so that every process can tell of it, and a start knows since when.
package struct RuleHold: Hashable, Sendable {
  package static let fileName = "rules.held.json"

  package let digest: Digest
  package let since: Timestamp
  /// Each thing that speaks against it.
  package let why: [Bilingual]
  /// What it would do and what to type, in one line.
  package let line: Bilingual

  package init(digest: Digest, since: Timestamp, why: [Bilingual], line: Bilingual) {
    self.digest = digest
    self.since = since
    self.why = why
    self.line = line
  }

  /// What is held in a state; nil where nothing is, or nothing that can be read.
  package static func read(in state: String) throws(WorldError) -> RuleHold? {
    try DurableFile.read(path: "\(state)/\(fileName)", max: 1 << 20).flatMap { RuleHold(bytes: $0) }
  }

  /// Leaves it in the state, durably.
  func leave(in folder: StateFolder) throws(WorldError) {
    try DurableFile.replace(folder: folder.path, name: Self.fileName, bytes: bytes, ownedBy: folder.ownership)
  }

  // MARK: As it is kept

  private var bytes: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("digest", digest.hex)
    writer.field("since", since)
    writer.key("why")
    writer.beginArray()
    for text in why { Self.write(text, to: &writer) }
    writer.endArray()
    writer.key("line")
    Self.write(line, to: &writer)
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }

  private static func write(_ text: Bilingual, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("en", text.en)
    writer.field("zh", text.zh)
    writer.endObject()
  }

  init?(bytes: [UInt8]) {
    guard case .success(.object(let members)) = Result(catching: { try StrictJSON.read(bytes[...], maxDepth: 4) }),
      case .string(let hex) = members.value(of: "digest"), let digest = Digest(hex: hex),
      case .string(let moment) = members.value(of: "since"), let since = RFC3339.timestamp(moment),
      case .array(let texts) = members.value(of: "why"), let line = members.value(of: "line").flatMap(Self.text)
    else { return nil }
    self.init(digest: digest, since: since, why: texts.compactMap(Self.text), line: line)
  }

  private static func text(_ value: JSONValue) -> Bilingual? {
    guard case .object(let members) = value, case .string(let en) = members.value(of: "en"),
      case .string(let zh) = members.value(of: "zh")
    else { return nil }
    return Bilingual(en: en, zh: zh)
  }

  /// As `status` shows it.
  package func write(to writer: inout JSONWriter, language: Language) {
    writer.beginObject()
    writer.field("digest", digest.hex)
    writer.field("since", since)
    writer.key("why")
    writer.beginArray()
    for text in why { writer.string(text.text(language)) }
    writer.endArray()
    writer.endObject()
  }
}

extension [JSONMember] {
  fileprivate func value(of key: String) -> JSONValue? { first { $0.key == key }?.value }
}
