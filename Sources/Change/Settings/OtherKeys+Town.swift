import GridCore

/// Rounds, visits and signals: what of them differs, wherever it stands in the file.
extension OtherKeys {
  mutating func addRounds(_ old: [RoundRule], _ new: [RoundRule]) {
    addNamed("rounds.", old, new, name: \.name) { one, other, keys, key in
      keys.add(key, one.definition != other.definition)
      keys.add(key + ".summary", one.summary.map { ByteText($0) } != other.summary.map { ByteText($0) })
    }
  }

  mutating func addVisits(_ old: VisitRules?, _ new: VisitRules?) {
    let inspections = { (rules: VisitRules?) in Set((rules?.inspections ?? []).map { ByteText($0) }) }
    add("visits.inspections", inspections(old) != inspections(new))
    add("visits.together", old.map { LimitLength($0.together) } != new.map { LimitLength($0.together) })
    add("visits.cap", old?.cap ?? [:] != new?.cap ?? [:])
  }

  mutating func addIntegrity(_ old: IntegrityRules?, _ new: IntegrityRules?) {
    add("integrity.matter", old.map { ByteText($0.matter) } != new.map { ByteText($0.matter) })
    add("integrity.limit", old.map { LimitLength($0.limit) } != new.map { LimitLength($0.limit) })
    add("integrity.to", old.map { ByteText($0.to) } != new.map { ByteText($0.to) })
    addNamed("integrity.signals.", old?.signals ?? [], new?.signals ?? [], name: \.name) { one, other, keys, key in
      keys.add(key, one.definition != other.definition)
    }
  }

  private mutating func addNamed<Rule>(
    _ section: String, _ old: [Rule], _ new: [Rule], name: KeyPath<Rule, String>,
    _ compare: (Rule, Rule, inout OtherKeys, String) -> Void
  ) {
    let roster = Roster(old.map { $0[keyPath: name] }, new.map { $0[keyPath: name] })
    for index in roster.gone { add(section + old[index][keyPath: name], true) }
    for index in roster.new { add(section + new[index][keyPath: name], true) }
    for (before, after) in roster.both {
      compare(old[before], new[after], &self, section + new[after][keyPath: name])
    }
  }
}
