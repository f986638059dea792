import GridCore

/// What items are called on the axes of reports, each name and each set of names kept once: a million items share some thousand.
struct FigureNames {
  /// The axes that items have a name on; days are told from the receipt.
  static let axes: [ReportAxis] = [.community, .grid, .post, .group, .duty, .matter, .source]

  /// The place of each name on its axis, 0 for none; in the last place 1 of what the daemon itself reported.
  typealias Set = SIMD8<UInt32>

  private struct Axis {
    var all: [String?] = [nil]
    var places: [ByteText: UInt32] = [:]

    /// Looks without changing anything: what somebody else holds as well would be copied.
    func known(_ name: String?) -> UInt32? { name.map { places[ByteText($0)] } ?? 0 }

    mutating func add(_ name: String?) -> UInt32 {
      guard let name else { return 0 }
      let place = UInt32(all.count)
      places[ByteText(name)] = place
      all.append(name)
      return place
    }
  }

  private var names = [Axis](repeating: Axis(), count: FigureNames.axes.count)
  /// Every set there is.
  private(set) var sets: [Set] = []
  private var places: [Set: UInt32] = [:]

  /// The place of an item's names among `sets`.
  mutating func place(of item: Item, in calendar: WorkCalendar) -> UInt32 {
    var set = Set()
    for (index, axis) in Self.axes.enumerated() {
      let name = axis.key(of: item, in: calendar)
      set[index] = names[index].known(name) ?? names[index].add(name)
    }
    set[Self.axes.count] = item.facts.isOwn ? 1 : 0
    if let place = places[set] { return place }
    let place = UInt32(sets.count)
    places[set] = place
    sets.append(set)
    return place
  }

  /// Whether a set is of what the daemon itself reported.
  static func isOwn(_ set: Set) -> Bool { set[axes.count] == 1 }

  /// All names on the axis of this index, by their places.
  func all(onAxis index: Int) -> [String?] { names[index].all }
}
