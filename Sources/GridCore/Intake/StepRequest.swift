/// A step somebody asks for: which items, what, who and why.
package struct StepRequest: Sendable {
  /// The most items that one event may name.
  package static let mostItems = 200

  package var kind: StepKind
  /// The ids of the items concerned, given or derived from a report's identity; a name twice counts once.
  package var items: [String]
  /// Whether they were given as a list: none of a list is held.
  package var isList = false
  package var by: String?
  /// The address of who asks for it; nil where nobody says, as of most who send.
  package var asker: String?
  /// The number of the last line of history that he saw; nil where he says none, and nobody asks.
  package var seen: Int64?
  package var note: String?
  package var to: String?
  package var until: Timestamp?
  package var byLimit: TimeLimit?
  package var outcome: String?
  package var satisfaction: Int?
  package var ground: String?
  package var grid: String?
  package var matter: String?

  package init(kind: StepKind, item: String) {
    self.kind = kind
    items = [item]
  }

  /// A step for a list of items, in the order they were named first.
  package init(kind: StepKind, items: [String]) {
    self.kind = kind
    var seen: Set<ByteText> = []
    self.items = items.filter { seen.insert(ByteText($0)).inserted }
    isList = true
  }

  /// The first item it names: the only one, unless it names a list.
  package var item: String { items.first ?? "" }
}
