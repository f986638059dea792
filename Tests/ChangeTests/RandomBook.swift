import Change
import GridCore

/// A small town with random overrides.
struct RandomBook {
  struct MatterLine {
    var code: String
    var duty: Int
    var post: String
    var group: String
    var limit: String
  }

  var matters: [MatterLine]
  /// By grid, the index of its community.
  var grids: [(id: String, community: Int)]
  var overrides: [Override]

  private static let posts = ["info", "patrol", "livelihood"]
  private static let groups = ["g0", "g1"]
  private static let limits = ["60m", "1h", "2h", "7wh", "1wd"]

  init(_ dice: inout SeededGenerator) {
    matters = (0..<6).filter { _ in Int.random(in: 0..<6, using: &dice) > 0 }.map { number in
      MatterLine(
        code: "M\(number)", duty: Int.random(in: 0..<2, using: &dice), post: Self.pick(Self.posts, &dice),
        group: Self.pick(Self.groups, &dice), limit: Self.pick(Self.limits, &dice))
    }
    grids = (0..<6).filter { _ in Int.random(in: 0..<8, using: &dice) > 0 }.map { number in
      ("c-\(number)", Int.random(in: 0..<6, using: &dice) == 0 ? Int.random(in: 0..<3, using: &dice) : number % 3)
    }
    overrides = []
    for _ in 0..<Int.random(in: 0...6, using: &dice) { overrides.append(override(&dice)) }
  }

  private static func pick(_ names: [String], _ dice: inout SeededGenerator) -> String {
    names[Int.random(in: 0..<names.count, using: &dice)]
  }

  private func override(_ dice: inout SeededGenerator) -> Override {
    var when = Override.Condition()
    for _ in 0..<Int.random(in: 0...3, using: &dice) {
      switch Int.random(in: 0..<7, using: &dice) {
      case 0: when.duty = Int.random(in: 0..<2, using: &dice)
      case 1: when.matter = matters.isEmpty ? nil : Int.random(in: 0..<matters.count, using: &dice)
      case 2: when.community = Int.random(in: 0..<3, using: &dice)
      case 3: when.grid = grids.isEmpty ? nil : Int.random(in: 0..<grids.count, using: &dice)
      case 4: when.risk = Risk.allCases[Int.random(in: 0..<2, using: &dice)]
      case 5: when.source = ByteText("s\(Int.random(in: 0..<3, using: &dice))")
      default:
        when.hours = .init(
          start: Int.random(in: 0..<8, using: &dice) * 10_800, end: Int.random(in: 0...8, using: &dice) * 10_800)
      }
    }
    let what = Int.random(in: 1..<8, using: &dice)
    return Override(
      name: nil, when: when, post: what & 1 == 0 ? nil : Self.pick(Self.posts, &dice),
      group: what & 2 == 0 ? nil : Self.pick(Self.groups, &dice),
      limit: what & 4 == 0 ? nil : TimeLimit(Self.pick(Self.limits, &dice)), line: 1)
  }

  /// The same with one to three edits.
  func edited(_ dice: inout SeededGenerator) -> RandomBook {
    var book = self
    for _ in 0..<Int.random(in: 1...3, using: &dice) {
      switch Int.random(in: 0..<5, using: &dice) {
      case 0 where !book.matters.isEmpty:
        let index = Int.random(in: 0..<book.matters.count, using: &dice)
        book.matters[index].post = Self.pick(Self.posts, &dice)
        book.matters[index].limit = Self.pick(Self.limits, &dice)
      case 1 where !book.matters.isEmpty:
        book.matters[Int.random(in: 0..<book.matters.count, using: &dice)].duty = Int.random(in: 0..<2, using: &dice)
      case 2 where !book.grids.isEmpty:
        let index = Int.random(in: 0..<book.grids.count, using: &dice)
        book.grids[index].community = Int.random(in: 0..<3, using: &dice)
      case 3 where !book.overrides.isEmpty:
        book.overrides.remove(at: Int.random(in: 0..<book.overrides.count, using: &dice))
      default:
        book.overrides.insert(override(&dice), at: Int.random(in: 0...book.overrides.count, using: &dice))
      }
    }
    return book
  }

  var book: RuleBook {
    RuleBook(
      digest: .zero, subdistrict: Named(id: "s", name: ""), offices: [],
      communities: (0..<3).map { Named(id: "c\($0)", name: "") },
      grids: grids.map { Grid(id: $0.id, name: "", community: $0.community) },
      posts: Self.posts.map { PostType(id: $0, name: "", hours: nil) },
      groups: Self.groups.map { Named(id: $0, name: "") },
      calendar: .dayAndNight, ladder: [], duties: [Named(id: "d0", name: ""), Named(id: "d1", name: "")],
      matters: matters.compactMap { line in
        TimeLimit(line.limit).map {
          Matter(
            code: line.code, name: line.code, duty: line.duty, post: line.post, group: line.group, limit: $0,
            urgency: .normal, keywords: [], line: 1)
        }
      }, overrides: overrides, intake: IntakeLimits())
  }
}
