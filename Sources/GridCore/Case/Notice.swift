/// A paper to be laid before an addressee, for one item at one rung.
package struct Notice: Hashable, Sendable {
  /// What it is laid down for.
  package enum Kind: String, Sendable, CaseIterable {
    /// Here is work.
    case task
    /// Something happened to what you have, had or are over.
    case told
    /// Somebody waits for your word.
    case ask
    /// Look whether it is done.
    case check
    /// Call whoever reported it.
    case visit
    /// You have it still.
    case reminder
  }

  package var item: EventKey
  /// 1 for the item's first notice.
  package var ordinal: Int
  package var kind: Kind
  package var rung: Int
  package var to: Addressee
  /// The moment of the next rung, as it stood when the notice was raised; nil at the top and in triage. Of a check or a visit: by when.
  /// Of a question: the item's own deadline.
  package var deadline: Timestamp?
  /// Whether that moment was counted over days without a published calendar.
  package var provisional: Bool
  /// Which of the change's entries it tells of, from 0.
  package var entry: Int

  package init(
    item: EventKey, ordinal: Int, kind: Kind = .task, rung: Int, to: Addressee, deadline: Timestamp? = nil,
    provisional: Bool = false, entry: Int = 0
  ) {
    self.item = item
    self.ordinal = ordinal
    self.kind = kind
    self.rung = rung
    self.to = to
    self.deadline = deadline
    self.provisional = provisional
    self.entry = entry
  }

  /// Letters and digits, the same for ever.
  package var id: String { item.text(before: ordinal == 1 ? "n1" : "n" + String(ordinal)) }
}
