/// Who may take which step: what is plainly another's is left to him.
extension Item {
  /// Whether who stands at an address, for all of a community, or at `*` for all there is may take a step.
  package func mayTake(_ step: StepKind, _ who: String, under book: RuleBook) -> Bool {
    if step == .note || who == "*" { return true }
    // A community has what is in its grids, and nobody has what is in triage.
    if holder == .triage { return who == holder.text }
    if who == facts.community { return true }
    let stands = { (at: Addressee?) in at.map { who == $0.text || who == $0.community } ?? false }
    // Nobody answers for himself what was laid before another, or checks what another is to check.
    if let request = memory.request, step == .approve || step == .refuse {
      return stands(request.asked ?? book.answerer(of: self))
    }
    if stands(holder) { return true }
    if step == .check, state.kind == .resolved { return false }
    if step == .visit, memory.visit != nil, stands(visitor(under: book)) { return true }
    return stands(ownPost) && step != .transfer && step != .void && (step != .extend || rung == 0)
  }

  /// Who makes its follow-up call; nil where nobody does.
  func visitor(under book: RuleBook) -> Addressee? {
    guard let post = book.lifecycle.visitBy, let community = facts.community, let grid = facts.grid else { return nil }
    return .post(GridPost(community: community, grid: grid, post: post))
  }
}

extension Addressee {
  /// The community it stands in; nil of offices and triage.
  package var community: String? {
    if case .group(let community, _) = self { community } else { place?.community }
  }
}
