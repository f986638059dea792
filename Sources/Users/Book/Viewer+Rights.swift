package import GridCore

/// What somebody may do, as the daemon will decide again.
extension Viewer {
  /// Whether he may take a step on an item. People may always leave a note; a token stands nowhere unless it says where.
  package func mayTake(_ step: StepKind, on item: Item, under book: RuleBook) -> Bool {
    guard let at else { return isPerson && step == .note }
    return item.mayTake(step, at, under: book)
  }

  /// The steps that he may take on an item now, were nothing wrong with what they say.
  package func steps(on item: Item, at now: Timestamp, under book: RuleBook) -> [StepKind] {
    item.legalSteps(at: now, under: book).filter { mayTake($0, on: item, under: book) }
  }

  /// Whether he is shown integrity stations' leads: who has the right, and who comes to an open door, for he could ask the commands as well.
  package var seesLeads: Bool {
    may.contains(.integrity) || key == nil && source == nil && may.contains(.look)
  }

  /// Whether he is shown an item at all: a lead only if he sees leads, or has it, or it is of his post.
  package func sees(_ item: Item) -> Bool {
    guard item.identity.source == EventIdentity.integrity, !seesLeads else { return true }
    guard let at = at.map({ ByteText($0) }) else { return false }
    return ByteText(item.holder.text) == at || item.ownPost.map { ByteText($0.text) } == at
  }

  /// Whether he has a say in an item: more than a note. Only then he is told who reported it.
  package func hasSay(in item: Item, under book: RuleBook) -> Bool {
    StepKind.allCases.contains { $0 != .note && mayTake($0, on: item, under: book) }
  }
}
