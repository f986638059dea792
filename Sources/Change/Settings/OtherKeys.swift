import GridCore

/// The dotted keys of all that differs between two books and is told neither by cells nor by ladder, calendar, matters and grids.
struct OtherKeys {
  private(set) var keys: [String] = []

  init(_ old: RuleBook, _ new: RuleBook) {
    add("subdistrict.id", old.subdistrict.id != new.subdistrict.id)
    add("subdistrict.name", old.subdistrict.name, new.subdistrict.name)
    addNamed("subdistrict.offices.", "", old.offices, new.offices)
    addPlaces(old, new)
    addNamed("posts.", ".name", old.posts.map(\.named), new.posts.map(\.named))
    for (before, after) in Roster(old.posts.map(\.id), new.posts.map(\.id)).both {
      add("posts.\(new.posts[after].id).staff", old.posts[before].staff != new.posts[after].staff)
    }
    addNamed("groups.", "", old.groups, new.groups)
    addLifecycle(old.lifecycle, new.lifecycle)
    addDuties(old, new)
    addIntake(old.intake, new.intake)
    addSources(old.sources, new.sources)
    add("guard", old.guard != new.guard)
    addRounds(old.rounds, new.rounds)
    addVisits(old.visits, new.visits)
    addIntegrity(old.integrity, new.integrity)
  }

  mutating func add(_ key: String, _ differs: Bool) {
    if differs { keys.append(key) }
  }

  /// Names are compared by their bytes.
  private mutating func add(_ key: String, _ old: String, _ new: String) {
    add(key, ByteText(old) != ByteText(new))
  }

  /// What is gone or new in a section, and what is called otherwise.
  private mutating func addNamed(_ section: String, _ name: String, _ old: [Named], _ new: [Named]) {
    let roster = Roster(old.map(\.id), new.map(\.id))
    for index in roster.gone { keys.append(section + old[index].id) }
    for index in roster.new { keys.append(section + new[index].id) }
    for (before, after) in roster.both { add(section + new[after].id + name, old[before].name, new[after].name) }
  }

  /// The names of communities and grids; those of one book only are told by their grids.
  private mutating func addPlaces(_ old: RuleBook, _ new: RuleBook) {
    for (before, after) in Roster(old.communities.map(\.id), new.communities.map(\.id)).both {
      add("communities.\(new.communities[after].id).name", old.communities[before].name, new.communities[after].name)
    }
    for (before, after) in Roster(old.grids.map(\.id), new.grids.map(\.id)).both {
      let community = new.communities[new.grids[after].community].id
      guard community == old.communities[old.grids[before].community].id else { continue }
      let key = "communities.\(community).grids.\(new.grids[after].id)"
      add(key, old.grids[before].name, new.grids[after].name)
      add(key + ".staff", old.grids[before].staff != new.grids[after].staff)
    }
  }

  private mutating func addDuties(_ old: RuleBook, _ new: RuleBook) {
    addNamed("duties.", ".name", old.duties, new.duties)
    for (before, after) in Roster(old.duties.map(\.id), new.duties.map(\.id)).both {
      add("duties.\(new.duties[after].id).check", old.checker(ofDuty: before) != new.checker(ofDuty: after))
    }
    for (before, after) in Roster(old.matters.map(\.code), new.matters.map(\.code)).both {
      let (one, other) = (old.matters[before], new.matters[after])
      let duty = new.duties[other.duty].id
      let key = "duties.\(duty).matters.\(other.code)"
      add(key, duty != old.duties[one.duty].id)
      add(key + ".urgency", one.urgency != other.urgency)
      add(key + ".keywords", one.keywords.map { ByteText($0) } != other.keywords.map { ByteText($0) })
      add(key + ".check", one.check != other.check)
      add(key + ".until", one.until != other.until)
    }
  }

  private mutating func addLifecycle(_ old: Lifecycle, _ new: Lifecycle) {
    let add = { (keys: inout OtherKeys, key: String, differs: Bool) in keys.add("lifecycle." + key, differs) }
    let spans: [(String, KeyPath<Lifecycle, ByUrgency<TimeLimit?>>)] = [
      ("accept_within", \.acceptWithin), ("check_within", \.checkWithin), ("triage_within", \.triageWithin),
    ]
    let lengths: [(String, KeyPath<Lifecycle, ByUrgency<TimeLimit>>)] = [
      ("longest_suspension", \.longestSuspension), ("recurrence", \.recurrence),
    ]
    let turns: [(String, KeyPath<Lifecycle, ByUrgency<Int>>)] = [
      ("extensions", \.extensions), ("suspensions", \.suspensions), ("bounces", \.bounces),
      ("reopenings", \.reopenings),
    ]
    for (key, path) in spans {
      add(&self, key, Self.differs(old[keyPath: path], new[keyPath: path]) { $0.map(LimitLength.init) })
    }
    add(&self, "remind_at", Self.differs(old.remindAt, new.remindAt) { $0 })
    add(&self, "check", old.check != new.check)
    add(&self, "visit", Self.visits(old) != Self.visits(new))
    add(&self, "visit_by", old.visitBy != new.visitBy)
    add(&self, "approve", old.approveAbove != new.approveAbove)
    for (key, path) in turns { add(&self, key, Self.differs(old[keyPath: path], new[keyPath: path]) { $0 }) }
    for (key, path) in lengths {
      add(&self, key, Self.differs(old[keyPath: path], new[keyPath: path], LimitLength.init))
    }
  }

  /// The values of a setting for each urgency; nil among these stands for those that are not named.
  private static func values<Value, Measure>(
    _ setting: ByUrgency<Value>, _ measure: (Value) -> Measure
  ) -> [Measure] {
    [measure(setting.fallback)] + Urgency.allCases.map { measure(setting[$0]) }
  }

  private static func differs<Value, Measure: Equatable>(
    _ old: ByUrgency<Value>, _ new: ByUrgency<Value>, _ measure: (Value) -> Measure
  ) -> Bool {
    values(old, measure) != values(new, measure)
  }

  /// The calls that are owed; a source that is owed none by all urgencies is as one that is not named.
  private static func visits(_ life: Lifecycle) -> [ByteText: [LimitLength?]] {
    life.visit.mapValues { values($0) { $0.map(LimitLength.init) } }.filter { !$1.allSatisfy { $0 == nil } }
  }

  private mutating func addIntake(_ old: IntakeLimits, _ new: IntakeLimits) {
    add("intake.settle", old.settle != new.settle)
    add("intake.patience", old.patience != new.patience)
    add("intake.step_wait", old.stepWait != new.stepWait)
    add("intake.max_file", old.maxFile != new.maxFile)
    add("intake.max_event", old.maxEvent != new.maxEvent)
    add("intake.max_depth", old.maxDepth != new.maxDepth)
  }

  private mutating func addSources(_ old: SourceGrants, _ new: SourceGrants) {
    let names = Set([old, new].flatMap { Array($0.may.keys) + Array($0.readings.keys) })
      .filter { old.may[$0] != new.may[$0] || old.readings[$0] != new.readings[$0] }
    keys += names.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { "sources.\($0)" }
    add("sources.\(SourceGrants.othersWord)", old.others != new.others)
  }
}

extension PostType {
  fileprivate var named: Named { Named(id: id, name: name) }
}

extension RuleBook {
  fileprivate func checker(ofDuty index: Int) -> Checker? {
    index < dutyChecks.count ? dutyChecks[index] : nil
  }
}
