package import GridCore

/// What a change does to an item's place on its visit sheet, as far as the item itself tells it.
enum SheetMove: Hashable {
  /// It is on none.
  case none
  case stays(String)
  /// It has come to its own post: which sheet it joins, others decide.
  case joins

  init(_ change: ItemChange, after before: Item?, under book: RuleBook?) {
    let item = change.item
    guard item.state.end == nil, item.facts.subject != nil, item.gridPost != nil else {
      self = .none
      return
    }
    let living = before.flatMap { $0.state.end == nil ? $0 : nil }
    let isMoved = living?.ownPost != item.ownPost
    let had = isMoved ? nil : living?.memory.sheet
    if case .resolved = item.state {
      self = had.map { .stays($0) } ?? .none
      return
    }
    if item.state.kind == .suspended {
      // One that an order moves while its clock stands still comes to its new post all the same.
      let comes = isMoved && item.holder == item.ownPost && item.isInspection(under: book)
      self = had.map { .stays($0) } ?? (comes ? .joins : .none)
      return
    }
    guard item.holder == item.ownPost else {
      self = .none
      return
    }
    if let had, !change.reopens {
      self = .stays(had)
      return
    }
    let comes = isMoved || change.reopens || living?.holder != item.holder
    self = comes && item.isInspection(under: book) ? .joins : .none
  }
}

extension ItemChange {
  /// Whether somebody opened the item again, with a new clock.
  fileprivate var reopens: Bool {
    entries.contains { $0.what == .step(.reopen) || ($0.what == .step(.visit) && $0.outcome == .fail) }
  }

  /// Notes the local day on which an inspection was put right, on the line that tells of it.
  mutating func noteVisits(under book: RuleBook?) {
    guard let book, item.facts.subject != nil, item.isInspection(under: book) else { return }
    for index in entries.indices {
      let isPutRight = entries[index].what == .step(.resolve) || (entries[index].what == .report && item.onSite)
      if isPutRight { entries[index].visited = book.calendar.local(entries[index].at).day }
    }
  }
}

extension Item {
  /// The grid post its facts lead to; nil in triage, and where they lead to somebody else.
  package var gridPost: GridPost? {
    if facts.home == nil, case .post(let post)? = ownPost { post } else { nil }
  }

  /// Whether it is one of the inspections of the rules.
  package func isInspection(under book: RuleBook?) -> Bool {
    book?.visits?.isInspection(matter: facts.matter, duty: facts.duty) ?? false
  }

  /// The id of a sheet that begins with the item as it is now: no other change of any item has the same.
  var newSheetID: String { "\(id)s\(memory.revision)" }
}

extension ItemChange {
  /// Completes a change whose item's sheet was found among other items', which its own life does not tell: what was found is taken as
  /// found, where it can be so.
  ///
  /// - Parameters:
  ///   - book: nil where the change does not name it, for it cannot have brought the item anywhere.
  ///   - entries: the change's lines as they were stored.
  package mutating func complete(after before: Item?, under book: RuleBook?, asFoundIn entries: [HistoryEntry]) {
    noteVisits(under: book)
    let found = entries.compactMap(\.sheet)
    switch SheetMove(self, after: before, under: book) {
    case .none: item.memory.sheet = nil
    case .stays(let sheet): item.memory.sheet = sheet
    case .joins: item.memory.sheet = found.last.flatMap { Self.isSheetID($0.sheet) ? $0.sheet : nil } ?? item.newSheetID
    }
    guard let sheet = item.memory.sheet else { return }
    for index in Set(notices.map(\.entry)) where self.entries.indices.contains(index) {
      let told = entries.indices.contains(index) ? entries[index].sheet : nil
      let fits = told.map { $0.sheet == sheet && $0.items.contains(item.key) && $0.items.count <= SheetKeeper.mostTold }
      self.entries[index].sheet = fits == true ? told : SheetNote(sheet: sheet, items: [item.key])
    }
  }

  private static func isSheetID(_ text: String) -> Bool {
    let (head, tail) = (text.utf8.prefix(16), text.utf8.dropFirst(16))
    return EventKey(itemID: String(Substring(head))) != nil && tail.first == UInt8(ascii: "s")
      && Int(Substring(tail.dropFirst())) != nil
  }
}
