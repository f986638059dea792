package import GridCore
package import Words

/// What a report counts, in the order of its columns.
package enum ReportColumn: String, CaseIterable, Sendable {
  case received
  case onSite = "on_site"
  case triage, open, suspended, resolved, closed, void
  case onTime = "on_time"
  case late, overdue, returned, bounced, transferred, extended
  case suspendedOnce = "suspended_once"
  case rework, reopened, recurred, escalated, satisfied, dissatisfied
}

/// The figures of a number of items: a sum that can be added to.
package struct ReportFigures: Hashable, Sendable {
  private var counts = [Int](repeating: 0, count: ReportColumn.allCases.count)
  /// Closed, resolved, and open or suspended with rework: what the rework rate is of.
  package private(set) var reworkBase = 0
  /// Those of them with rework.
  package private(set) var reworked = 0
  /// Seconds that closed items took.
  private var handling: [Int32] = []

  package init() {}

  /// What was added up apart.
  init(counts: [Int], reworkBase: Int, reworked: Int, handling: [Int32]) {
    (self.counts, self.reworkBase, self.reworked, self.handling) = (counts, reworkBase, reworked, handling)
  }

  package subscript(_ column: ReportColumn) -> Int { counts[column.place] }

  /// Counts an item.
  package mutating func add(_ item: Item, at now: Timestamp) { add(ItemFigures(item), at: now) }

  /// Counts what an item gives.
  mutating func add(_ item: ItemFigures, at now: Timestamp) {
    var left = item.columns(at: now).bits
    while left != 0 {
      counts[left.trailingZeroBitCount] += 1
      left &= left - 1
    }
    if item.countsForRework { reworkBase += 1 }
    if item.isReworked { reworked += 1 }
    if let seconds = item.handling { handling.append(seconds) }
  }

  /// Adds what others have counted.
  mutating func add(_ other: ReportFigures) {
    for place in counts.indices { counts[place] += other.counts[place] }
    reworkBase += other.reworkBase
    reworked += other.reworked
    handling += other.handling
  }

  // MARK: Rates

  package var onSiteRate: Ratio? { Ratio(100 * self[.onSite], self[.received] - self[.void]) }
  package var voidRate: Ratio? { Ratio(100 * self[.void], self[.received]) }
  package var onTimeRate: Ratio? { Ratio(100 * self[.onTime], self[.onTime] + self[.late] + self[.overdue]) }
  package var closingRate: Ratio? {
    Ratio(100 * self[.closed], self[.received] - self[.onSite] - self[.void])
  }
  package var reworkRate: Ratio? { Ratio(100 * reworked, reworkBase) }

  /// 0.6 · on time + 0.3 · closing + 0.1 · (100 − rework), from exact rates; nil if one is.
  package var score: Ratio? {
    guard let onTimeRate, let closingRate, let reworkRate else { return nil }
    let hundred = Ratio(whole: 100)
    return onTimeRate.times(6, over: 10) + closingRate.times(3, over: 10) + (hundred - reworkRate).times(1, over: 10)
  }

  /// The nearest rank of the seconds that closed items took; nil where none is closed.
  package func handling(percentile: Int) -> Int64? {
    guard !handling.isEmpty else { return nil }
    let rank = (percentile * handling.count + 99) / 100
    return Int64(Self.element(ofRank: max(rank, 1) - 1, in: handling))
  }

  /// What would stand at a place if the numbers were sorted: a million need not be, for two of them.
  ///
  /// Hoare's selection (Algorithm 65, CACM 4:7, 1961), with the middle of three as pivot.
  private static func element(ofRank rank: Int, in numbers: [Int32]) -> Int32 {
    var numbers = numbers
    var (low, high) = (0, numbers.count - 1)
    while low < high {
      let pivot = [numbers[low], numbers[(low + high) / 2], numbers[high]].sorted()[1]
      var (left, right) = (low, high)
      while left <= right {
        while numbers[left] < pivot { left += 1 }
        while numbers[right] > pivot { right -= 1 }
        guard left <= right else { break }
        numbers.swapAt(left, right)
        (left, right) = (left + 1, right - 1)
      }
      if rank <= right {
        high = right
      } else if rank >= left {
        low = left
      } else {
        break
      }
    }
    return numbers[rank]
  }
}
