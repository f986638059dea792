package import GridCore
package import Words

/// What is wrong with an event, before its place is told in lines.
struct EventFlaw: Error {
  let code: String
  /// The index of the first byte of the value concerned.
  let offset: Int
  let message: Bilingual

  init(_ code: String, at offset: Int, _ en: String, _ zh: String) {
    self.code = code
    self.offset = offset
    message = Bilingual(en: en, zh: zh)
  }

  static func wrongType(_ name: String, _ member: JSONMember, wanted: Bilingual) -> EventFlaw {
    let found = member.value.kind
    return EventFlaw(
      "wrong-type", at: member.offset, "“\(name)” is \(found.en), wanted \(wanted.en)",
      "“\(name)”是\(found.zh)，应为\(wanted.zh)")
  }

  static func missing(_ name: String, at offset: Int) -> EventFlaw {
    EventFlaw("missing-\(name)", at: offset, "“\(name)” is missing or empty", "缺少“\(name)”或其为空")
  }

  static func badValue(_ name: String, _ member: JSONMember, found: String, wanted: [String]) -> EventFlaw {
    let choice = wanted.joined(separator: ", ")
    return EventFlaw(
      "bad-value", at: member.offset, "“\(name)” is \(quoted(found)), wanted one of: \(choice)",
      "“\(name)”的值\(quoted(found))无效，应为：\(choice)")
  }
}

/// Why a record is rejected, and as much of who sent it as could be read.
package struct Rejection: Error, Hashable, Sendable {
  /// For machines, in kebab case.
  package let code: String
  /// The place of the offending value in the file, from 1.
  package let line: Int
  /// From 1, in Unicode scalars.
  package let column: Int
  /// What was found and what was wanted.
  package let message: Bilingual
  /// The sender's `source`, where it is text within the limits.
  package let source: String?
  /// The sender's `id`, where it is text within the limits.
  package let id: String?
  /// `report` or a step's word, where it was read.
  package let type: String?
  /// Whether the record is only not written to its end yet, as far as can be seen.
  package let endsEarly: Bool

  /// A rejection at a place in the file.
  package init(
    code: String, at position: TextPosition, message: Bilingual, source: String? = nil, id: String? = nil,
    type: String? = nil, endsEarly: Bool = false
  ) {
    self.code = code
    line = position.line
    column = position.column
    self.message = message
    self.source = source
    self.id = id
    self.type = type
    self.endsEarly = endsEarly
  }

  /// Who sent it and what he calls it, where both could be read.
  package var identity: EventIdentity? {
    guard let source, let id else { return nil }
    return EventIdentity(source: source, id: id)
  }
}
