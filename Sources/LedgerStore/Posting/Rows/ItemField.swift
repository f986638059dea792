internal import GridCore

/// A field of an item. One list of them says what a store keeps of an item, how it is read again, and what its seal covers: whoever adds
/// a field adds a line.
///
/// Fields of the first release come first, in their order, and are always sealed. A later one bears its number, and is sealed only where
/// it is not absent: so no seal of an item that does not have it changes.
struct ItemField: Sendable {
  /// The column of the table.
  let column: String
  let later: LaterField?
  let value: @Sendable (Item) -> FieldValue
  let set: @Sendable (inout Item, FieldValue) throws -> Void

  init(
    _ column: String, later: LaterField? = nil, _ value: @escaping @Sendable (Item) -> FieldValue,
    _ set: @escaping @Sendable (inout Item, FieldValue) throws -> Void
  ) {
    self.column = column
    self.later = later
    self.value = value
    self.set = set
  }

  /// All but the key and the identity, which never change.
  static let all: [ItemField] = standing + facts + clock + origin + numbers

  private static let standing = [
    ItemField(
      "state", { .text($0.state.rawValue) }, { $0.state = try $1.word(.itemState, ItemState.init(rawValue:)) }),
    ItemField("on_site", { FieldValue($0.onSite) }, { $0.onSite = $1.isTrue }),
  ]

  private static let facts = [
    ItemField(
      "risk", { FieldValue($0.risk?.rawValue) }, { $0.risk = try $1.optionalWord(.risk, Risk.init(rawValue:)) }),
    ItemField("matter", { FieldValue($0.matter) }, { $0.matter = $1.text }),
    ItemField("duty", { FieldValue($0.duty) }, { $0.duty = $1.text }),
    ItemField("community", { FieldValue($0.community) }, { $0.community = $1.text }),
    ItemField("grid", { FieldValue($0.grid) }, { $0.grid = $1.text }),
    ItemField("post", { FieldValue($0.post) }, { $0.post = $1.text }),
    ItemField("grp", { FieldValue($0.group) }, { $0.group = $1.text }),
    ItemField(
      "time_limit", { FieldValue($0.limit?.text) },
      { $0.limit = try $1.optionalWord(.limit) { TimeLimit($0) } }),
  ]

  private static let clock = [
    ItemField("holder", { .text($0.holder.text) }, { $0.holder = try $1.word(.address, Addressee.init(text:)) }),
    ItemField("rung", { FieldValue($0.rung) }, { $0.rung = try $1.count() }),
    ItemField("received_at", { FieldValue($0.receivedAt) }, { $0.receivedAt = Timestamp(seconds: $1.number ?? 0) }),
    ItemField("deadline", { FieldValue($0.deadline) }, { $0.deadline = $1.moment }),
    ItemField("provisional", { FieldValue($0.provisional) }, { $0.provisional = $1.isTrue }),
    ItemField("next_due", { FieldValue($0.nextDue) }, { $0.nextDue = $1.moment }),
  ]

  /// Why it is where it is.
  private static let origin = [
    ItemField(
      "rules", { .rules($0.assignedBy.rules) },
      { item, value in
        guard case .rules(let digest) = value else { throw LedgerError.corrupt(.length(.digest)) }
        item.assignedBy = AssignedBy(rules: digest, line: item.assignedBy.line, why: item.assignedBy.why)
      }),
    ItemField(
      "rules_line", { $0.assignedBy.line.map { FieldValue($0) } ?? .absent },
      { item, value in
        let line = value.number.map { Int(clamping: $0) }
        item.assignedBy = AssignedBy(rules: item.assignedBy.rules, line: line, why: item.assignedBy.why)
      }),
    ItemField(
      "why", { .text($0.assignedBy.why.kind.rawValue) },
      { item, value in
        let kind = try value.word(.reason, AssignmentReason.Kind.init(rawValue:))
        let why = AssignmentReason(kind: kind, subject: item.assignedBy.why.subject)
        item.assignedBy = AssignedBy(rules: item.assignedBy.rules, line: item.assignedBy.line, why: why)
      }),
    ItemField(
      "why_subject", { .text($0.assignedBy.why.subject) },
      { item, value in
        let why = AssignmentReason(kind: item.assignedBy.why.kind, subject: value.text ?? "")
        item.assignedBy = AssignedBy(rules: item.assignedBy.rules, line: item.assignedBy.line, why: why)
      }),
  ]

  private static let numbers = [
    ItemField("notices", { FieldValue($0.notices) }, { $0.notices = try $1.count() }),
    ItemField("revision", { FieldValue($0.revision) }, { $0.revision = try $1.count() }),
  ]
}

extension Item {
  /// An item of which only the key and the identity are known yet.
  init(key: EventKey, identity: EventIdentity, reading values: () -> FieldValue) throws {
    self.init(
      key: key, identity: identity, state: .open, onSite: false, risk: nil, matter: nil, duty: nil, community: nil,
      grid: nil, post: nil, group: nil, limit: nil, holder: .triage, rung: 0, receivedAt: Timestamp(seconds: 0),
      deadline: nil, provisional: false, nextDue: nil,
      assignedBy: AssignedBy(rules: .zero, line: nil, why: AssignmentReason(kind: .matter, subject: "")), notices: 0,
      revision: 0)
    for field in ItemField.all { try field.set(&self, values()) }
  }

  /// The digest of all that can change in an item; the identity is the record's, and covered there.
  func seal(with hasher: inout FieldHasher) -> Digest {
    hasher.add(key)
    for field in ItemField.all {
      let value = field.value(self)
      if let later = field.later { hasher.add(later: later, value) } else { hasher.add(value) }
    }
    return hasher.finish()
  }
}
