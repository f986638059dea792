import Change
import GridCore

/// Tries every kind of every cell.
struct CellOracle {
  struct Place: Hashable {
    let community: String
    let grid: String
  }
  struct Kind: Hashable {
    let risk: Risk?
    let source: String?
    let second: Int
  }
  struct Told: Hashable {
    let matter: String
    let place: Place
    let kind: Kind
  }
  struct Move: Hashable {
    let duty: String
    let from: String
    let to: String
  }

  private(set) var total = 0
  private(set) var moved = 0
  private(set) var changed = 0
  private(set) var gone = 0
  private(set) var new = 0
  private(set) var emptied: Set<String> = []
  private var places: [Place] = []
  private var kinds: [Kind] = []
  /// By aspect.
  private var moves: [[Told: Move]] = [[:], [:], [:]]

  init(_ old: RuleBook, _ new: RuleBook) {
    kinds = Self.kinds(old, new)
    let cells = [old, new].map(Self.cells)
    total = cells[0].count
    gone = cells[0].subtracting(cells[1]).count
    self.new = cells[1].subtracting(cells[0]).count
    var posts: [Set<String>] = [[], []]
    for (number, book) in [old, new].enumerated() {
      for cell in cells[number] {
        for kind in kinds { posts[number].insert(Self.route(book, cell, kind)[0]) }
      }
    }
    emptied = posts[0].subtracting(posts[1])
    places = Set(cells[0].intersection(cells[1]).map(\.place)).sorted { $0.grid < $1.grid }
    for cell in cells[0].intersection(cells[1]) {
      var differs = [false, false, false]
      let duty = new.matter(cell.matter).map { new.duties[$0.duty].id } ?? ""
      for kind in kinds {
        let (before, after) = (Self.route(old, cell, kind), Self.route(new, cell, kind))
        for aspect in 0..<3 {
          let isOther =
            aspect == 2 ? Self.length(before[2]) != Self.length(after[2]) : before[aspect] != after[aspect]
          guard isOther else { continue }
          differs[aspect] = true
          moves[aspect][Told(matter: cell.matter, place: cell.place, kind: kind)] = Move(
            duty: duty, from: before[aspect], to: after[aspect])
        }
      }
      moved += differs[0] ? 1 : 0
      changed += differs.contains(true) ? 1 : 0
    }
  }

  private struct Cell: Hashable {
    let matter: String
    let place: Place
  }

  private static func cells(_ book: RuleBook) -> Set<Cell> {
    Set(
      book.matters.flatMap { matter in
        book.grids.map {
          Cell(matter: matter.code, place: Place(community: book.communities[$0.community].id, grid: $0.id))
        }
      })
  }

  private static func kinds(_ old: RuleBook, _ new: RuleBook) -> [Kind] {
    let conditions = (old.overrides + new.overrides).map(\.when)
    let risks = [nil] + Risk.allCases.filter { risk in conditions.contains { $0.risk == risk } }.map { $0 }
    let sources = [nil] + Set(conditions.compactMap { $0.source?.text }).sorted().map { $0 }
    let bounds = Set([0] + conditions.compactMap(\.hours).flatMap { [$0.start, $0.end] }).filter { $0 < 86_400 }
    return risks.flatMap { risk in
      sources.flatMap { source in bounds.sorted().map { Kind(risk: risk, source: source, second: $0) } }
    }
  }

  private static func route(_ book: RuleBook, _ cell: Cell, _ kind: Kind) -> [String] {
    let answer = book.assign(
      Report(matter: cell.matter, community: cell.place.community, grid: cell.place.grid, risk: kind.risk),
      source: kind.source ?? "nobody", received: Timestamp(seconds: Int64(kind.second)))
    guard case .post(let post) = answer.to else { return ["", "", ""] }
    return [post.post, answer.group ?? "", answer.limit?.text ?? ""]
  }

  private static func length(_ limit: String) -> String { limit == "60m" ? "1h" : limit }

  // MARK: Lines

  /// What is wrong with lines: a kind of a cell that is told twice, not at all, or though it does not move so; or lines that should be one.
  func fault(in lines: [RuleChange.Line], _ aspect: Int) -> String? {
    var told: [Told: Move] = [:]
    for line in lines {
      let places = self.places.filter { place in
        line.grids?.contains(place.grid) ?? line.communities?.contains(place.community) ?? true
      }
      if line.grids != nil, line.communities != nil { return "both communities and grids" }
      if places.count * line.matters.count != line.cells { return "cells of \(line)" }
      let kinds = self.kinds.filter { Self.contains(line.when, $0) }
      if kinds.isEmpty { return "no kind of \(line)" }
      if let flaw = flaw(of: line, places) { return flaw }
      for matter in line.matters {
        for place in places {
          for kind in kinds {
            let move = Move(duty: line.duty, from: line.from, to: line.to)
            if told.updateValue(move, forKey: Told(matter: matter, place: place, kind: kind)) != nil {
              return "\(matter) \(place) \(kind) is told twice"
            }
          }
        }
      }
    }
    if told != moves[aspect] { return "told \(told.count), moving \(moves[aspect].count)" }
    return faultOfNumber(of: lines, aspect)
  }

  private static func contains(_ product: KindProduct?, _ kind: Kind) -> Bool {
    guard let product else { return true }
    return (product.risks?.contains { $0 == kind.risk } ?? true)
      && (product.sources?.contains { $0?.text == kind.source } ?? true)
      && (product.hours?.contains { $0.contains(kind.second) } ?? true)
  }

  // Whole communities must be named as such, and all of what there is by nothing.
  private func flaw(of line: RuleChange.Line, _ places: [Place]) -> String? {
    let named = line.grids != nil || line.communities != nil
    if named, places.count == self.places.count { return "all places are named in \(line)" }
    let communities = Dictionary(grouping: places, by: \.community)
    let areWhole = communities.allSatisfy { id, own in own.count == self.places.count { $0.community == id } }
    return line.grids != nil && areWhole ? "whole communities by grids in \(line)" : nil
  }

  // As many lines as there are duties, names, sets of kinds and sets of places; where the kinds are no product, more.
  private func faultOfNumber(of lines: [RuleChange.Line], _ aspect: Int) -> String? {
    struct Key: Hashable {
      let move: Move
      let kinds: Set<Kind>
    }
    var kinds: [String: [Place: [Move: Set<Kind>]]] = [:]
    for (told, move) in moves[aspect] {
      kinds[told.matter, default: [:]][told.place, default: [:]][move, default: []].insert(told.kind)
    }
    var places: [Key: [String: Set<Place>]] = [:]
    for (matter, own) in kinds {
      for (place, moves) in own {
        for (move, set) in moves {
          places[Key(move: move, kinds: set), default: [:]][matter, default: []].insert(place)
        }
      }
    }
    var least = 0
    var areProducts = true
    for (key, matters) in places {
      least += Set(matters.values).count
      let product =
        Set(key.kinds.map(\.risk)).count * Set(key.kinds.map(\.source)).count * Set(key.kinds.map(\.second)).count
      areProducts = areProducts && product == key.kinds.count
    }
    if lines.count < least || (areProducts && lines.count > least) {
      return "\(lines.count) lines where \(least) would do"
    }
    return nil
  }
}
