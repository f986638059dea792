package import Figures
package import GridCore
internal import Ledger
package import Seals

/// A field of an item. One list of them says what a store keeps of an item, how it is read again, and what its seal covers: whoever adds
/// a field adds a line.
///
/// Fields of the first release come first, in their order, and are always sealed. A later one bears its number, and is sealed only where
/// it is not absent: so no seal of an item that does not have it changes. Nothing later is sealed of an item that an earlier release
/// wrote last: whatever a migration told of it beside, its seal is that of then.
package struct ItemField: Sendable {
  /// The column of the table.
  package let column: String
  let later: LaterField?
  /// Told by the others, and there only to be looked for: it is compared when it is read, and not sealed.
  let isDerived: Bool
  let value: @Sendable (Item) -> FieldValue
  let set: @Sendable (inout Item, FieldValue) throws -> Void

  init(
    _ column: String, later: LaterField? = nil, isDerived: Bool = false,
    _ value: @escaping @Sendable (Item) -> FieldValue,
    _ set: @escaping @Sendable (inout Item, FieldValue) throws -> Void = { _, _ in }
  ) {
    self.column = column
    self.later = later
    self.isDerived = isDerived
    self.value = value
    self.set = set
  }

  /// All but the key and the identity, which never change.
  package static let all: [ItemField] = standing + facts + clock + origin + numbers + later

  // Every item that is written or read asks for all of them: what that needs is worked out once, and no field is copied.
  fileprivate static let sealed = all.indices.filter { !all[$0].isDerived }.map { (place: $0, later: all[$0].later) }
  /// Where a reading looks.
  fileprivate static let places = (
    onSite: all.firstIndex { $0.column == "on_site" }, receipt: all.firstIndex { $0.column == "received_at" },
    life: all.firstIndex { $0.column == "life" }, holder: all.firstIndex { $0.column == "holder" }
  )

  /// The address of the item's holder, among what the fields hold.
  static func holder(_ values: [FieldValue]) -> String? { places.holder.flatMap { values[$0].text } }

  private static let standing = [
    ItemField(
      "state", { .text($0.state.kind.rawValue) },
      { item, value in
        let word = try value.word(.itemState, ItemState.init(rawValue:))
        item.state = Item.State(word, since: item.receivedAt, holder: item.holder)
      }),
    ItemField(
      "on_site", { FieldValue($0.onSite) },
      { item, value in
        guard value.isTrue, case .closed(var ending) = item.state else { return }
        ending.onSite = true
        item.state = .closed(ending)
      }),
  ]

  private static let facts = [
    ItemField(
      "risk", { FieldValue($0.facts.risk?.rawValue) },
      { $0.facts.risk = try $1.optionalWord(.risk, Risk.init(rawValue:)) }),
    ItemField("matter", { FieldValue($0.facts.matter) }, { $0.facts.matter = $1.text }),
    ItemField("duty", { FieldValue($0.facts.duty) }, { $0.facts.duty = $1.text }),
    ItemField("community", { FieldValue($0.facts.community) }, { $0.facts.community = $1.text }),
    ItemField("grid", { FieldValue($0.facts.grid) }, { $0.facts.grid = $1.text }),
    ItemField("post", { FieldValue($0.facts.post) }, { $0.facts.post = $1.text }),
    ItemField("grp", { FieldValue($0.facts.group) }, { $0.facts.group = $1.text }),
    ItemField(
      "time_limit", { FieldValue($0.facts.limit?.text) },
      { $0.facts.limit = try $1.optionalWord(.limit) { TimeLimit($0) } }),
  ]

  private static let clock = [
    ItemField("holder", { .text($0.holder.text) }, { $0.holder = try $1.word(.address, Addressee.init(text:)) }),
    ItemField("rung", { FieldValue($0.rung) }, { $0.rung = try $1.count() }),
    ItemField("received_at", { FieldValue($0.receivedAt) }, { $0.receivedAt = Timestamp(seconds: $1.number ?? 0) }),
    ItemField("deadline", { FieldValue($0.clock.deadline) }, { $0.clock.deadline = $1.moment }),
    ItemField("provisional", { FieldValue($0.clock.provisional) }, { $0.clock.provisional = $1.isTrue }),
    ItemField("next_due", { FieldValue($0.clock.nextRung) }, { $0.clock.nextRung = $1.moment }),
  ]

  /// Why it is where it is.
  private static let origin = [
    ItemField(
      "rules", { .rules($0.facts.assignedBy.rules) },
      { item, value in
        guard case .rules(let digest) = value else { throw LedgerError.corrupt(.length(.digest)) }
        item.facts.assignedBy = AssignedBy(
          rules: digest, line: item.facts.assignedBy.line, why: item.facts.assignedBy.why)
      }),
    ItemField(
      "rules_line", { $0.facts.assignedBy.line.map { FieldValue($0) } ?? .absent },
      { item, value in
        let line = value.number.map { Int(clamping: $0) }
        item.facts.assignedBy = AssignedBy(
          rules: item.facts.assignedBy.rules, line: line, why: item.facts.assignedBy.why)
      }),
    ItemField(
      "why", { .text($0.facts.assignedBy.why.kind.rawValue) },
      { item, value in
        let kind = try value.word(.reason, AssignmentReason.Kind.init(rawValue:))
        let why = AssignmentReason(kind: kind, subject: item.facts.assignedBy.why.subject)
        item.facts.assignedBy = AssignedBy(
          rules: item.facts.assignedBy.rules, line: item.facts.assignedBy.line, why: why)
      }),
    ItemField(
      "why_subject", { .text($0.facts.assignedBy.why.subject) },
      { item, value in
        let why = AssignmentReason(kind: item.facts.assignedBy.why.kind, subject: value.text ?? "")
        item.facts.assignedBy = AssignedBy(
          rules: item.facts.assignedBy.rules, line: item.facts.assignedBy.line, why: why)
      }),
  ]

  private static let numbers = [
    ItemField("notices", { FieldValue($0.memory.notices) }, { $0.memory.notices = try $1.count() }),
    ItemField("revision", { FieldValue($0.memory.revision) }, { $0.memory.revision = try $1.count() }),
  ]

  /// What the life of a case brought.
  private static let later = [
    ItemField("subject", later: .subject, { FieldValue($0.facts.subject) }, { $0.facts.subject = $1.text }),
    ItemField("place", later: .place, { FieldValue($0.facts.place) }, { $0.facts.place = $1.text }),
    ItemField(
      "life", later: .life, { .text(ItemLife.text(of: $0)) },
      { item, value in
        guard let text = value.text else { return }
        try SparseText.read(text, into: &item, ItemLife.fields)
      }),
    ItemField("wake", isDerived: true, { FieldValue($0.wake) }),
    ItemField("ended_at", isDerived: true, { FieldValue($0.state.end) }),
    ItemField("sheet", isDerived: true, { FieldValue($0.memory.sheet) }),
  ]
}

extension Item.State {
  /// A state of which only the word is known yet.
  fileprivate init(_ word: ItemState, since moment: Timestamp, holder: Addressee) {
    switch word {
    case .open: self = .open
    case .suspended: self = .suspended(.init(since: moment, until: moment, left: 0))
    case .resolved: self = .resolved(.init(since: moment, resolver: holder, left: nil, due: nil))
    case .closed: self = .closed(.init(at: moment, stopped: moment, left: nil))
    case .void: self = .void(at: moment)
    }
  }
}

/// An item as its row has it.
package struct ItemReading {
  package private(set) var item: Item
  /// Whether an earlier release wrote the row last: what it remembers of its life is in its history only.
  package private(set) var isEarlier = false
  /// Whether the columns that the others tell say the same.
  package private(set) var isConsistent = true

  /// - Parameter values: the fields in their order.
  package init(key: EventKey, identity: EventIdentity, reading values: () -> FieldValue) throws {
    let facts = Item.Facts(
      risk: nil, matter: nil, duty: nil, community: nil, grid: nil, post: nil, group: nil, limit: nil,
      assignedBy: AssignedBy(rules: .zero, line: nil, why: AssignmentReason(kind: .matter, subject: "")))
    let never = Timestamp(seconds: 0)
    var item = Item(
      key: key, identity: identity, receivedAt: never, facts: facts, holder: .triage,
      memory: Item.Memory(moment: never), state: .open)
    var onSite = FieldValue.absent
    let (fields, places) = (ItemField.all, ItemField.places)
    for place in fields.indices {
      let value = values()
      if place == places.onSite { onSite = value }
      if place == places.life { isEarlier = value == .absent }
      if fields[place].isDerived {
        // When an item of an earlier release ended is in its history only.
        if !(isEarlier && item.state.end != nil), value != fields[place].value(item) { isConsistent = false }
        continue
      }
      try fields[place].set(&item, value)
      if place == places.receipt { item.memory.begin(at: item.receivedAt) }
    }
    // Only what is closed can have been put right on the spot.
    if onSite != FieldValue(item.onSite) { isConsistent = false }
    self.item = item
  }

  /// The digest that stands for the item as whoever wrote it last made it.
  package func seal(with hasher: inout FieldHasher) -> Digest { item.seal(with: &hasher, isEarlier: isEarlier) }
}

extension Item.Memory {
  /// Most moments are the receipt's.
  fileprivate mutating func begin(at receipt: Timestamp) { (moment, last, since) = (receipt, receipt, receipt) }
}

extension Item {
  /// What each field holds, in the order of the list.
  var fieldValues: [FieldValue] {
    let fields = ItemField.all
    return fields.indices.map { fields[$0].value(self) }
  }

  /// The digest of all that can change in an item; the identity is the record's, and covered there.
  ///
  /// - Parameter isEarlier: as the releases before the life of a case made it.
  package func seal(with hasher: inout FieldHasher, isEarlier: Bool = false) -> Digest {
    seal(fieldValues, with: &hasher, isEarlier: isEarlier)
  }

  /// The same, where what the fields hold is known.
  func seal(_ values: [FieldValue], with hasher: inout FieldHasher, isEarlier: Bool = false) -> Digest {
    hasher.add(key)
    for (place, later) in ItemField.sealed {
      guard let later else {
        hasher.add(values[place])
        continue
      }
      if isEarlier { break }
      hasher.add(later: later, values[place])
    }
    return hasher.finish()
  }
}

extension EarlierItem {
  /// What a row says that an earlier release wrote last.
  package init(_ item: Item) {
    self.init(
      key: item.key, identity: item.identity, receivedAt: item.receivedAt, facts: item.facts, holder: item.holder,
      rung: item.rung, state: item.state.kind, onSite: item.onSite, deadline: item.clock.deadline,
      provisional: item.clock.provisional, nextRung: item.clock.nextRung, notices: item.memory.notices,
      revision: item.memory.revision)
  }
}
