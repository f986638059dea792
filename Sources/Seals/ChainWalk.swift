package import GridCore

/// Follows a chain of hashes along its rows, and tells where a row is not the one that was linked.
///
/// Pure: it is given the rows in their order. After a row that differs it goes on from what is stored, so that one fault is told once.
package struct ChainWalk {
  /// Where a row is not the one that was linked.
  package enum Fault: Hashable, Sendable {
    case missing(Int64)
    case notAsWritten(Int64)
    /// Fewer rows are there than were linked.
    case cutOff(written: Int64, last: Int64)
    /// More rows are there than were linked.
    case beyond(written: Int64)
    /// The last row's link is not the head.
    case otherHead(last: Int64)
  }

  private var last: Int64
  private var chain: HashChain

  /// A walk that goes on after a row, from that row's link; without one it begins.
  package init(after last: Int64 = 0, head: Digest = .zero) {
    self.last = last
    chain = HashChain(head: head)
  }

  /// Takes the next row: its number, its stored link, and the fields that the link covers.
  package mutating func take(_ number: Int64, stored: Digest, _ fields: (inout FieldHasher) -> Void) -> [Fault] {
    var faults: [Fault] = []
    last += 1
    if number != last {
      faults.append(.missing(last))
      last = number
    }
    chain.link(fields)
    if stored != chain.head {
      faults.append(.notAsWritten(number))
      chain = HashChain(head: stored)
    }
    return faults
  }

  /// After the last row: whether so many were written, and the head is the last link.
  package func end(written: Int64, head: Digest) -> Fault? {
    if written > last { return .cutOff(written: written, last: last) }
    if written < last { return .beyond(written: written) }
    return head == chain.head ? nil : .otherHead(last: last)
  }
}
