import GridCore

/// What the rows of many items add up to, each counted in its place.
///
/// Plain numbers side by side, and no call for a row: a page of reports adds up a million of them.
struct FigureSums {
  /// The places behind those of the columns: how many count for the rework rate, and how many of those had rework.
  static var reworkBase: Int { 22 }
  static var reworked: Int { 23 }
  private static var width: Int { 24 }

  private var counts: [UInt32]
  /// Seconds that closed items took.
  private var handling: [[Int32]]

  /// - Parameters:
  ///   - now: the moment that lateness is asked for.
  ///   - place: where a row is counted, of `count` places; below 0: nowhere.
  @inline(__always)
  init(
    of rows: FigureRows, received moments: Range<Int64>, at now: Timestamp, count: Int,
    place: (FigureRows.Row) -> Int
  ) {
    var counts = [UInt32](repeating: 0, count: count * Self.width)
    var handling = [[Int32]](repeating: [], count: count)
    counts.withUnsafeMutableBufferPointer { counts in
      handling.withUnsafeMutableBufferPointer { handling in
        rows.forEach(received: moments) { row in
          let place = place(row)
          guard place >= 0 else { return }
          var left = row.figures.marks(at: now)
          while left != 0 {
            counts[place &* Self.width &+ left.trailingZeroBitCount] &+= 1
            left &= left &- 1
          }
          if let seconds = row.figures.handling { handling[place].append(seconds) }
        }
      }
    }
    (self.counts, self.handling) = (counts, handling)
  }

  /// Whether nothing was counted in a place.
  func isEmpty(at place: Int) -> Bool { counts[place * Self.width + ReportColumn.received.place] == 0 }

  /// What was counted in a place.
  subscript(place: Int) -> ReportFigures {
    let sums = counts[place * Self.width..<(place + 1) * Self.width].map { Int($0) }
    return ReportFigures(
      counts: Array(sums.prefix(Self.reworkBase)), reworkBase: sums[Self.reworkBase], reworked: sums[Self.reworked],
      handling: handling[place])
  }
}
