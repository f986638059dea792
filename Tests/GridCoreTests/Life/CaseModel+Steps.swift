import GridCore

extension CaseModel {
  /// What a clock may bring: its moment, its place among those of one moment, and whether it comes at the moment itself.
  private func clocks() -> [(at: Int, order: Int, sharp: Bool)] {
    var all: [(at: Int, order: Int, sharp: Bool)] = []
    let add = { (moment: Int?, order: Int, sharp: Bool) in moment.map { [($0, order, sharp)] } ?? [] }
    if state == "suspended" { all += add(until, 0, true) }
    if let request, request.step != "appeal" {
      if state == "open" { all += add(deadline, 1, false) }
      all += add(request.until, 1, true)
    }
    if state == "open" {
      all += add(accept, 2, false) + add(remind, 3, true) + add(again, 4, false)
      all += add(next, 8, false) + add(climb, 9, false)
    }
    if state == "resolved" { all += add(checkDue, 5, false) }
    if state == "closed" { all += add(visitDue, 6, false) }
    return all
  }

  var wake: Int? { clocks().map(\.at).min() }

  /// Brings what is due, all of it or only what is true before a step.
  mutating func press(_ now: Int, onlyFacts: Bool = false) {
    while true {
      var ripe = clocks().filter { $0.sharp ? $0.at <= now : $0.at < now }
      if onlyFacts { ripe = ripe.filter { $0.order < 2 } }
      // A repeat missed several times counts as the last of them before the item leaves.
      ripe = ripe.map { one in
        guard one.order == 4 else { return one }
        var (at, times) = (one.at, times)
        while at + (every ?? 1) < now, at + (every ?? 1) <= next.map({ min($0, climb ?? .max) }) ?? .max,
          times.map({ $0 > 1 }) ?? true
        {
          at += every ?? 1
          times = times.map { $0 - 1 }
        }
        return (at, 4, false)
      }
      guard let first = ripe.min(by: { ($0.at, $0.order) < ($1.at, $1.order) }) else { return }
      see(first.at)
      recorded = max(recorded, onlyFacts ? last : now)
      fire(first.order, first.at)
      spell(last)
    }
  }

  private mutating func fire(_ order: Int, _ moment: Int) {
    switch order {
    case 0:
      go(left, stopped)
      again = every == nil || times == 0 ? nil : last + (every ?? 0)
      tell("told", holder)
    case 1: lapse()
    case 2, 3, 4:
      if order == 2 { accept = nil }
      if order == 3 { (remind, reminded) = (nil, deadline) }
      if order == 4 { dropRepeats(moment) }
      count("reminders")
      tell("reminder", holder)
    case 5:
      checkDue = nil
      let place = (0..<rules.rungs.count).first { address($0) == holder } ?? 99
      tell("told", place + 1 < rules.rungs.count ? address(place + 1) : "subdistrict/leader")
    case 6:
      visitDue = nil
      tell("told", group)
    case 8:
      if rules.rungs[rung].passes, accepted, address(rung) != holder {
        rung += 1
        (again, every, times) = (nil, nil, nil)
        next = rung < rules.rungs.count ? moment + rules.rungs[rung].after : nil
        tell("told", address(rung - 1))
      } else {
        raise(moment)
      }
    default:
      (climb, climbed) = (nil, true)
      early()
    }
  }

  private mutating func take() {
    if !accepted { (accepted, accept, climb) = (true, nil, nil) }
  }

  /// Takes a step; false where the page forbids it.
  mutating func step(
    _ kind: String, at now: Int, to: String = "", found: Facts? = nil, hours: Int = 1, until end: Int = 0,
    outcome: String = ""
  ) -> Bool {
    var copy = self
    let now = max(now, recorded)
    copy.press(now, onlyFacts: true)
    copy.see(now)
    copy.recorded = now
    guard copy.perform(kind, to, found, hours, end, outcome) else { return false }
    copy.spell(copy.last)
    self = copy
    return true
  }

  private mutating func perform(
    _ kind: String, _ to: String, _ found: Facts?, _ hours: Int, _ end: Int, _ outcome: String
  ) -> Bool {
    let inTime = deadline.map { last <= $0 } ?? false
    switch (kind, state) {
    case ("note", _): return true
    case ("accept", "open"):
      if accepted { return false }
      take()
    case ("return", "open"): giveBack(found)
    case ("transfer", "open"):
      if to == holder { return false }
      let old = holder
      hold(to)
      count("transfers")
      away = to != own
      task()
      tell("told", old)
    case ("extend", "open"):
      if !inTime || counts["extensions", default: 0] >= rules.extensions { return false }
      if request != nil, rules.approve || request?.step != "appeal" { return false }
      take()
      if rules.approve { ask("extend", hours, nil) } else { extend(hours) }
    case ("suspend", "open"):
      if !inTime || counts["suspensions", default: 0] >= rules.suspensions || end <= last { return false }
      if request != nil, rules.approve || request?.step != "appeal" { return false }
      take()
      if rules.approve { ask("suspend", nil, end) } else { suspend(end) }
    case ("resume", "suspended"):
      go(left, stopped)
      again = every == nil || times == 0 ? nil : last + (every ?? 0)
    case ("approve", _), ("refuse", _): return answer(kind == "approve")
    case ("resolve", "open"): resolve()
    case ("check", "resolved"):
      if outcome == "pass" {
        lapse()
        holder = resolver
        close()
      } else {
        rework()
      }
    case ("check", "closed"):
      if outcome == "fail" {
        (climbed, visitDue) = (false, nil)
        rework()
      }
    case ("visit", "resolved"), ("visit", "closed"):
      if outcome == "pass" { visitDue = nil }
      if outcome == "fail" { reopen() }
    case ("reopen", "resolved"), ("reopen", "closed"): reopen()
    case ("appeal", "closed"):
      if !late || request != nil || counts["appealed"] != nil { return false }
      request = ("appeal", nil, nil)
      tell("ask", "subdistrict/leader")
    case ("void", "open"), ("void", "suspended"):
      lapse()
      stop()
      state = "void"
    default: return false
    }
    return true
  }

  private mutating func ask(_ step: String, _ hours: Int?, _ end: Int?) {
    request = (step, hours, end)
    let above = (rung..<rules.rungs.count).map(address).first { $0 != holder }
    tell("ask", above ?? address(rules.rungs.count - 1))
  }
  private mutating func extend(_ hours: Int) {
    count("extensions")
    guard let old = deadline else { return }
    if state == "open" { return set(old + hours * 60) }
    deadline = old + hours * 60
    left += used(old, old + hours * 60)
  }
  private mutating func suspend(_ end: Int) {
    count("suspensions")
    stop()
    (state, until) = ("suspended", end)
  }
  private mutating func answer(_ yes: Bool) -> Bool {
    guard let asked = request else { return false }
    if yes, asked.step == "suspend", state != "open" { return false }
    request = nil
    if asked.step == "appeal" {
      count("appealed")
      tell("told", own)
      return true
    }
    if yes, let hours = asked.hours { extend(hours) }
    if yes, let end = asked.until { suspend(end) }
    tell("told", holder)
    return true
  }
  private mutating func giveBack(_ found: Facts?) {
    count("returns")
    let found = found ?? facts
    if found.grid != facts.grid || found.post != facts.post || away {
      lapse()
      let old = holder
      moved = last
      facts = found
      (rung, away, again, every, times) = (0, false, nil, nil, nil)
      hold(own)
      var (from, left) = (start, facts.minutes)
      for (stop, go) in pauses where used(from, stop) < left {
        left -= used(from, stop)
        from = go
      }
      set(due(from, left, facts.works))
      task()
      if old != own { tell("told", old) }
    } else if found.matter != facts.matter {
      (facts.matter, facts.group) = (found.matter, found.group)
      tell("told", holder)
    } else {
      count("bounces")
      tell("told", holder)
      if rules.bounces > 0, counts["bounces", default: 0] >= rules.bounces { early() }
    }
  }
  private mutating func resolve() {
    var checker: String? = rules.check == "none" ? nil : rules.check == "group" ? group : rules.check
    if checker == holder {
      let place = (0..<rules.rungs.count).first { address($0) == holder } ?? 99
      checker = place + 1 < rules.rungs.count ? address(place + 1) : nil
    }
    guard let checker else {
      lapse()
      stop()
      return close()
    }
    stop()
    (resolver, state, holder) = (holder, "resolved", checker)
    checkDue = rules.checkWithin.map { last + $0 }
    tell("check", checker)
  }
  private mutating func close() {
    state = "closed"
    visitDue = rules.visitWithin.map { last + $0 }
    if visitDue != nil { tell("visit", "heshuikou/\(facts.grid)/livelihood") }
  }
  private mutating func home() {
    (rung, away, again, every, times) = (0, false, nil, nil, nil)
    state = "open"
    hold(own)
  }
  private mutating func rework() {
    count("checks_failed")
    let since = stopped
    home()
    go(max(left, (facts.minutes + 9) / 10), since)
    task()
  }
  private mutating func reopen() {
    lapse()
    count("reopenings")
    (climbed, visitDue, remind) = (false, nil, nil)
    home()
    (start, pauses) = (last, [])
    set(due(last, facts.minutes, facts.works))
    task()
    if rules.reopenings > 0, counts["reopenings", default: 0] >= rules.reopenings { early() }
  }
}
