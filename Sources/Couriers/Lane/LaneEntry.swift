/// A notice in a lane.
struct LaneEntry: Comparable, Sendable {
  let id: String
  let item: String
  let seq: Int64
  /// When it came into the lane.
  let arrived: Int64
  /// When it was tried first, and how long notices had waited for the rate by then.
  var first: Int64?
  var waitedBefore: Int64 = 0
  var tries = 0
  /// It may not go before.
  var nextAt = Int64.min
  /// It goes in no message with others: one of those was refused.
  var isAlone = false
  /// It waits because the receiver was out of reach.
  var isPaused = false

  static func < (left: LaneEntry, right: LaneEntry) -> Bool { (left.seq, left.id) < (right.seq, right.id) }
  static func == (left: LaneEntry, right: LaneEntry) -> Bool { left.seq == right.seq && left.id == right.id }
}

/// The first notices of all items, the one whose turn comes soonest on top; what is true no more is thrown away when it comes up.
struct HeadHeap: Sendable {
  struct Head: Sendable {
    let nextAt: Int64
    let seq: Int64
    let id: String
    let item: String

    func isBefore(_ other: Head) -> Bool { (nextAt, seq, id) < (other.nextAt, other.seq, other.id) }
  }

  private var list: [Head] = []

  var top: Head? { list.first }

  mutating func push(_ entry: LaneEntry) {
    list.append(Head(nextAt: entry.nextAt, seq: entry.seq, id: entry.id, item: entry.item))
    var place = list.count - 1
    while place > 0, list[place].isBefore(list[(place - 1) / 2]) {
      list.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  mutating func pop() {
    guard let last = list.popLast(), !list.isEmpty else { return }
    list[0] = last
    var place = 0
    while true {
      let children = [2 * place + 1, 2 * place + 2].filter { $0 < list.count }
      guard let least = children.min(by: { list[$0].isBefore(list[$1]) }), list[least].isBefore(list[place]) else {
        return
      }
      list.swapAt(place, least)
      place = least
    }
  }
}
