package import GridCore

/// Notices that were laid before an addressee once, whatever a ledger's own rows say: what a restored ledger is told by the one
/// before, and by the outbox.
package struct LaidDownNotices: Sendable {
  /// One of them: an item's notice by its ordinal.
  package struct Paper: Hashable, Sendable {
    package let item: EventKey
    package let ordinal: Int64

    package var id: String { "\(item.itemID)n\(ordinal)" }

    /// Reads an id: the item's sixteen letters, an `n`, and the ordinal without leading zeros.
    package init?(id: String) {
      let units = Array(id.utf8)
      guard units.count > 17, units[16] == UInt8(ascii: "n"),
        let item = EventKey(itemID: String(decoding: units[..<16], as: UTF8.self)),
        let ordinal = Int64(String(decoding: units[17...], as: UTF8.self)), id == "\(item.itemID)n\(ordinal)"
      else { return nil }
      self.init(item: item, ordinal: ordinal)
    }

    package init(item: EventKey, ordinal: Int64) {
      self.item = item
      self.ordinal = ordinal
    }
  }

  package private(set) var papers: [String: Set<Paper>] = [:]

  package init() {}

  package var isEmpty: Bool { papers.isEmpty }
  package var count: Int { papers.values.reduce(0) { $0 + $1.count } }

  /// Takes down a paper that lay at an address; what is no notice's id is passed over.
  package mutating func insert(id: String, address: String) {
    if let paper = Paper(id: id) { insert(paper, at: address) }
  }

  /// Takes down a paper that lay at an address.
  package mutating func insert(_ paper: Paper, at address: String) {
    papers[address, default: []].insert(paper)
  }

  /// Takes down all that another one knows.
  package mutating func formUnion(_ other: LaidDownNotices) {
    papers.merge(other.papers) { $0.union($1) }
  }

  /// Whether this very notice lay before this very addressee; another addressee has not seen it.
  package func contains(_ notice: Notice) -> Bool {
    papers[notice.to.text]?.contains(Paper(item: notice.item, ordinal: Int64(notice.ordinal))) ?? false
  }

  /// Whether a paper of this id lay at this address.
  package func contains(id: String, address: String) -> Bool {
    Paper(id: id).map { papers[address]?.contains($0) ?? false } ?? false
  }
}
