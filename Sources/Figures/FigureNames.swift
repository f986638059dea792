import GridCore

/// What items are called on the axes of reports, each name and each set of names kept once: a million items share some thousand.
struct FigureNames: Sendable {
  /// The axes that items have a name on; days are told from the receipt.
  static let axes: [ReportAxis] = [.community, .grid, .post, .group, .duty, .matter, .source]

  /// What an item is called, as places.
  struct Set: Hashable {
    /// Of each name on its axis; 0 for none.
    var names = SIMD8<UInt32>()
    /// Of the grid post that its facts lead to; 0 for none.
    var post: UInt32 = 0
    /// Whether the daemon itself reported it.
    var isOwn = false
    /// Whether it is an integrity station's lead.
    var isLead = false
  }

  /// Things kept once, each in its place.
  private struct Places<Thing: Hashable & Sendable>: Sendable {
    private(set) var all: [Thing?] = [nil]
    private var places: [Thing: UInt32] = [:]

    /// Looks first without changing anything: what somebody else holds as well would be copied.
    func known(_ thing: Thing?) -> UInt32? {
      guard let thing else { return 0 }
      return places[thing]
    }

    mutating func add(_ thing: Thing?) -> UInt32 {
      guard let thing else { return 0 }
      let place = UInt32(all.count)
      places[thing] = place
      all.append(thing)
      return place
    }
  }

  private var names = [Places<ByteText>](repeating: Places(), count: FigureNames.axes.count)
  private var posts = Places<GridPost>()
  /// Every set there is.
  private(set) var sets: [Set] = []
  private var places: [Set: UInt32] = [:]

  /// The place of an item's names among `sets`.
  mutating func place(of item: Item, in calendar: WorkCalendar) -> UInt32 {
    var set = Set()
    for (index, axis) in Self.axes.enumerated() {
      let name = axis.key(of: item, in: calendar).map { ByteText($0) }
      set.names[index] = names[index].known(name) ?? names[index].add(name)
    }
    if case .post(let own)? = item.ownPost { set.post = posts.known(own) ?? posts.add(own) }
    set.isOwn = item.facts.isOwn
    set.isLead = item.identity.source == EventIdentity.integrity
    if let place = places[set] { return place }
    let place = UInt32(sets.count)
    places[set] = place
    sets.append(set)
    return place
  }

  /// All names on the axis of this index, by their places.
  func all(onAxis index: Int) -> [String?] { names[index].all.map { $0?.text } }

  /// Of each set whether it has a name on an axis, an empty text standing for none; of all where sets have no names on it.
  func sets(with text: String, on axis: ReportAxis) -> [Bool] {
    guard let index = Self.axes.firstIndex(of: axis) else { return sets.map { _ in true } }
    let place = text.isEmpty ? 0 : names[index].known(ByteText(text))
    return sets.map { $0.names[index] == place }
  }

  /// The grid post in a place.
  func post(at place: UInt32) -> GridPost? { posts.all[Int(place)] }
}
