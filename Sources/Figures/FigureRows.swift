import GridCore

/// What every item gives to reports, in the order of the items, on sheets of some thousand rows.
///
/// Nothing of it is moved or copied whole: a row that is put in touches one sheet, also while somebody else holds the rows as they were.
/// A row takes 32 bytes.
struct FigureRows {
  struct Row {
    /// Which item it is, for good; what came later has a higher one.
    let position: Int64
    /// When it was received, in seconds since 1970; from 1970 to 2106.
    let received: UInt32
    /// The place of its names in `FigureNames`.
    let names: UInt32
    let figures: ItemFigures
  }

  private struct Sheet {
    var rows: [Row] = []
    // Of all rows that it ever had.
    private(set) var first = UInt32.max
    private(set) var last = UInt32.min

    mutating func heed(_ received: UInt32) {
      first = min(first, received)
      last = max(last, received)
    }

    /// Whether a row may be of these moments.
    func mayHold(_ moments: Range<Int64>) -> Bool {
      Int64(last) >= moments.lowerBound && Int64(first) < moments.upperBound
    }
  }

  /// How many rows a sheet has at the most.
  private let most: Int
  private var sheets: [Sheet] = []

  init(rowsOfASheet most: Int) {
    self.most = most
  }

  var count: Int { sheets.reduce(0) { $0 + $1.rows.count } }

  /// Puts a row in, in the place of the one of the same position.
  mutating func put(_ row: Row) {
    guard let last = sheets.last?.rows.last, row.position <= last.position else { return append(row) }
    let sheet = sheets.firstPlace { ($0.rows.last?.position ?? .min) >= row.position }
    let place = sheets[sheet].rows.firstPlace { $0.position >= row.position }
    sheets[sheet].heed(row.received)
    if sheets[sheet].rows[place].position == row.position {
      sheets[sheet].rows[place] = row
    } else {
      sheets[sheet].rows.insert(row, at: place)
      if sheets[sheet].rows.count > most { halve(sheet) }
    }
  }

  private mutating func append(_ row: Row) {
    if sheets.last.map({ $0.rows.count >= most }) ?? true {
      var sheet = Sheet()
      sheet.rows.reserveCapacity(most)
      sheets.append(sheet)
    }
    sheets[sheets.count - 1].heed(row.received)
    sheets[sheets.count - 1].rows.append(row)
  }

  private mutating func halve(_ place: Int) {
    let rows = sheets[place].rows
    let halves = [rows.prefix(rows.count / 2), rows.dropFirst(rows.count / 2)].map { half in
      var sheet = Sheet()
      sheet.rows = Array(half)
      for row in half { sheet.heed(row.received) }
      return sheet
    }
    sheets.replaceSubrange(place...place, with: halves)
  }

  /// The rows of items received in these moments, in seconds since 1970, in the order of the items.
  @inline(__always)
  func forEach(received moments: Range<Int64>, _ body: (Row) -> Void) {
    for sheet in sheets where sheet.mayHold(moments) {
      sheet.rows.withUnsafeBufferPointer { rows in
        for row in rows where moments.contains(Int64(row.received)) { body(row) }
      }
    }
  }

  /// Between which of these moments there are rows, at the most; nil where there are none.
  func span(within moments: Range<Int64>) -> ClosedRange<Int64>? {
    let held = sheets.filter { $0.mayHold(moments) }
    guard let first = held.map(\.first).min(), let last = held.map(\.last).max(), !moments.isEmpty else { return nil }
    let (from, to) = (max(Int64(first), moments.lowerBound), min(Int64(last), moments.upperBound - 1))
    return from <= to ? from...to : nil
  }
}

extension Array {
  /// The first place from which on a condition holds, that holds from some place on to the end; the end where it never does.
  func firstPlace(where holds: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
