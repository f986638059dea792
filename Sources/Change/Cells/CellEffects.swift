package import GridCore

/// What a matter says for itself in the old book and in the new one.
struct OwnNames: Hashable {
  var old: Int32
  var new: Int32
}

/// What cells are compared by.
enum Aspect: Int, CaseIterable {
  case post, group, limit
}

/// The posts, groups and limits that the lines of two books name, each by a number, so that functions of kinds can have them as values.
struct CellEffects {
  /// What an override sets, by numbers of names; nil where it leaves the matter's own.
  struct Effect: Hashable {
    var names: [Int32?]
  }

  /// What is equal: an id, or the length of a limit.
  private enum Measure: Hashable {
    case id(ByteText)
    case length(LimitLength)
  }

  private var ids = [Pool<ByteText>](repeating: Pool(), count: Aspect.allCases.count)
  private var measures = [Pool<Measure>](repeating: Pool(), count: Aspect.allCases.count)
  private var measureOf: [[Int32]] = [[], [], []]
  /// Number 0 changes nothing.
  private var effects = Pool<Effect>()
  /// For each book, the numbers of its overrides' effects.
  private(set) var ofOverrides: [[Int32]] = []
  /// For each book and aspect, the names that its matters say for themselves.
  private(set) var ofMatters: [[[Int32]]] = []

  init(_ books: [RuleBook]) {
    _ = effects.number(of: Effect(names: [nil, nil, nil]))
    for book in books {
      for post in book.posts { _ = number(of: post.id, .post) }
      for group in book.groups { _ = number(of: group.id, .group) }
    }
    for book in books {
      ofMatters.append([
        book.matters.map { number(of: $0.post, .post) }, book.matters.map { number(of: $0.group, .group) },
        book.matters.map { number(of: $0.limit) },
      ])
      ofOverrides.append(
        book.overrides.map { override in
          let names = [
            override.post.map { number(of: $0, .post) }, override.group.map { number(of: $0, .group) },
            override.limit.map { number(of: $0) },
          ]
          return effects.number(of: Effect(names: names))
        })
    }
  }

  private mutating func number(of id: String, _ aspect: Aspect) -> Int32 {
    number(of: ByteText(id), .id(ByteText(id)), aspect)
  }

  private mutating func number(of limit: TimeLimit) -> Int32 {
    number(of: ByteText(limit.text), .length(LimitLength(limit)), .limit)
  }

  private mutating func number(of id: ByteText, _ measure: Measure, _ aspect: Aspect) -> Int32 {
    let number = ids[aspect.rawValue].number(of: id)
    if Int(number) == measureOf[aspect.rawValue].count {
      measureOf[aspect.rawValue].append(measures[aspect.rawValue].number(of: measure))
    }
    return number
  }

  /// What a matter says for itself, by its indices in both books.
  func own(_ aspect: Aspect, _ old: Int, _ new: Int) -> OwnNames {
    OwnNames(old: ofMatters[0][aspect.rawValue][old], new: ofMatters[1][aspect.rawValue][new])
  }

  /// How many names an aspect has.
  func count(_ aspect: Aspect) -> Int { ids[aspect.rawValue].count }

  func name(_ number: Int32, _ aspect: Aspect) -> String { ids[aspect.rawValue][number].text }

  /// Whether two names are two things; limits of one length are not.
  func differ(_ left: Int32, _ right: Int32, _ aspect: Aspect) -> Bool {
    measureOf[aspect.rawValue][Int(left)] != measureOf[aspect.rawValue][Int(right)]
  }

  /// What the override, or the lack of one, says of an aspect; nil where it leaves the matter's own.
  func name(ofEffect effect: Int32, _ aspect: Aspect) -> Int32? { effects[effect].names[aspect.rawValue] }
}

/// How long a limit is: those that run day and night by their seconds, working time in its own unit.
package struct LimitLength: Hashable, Sendable {
  private let amount: Int64
  private let unit: TimeLimit.Unit

  /// The length of a limit; what runs day and night is told in seconds.
  package init(_ limit: TimeLimit) {
    if let seconds = limit.continuousSeconds {
      (amount, unit) = (seconds, .seconds)
    } else {
      (amount, unit) = (limit.amount, limit.unit)
    }
  }
}
