package import GridCore

/// Puts inspections of one subject that are due about the same time on one visit sheet (综合查一次): the only place that says which item
/// is on which sheet.
///
/// An inspection joins a sheet when it comes to its own post, and leaves it when it is no longer with it. Later changes of deadlines move
/// nothing. Knows the items on sheets of the subjects it is asked about, and keeps in mind what it has decided itself.
package struct SheetKeeper: SheetKeeping {
  /// The most items that a notice lists.
  package static let mostTold = 200

  /// An item's place on its sheet, in the order of deadlines.
  private struct Slot: Comparable {
    let deadline: Timestamp
    let item: EventKey

    static func < (one: Slot, other: Slot) -> Bool {
      one.deadline != other.deadline ? one.deadline < other.deadline : one.item.itemID < other.item.itemID
    }
  }

  private struct Sheet {
    let id: String
    let post: GridPost
    /// The open ones, by deadline.
    var listed: [Slot] = []
  }

  private let book: RuleBook
  private var sheets: [ByteText: [Sheet]] = [:]
  private var places: [EventKey: (subject: ByteText, sheet: String, slot: Slot)] = [:]

  /// - Parameter items: those on sheets of the subjects whose items change.
  package init(_ book: RuleBook, knowing items: some Sequence<Item> = []) {
    self.book = book
    for item in items { list(item) }
  }

  /// A keeper, where there is anything to keep.
  ///
  /// - Parameter items: those on sheets of the subjects whose items change.
  package static func `where`(_ book: RuleBook, knows items: [Item]) -> SheetKeeper? {
    book.visits == nil && items.isEmpty ? nil : SheetKeeper(book, knowing: items)
  }

  // MARK: Completing

  /// Says on which sheet a change leaves its item, and keeps it in mind.
  package mutating func complete(_ change: inout ItemChange, after before: Item?) {
    change.noteVisits(under: book)
    let item = change.item
    unlist(item.key)
    switch SheetMove(change, after: before, under: book) {
    case .none: change.item.memory.sheet = nil
    case .stays(let sheet): change.item.memory.sheet = sheet
    case .joins: change.item.memory.sheet = sheetToJoin(item)?.id ?? item.newSheetID
    }
    list(change.item)
    guard let sheet = change.item.memory.sheet else { return }
    let note = SheetNote(sheet: sheet, items: told(on: sheet, with: item))
    for index in Set(change.notices.map(\.entry)) where change.entries.indices.contains(index) {
      change.entries[index].sheet = note
    }
  }

  /// The open sheet that an item belongs on: the earliest due of those near enough.
  private func sheetToJoin(_ item: Item) -> Sheet? {
    guard let subject = item.facts.subject, let post = item.gridPost, let own = item.clock.deadline else { return nil }
    let near = (sheets[ByteText(subject)] ?? []).filter { sheet in
      sheet.post == post && sheet.listed.first.map { book.areTogether($0.deadline, own) } == true
    }
    return near.min { one, other in
      let (left, right) = (one.listed[0].deadline, other.listed[0].deadline)
      return left != right ? left < right : one.id.utf8.lexicographicallyPrecedes(other.id.utf8)
    }
  }

  /// Who is on a sheet by deadline, the item itself always.
  private func told(on sheet: String, with item: Item) -> [EventKey] {
    let subject = ByteText(item.facts.subject ?? "")
    let listed = sheets[subject]?.first { $0.id == sheet }?.listed ?? []
    let first = listed.prefix(Self.mostTold).map(\.item)
    return first.contains(item.key) ? first : first.dropLast(first.count == Self.mostTold ? 1 : 0) + [item.key]
  }

  // MARK: Keeping in mind

  private mutating func list(_ item: Item) {
    guard let sheet = item.memory.sheet, item.state == .open, let subject = item.facts.subject.map({ ByteText($0) }),
      let post = item.gridPost, let deadline = item.clock.deadline
    else { return }
    let slot = Slot(deadline: deadline, item: item.key)
    var all = sheets[subject] ?? []
    // Taken out while it is changed, or all of it would be copied.
    sheets[subject] = nil
    let index = all.firstIndex { $0.id == sheet } ?? all.count
    if index == all.count { all.append(Sheet(id: sheet, post: post)) }
    all[index].listed.insert(slot, at: all[index].listed.place(of: slot))
    sheets[subject] = all
    places[item.key] = (subject, sheet, slot)
  }

  private mutating func unlist(_ item: EventKey) {
    guard let place = places.removeValue(forKey: item), var all = sheets.removeValue(forKey: place.subject) else {
      return
    }
    if let index = all.firstIndex(where: { $0.id == place.sheet }) {
      let slot = all[index].listed.place(of: place.slot)
      if slot < all[index].listed.count, all[index].listed[slot] == place.slot { all[index].listed.remove(at: slot) }
    }
    sheets[place.subject] = all
  }
}

extension Array where Element: Comparable {
  /// Where an element stands, or would, in an array that is in order.
  fileprivate func place(of element: Element) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension RuleBook {
  /// Whether two deadlines are near enough for one visit, counted from the earlier of the two.
  func areTogether(_ one: Timestamp, _ other: Timestamp) -> Bool {
    guard let visits else { return false }
    return calendar.due(from: min(one, other), limit: visits.together).moment >= max(one, other)
  }
}
