/// Who looks before an item is closed.
package enum Checker: Hashable, Sendable {
  case none
  /// The functional group of the item.
  case group
  case office(String)
}

/// The `lifecycle:` of the rules: what a case may do and how long it may take, beside its limit.
///
/// The defaults are those of a file without the section: no clock of it runs.
package struct Lifecycle: Hashable, Sendable {
  /// By when a holder must have accepted; at twice that the item climbs.
  package var acceptWithin = ByUrgency<TimeLimit?>(nil)
  /// The share of the limit, in percent, after which the holder is reminded.
  package var remindAt = ByUrgency<Int?>(nil)
  package var check = Checker.none
  package var checkWithin = ByUrgency<TimeLimit?>(nil)
  /// By when a closed item of a source is owed a follow-up call; none where it is owed none.
  package var visit: [ByteText: ByUrgency<TimeLimit?>] = [:]
  /// The post that makes the calls.
  package var visitBy: String?
  /// Whether extensions and suspensions need the word of a rung above.
  package var approveAbove = false
  package var extensions = ByUrgency(2)
  package var suspensions = ByUrgency(1)
  /// This bounce, and every one after it, climbs one rung; 0: none does.
  package var bounces = ByUrgency(2)
  package var reopenings = ByUrgency(3)
  package var longestSuspension = ByUrgency(Lifecycle.year)
  package var recurrence = ByUrgency(Lifecycle.month)
  package var triageWithin = ByUrgency<TimeLimit?>(nil)

  private static let year = TimeLimit(days: 365)
  private static let month = TimeLimit(days: 30)

  package init() {}
}

extension RuleBook {
  /// Who checks an item of these facts: the matter says, else its duty, else the lifecycle.
  package func checker(of facts: Item.Facts) -> Checker {
    if let own = facts.matter.flatMap({ matter($0) })?.check { return own }
    if let duty = facts.duty, let index = duties.firstIndex(where: { $0.id == duty }), index < dutyChecks.count,
      let own = dutyChecks[index]
    {
      return own
    }
    return lifecycle.check
  }

  /// By when a closed item of this source and these facts is owed a follow-up call; nil where it is owed none.
  func visitLimit(ofSource source: String, for facts: Item.Facts) -> TimeLimit? {
    lifecycle.visit.isEmpty ? nil : lifecycle.visit[ByteText(source)]?[urgency(of: facts.matter)]
  }

  /// A setting as it holds for an item of these facts.
  func setting<Value>(_ key: KeyPath<Lifecycle, ByUrgency<Value>>, for facts: Item.Facts) -> Value {
    setting(lifecycle[keyPath: key], forMatter: facts.matter)
  }

  /// The same, where only the matter is known.
  package func setting<Value>(_ setting: ByUrgency<Value>, forMatter code: String?) -> Value {
    setting.values.isEmpty ? setting.fallback : setting[urgency(of: code)]
  }
}
