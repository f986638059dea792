import GridCore

/// The life of a case, written from the page alone and apart from the code: whole minutes, counted one by one.
struct CaseModel {
  struct Rules {
    var accept: Int?
    var remind: Int?
    var check = "none"
    var checkWithin: Int?
    var visitWithin: Int?
    var approve = false
    var extensions = 2, suspensions = 2, bounces = 2, reopenings = 2
    var rungs: [(to: String, after: Int, every: Int?, times: Int?, passes: Bool)] = []
  }
  struct Facts: Equatable {
    var matter: String, grid: String, post: String, group: String, minutes: Int, works: Bool
  }

  let rules: Rules
  var facts: Facts
  var state = "open", holder: String, rung = 0
  var accepted = false, away = false, climbed = false, late = false
  var start = 0, deadline: Int?, next: Int?
  var pauses: [(Int, Int)] = []
  var left = 0, stopped = 0, until = 0, resolver = ""
  var accept: Int?, climb: Int?, remind: Int?, reminded: Int?, again: Int?, times: Int?, every: Int?
  var checkDue: Int?, visitDue: Int?
  var request: (step: String, hours: Int?, until: Int?)?
  var counts: [String: Int] = [:]
  var notices: [String] = []
  var spells: [(from: Int, holder: String, why: String)] = []
  /// The moment of what happens, and when the last thing was recorded.
  var last: Int, recorded = 0
  /// When it was moved last: nothing that the move brings comes before it.
  var moved = 0

  // MARK: Counting, minute by minute

  private static let free = Set(Town.holidays2026)
  private static let made = Set(Town.makeUpDays2026)

  static func works(_ minute: Int, _ own: Bool) -> Bool {
    let local = minute + 480
    let (day, of) = (local / 1440, local % 1440)
    guard made.contains(day) || (!free.contains(day) && (day + 3) % 7 < 5) else { return false }
    return own ? of >= 480 && of < 1320 : (of >= 540 && of < 720) || (of >= 840 && of < 1080)
  }
  func due(_ from: Int, _ minutes: Int, _ works: Bool) -> Int {
    guard works else { return from + minutes }
    var (at, left) = (from, minutes)
    while left > 0 {
      if Self.works(at, facts.post == "patrol") { left -= 1 }
      at += 1
    }
    return at
  }
  func used(_ from: Int, _ to: Int) -> Int {
    guard from < to else { return 0 }
    guard facts.works else { return to - from }
    var sum = 0
    for minute in from..<to where Self.works(minute, facts.post == "patrol") { sum += 1 }
    return sum
  }
  var own: String { "heshuikou/\(facts.grid)/\(facts.post)" }
  var group: String { "heshuikou/group/\(facts.group)" }
  func address(_ rung: Int) -> String { rules.rungs[rung].to == "group" ? group : rules.rungs[rung].to }

  // MARK: Small deeds

  mutating func tell(_ kind: String, _ to: String) { notices.append("\(kind) \(to)") }
  mutating func count(_ name: String) { counts[name, default: 0] += 1 }
  mutating func spell(_ at: Int) {
    let why =
      switch state {
      case "open": accepted ? "working" : "waiting"
      case "resolved": "checking"
      case "suspended": "suspended"
      default: "ended"
      }
    let one = (at, why == "ended" ? "" : holder, why)
    if spells.last.map({ ($0.holder, $0.why) != (one.1, one.2) }) ?? true { spells.append(one) }
  }
  mutating func see(_ at: Int) {
    last = max(at, spells.last?.from ?? at, moved)
    if state == "open", let deadline, deadline < last { late = true }
  }
  mutating func hold(_ to: String) {
    holder = to
    if let moment = remind, moment <= last { (remind, reminded) = (nil, deadline) }
    if again != nil { dropRepeats(last) }
  }
  mutating func dropRepeats(_ by: Int) {
    while let moment = again, moment <= by {
      times = times.map { $0 - 1 }
      again = times == 0 ? nil : moment + (every ?? 1)
    }
  }
  mutating func task() {
    (accepted, accept, climb) = (false, rules.accept.map { last + $0 }, nil)
    if !climbed { climb = rules.accept.map { last + 2 * $0 } }
    tell("task", holder)
  }
  mutating func set(_ moment: Int) {
    (deadline, next, remind) = (moment, moment, nil)
    for above in 0..<rung {
      next = above + 1 < rules.rungs.count ? next.map { $0 + rules.rungs[above + 1].after } : nil
    }
    guard let share = rules.remind, reminded != moment else { return }
    let rest = facts.minutes * (100 - share) / 100
    // Backwards, until as much as the rest lies between; then over what does not count, to the first such moment.
    var (at, left) = (moment, rest)
    while at > last {
      let counts = !facts.works || Self.works(at - 1, facts.post == "patrol")
      if counts, left == 0 { break }
      if counts { left -= 1 }
      at -= 1
    }
    remind = max(at, last)
  }
  mutating func raise(_ from: Int) {
    rung += 1
    // Whoever stands there has it already: nobody is called.
    if address(rung - 1) == holder {
      (again, every, times) = (nil, nil, nil)
      next = rung < rules.rungs.count ? from + rules.rungs[rung].after : nil
      return
    }
    count("escalations")
    hold(address(rung - 1))
    next = rung < rules.rungs.count ? from + rules.rungs[rung].after : nil
    (every, times) = (rules.rungs[rung - 1].every, rules.rungs[rung - 1].times)
    again = every.map { last + $0 }
    task()
  }
  mutating func early() { if rung < rules.rungs.count { raise(next ?? last) } }
  mutating func stop() {
    left = deadline.map { used(last, $0) } ?? 0
    stopped = last
    (next, remind, accept, climb, again) = (nil, nil, nil, nil, nil)
  }
  mutating func go(_ more: Int, _ since: Int) {
    if since < last { pauses.append((since, last)) }
    state = "open"
    set(due(last, more, facts.works))
  }
  mutating func lapse() {
    guard let asked = request, asked.step != "appeal" else { return }
    request = nil
    tell("told", holder)
  }
}
