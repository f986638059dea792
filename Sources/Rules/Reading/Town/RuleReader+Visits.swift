internal import Advice
internal import Formats
import GridCore
internal import Schema
internal import Words
internal import YAML

/// What makes one visit.
extension RuleReader {
  /// The inspections and their caps; nil where the file has no such section, or it cannot be read.
  mutating func readVisitRules(_ file: Fields) -> VisitRules? {
    let keys = RulesSchema.visits.keys
    guard let place = file["visits"],
      let parts = fields(
        of: place, "what makes one visit, {\(keys.joined(separator: ", "))}", "综合查一次 {\(keys.joined(separator: ", "))}",
        keys: keys)
    else { return nil }
    let inspections = need(
      "inspections", of: parts, "which matters are inspections: ids of duties, codes of matters", "哪些事项算检查：职责短名、事项编号"
    ).map { readInspections($0) }
    let together = need(
      "together", of: parts, "how far apart deadlines of one visit lie, such as 3wd", "期限相差多久之内合成一次，如 3wd"
    ).flatMap { limit($0) }
    if let together, let openHours, let spot = parts["together"]?.spot {
      checkLength(together, in: openHours, of: nil, at: spot)
    }
    var cap: [Colour: Int] = [:]
    if let place = parts["cap"],
      let colours = fields(
        of: place, "visits a year by colour, {red: 12, …}", "每年次数上限 {red: 12, …}", keys: Colour.allCases.map(\.rawValue)
      )
    {
      for colour in Colour.allCases {
        if let own = colours[colour.rawValue] { cap[colour] = number(own, 0...RuleBounds.turns) }
      }
    }
    guard let inspections, let together else { return nil }
    return VisitRules(duties: inspections.duties, matters: inspections.matters, together: together, cap: cap)
  }

  private mutating func readInspections(_ place: Place) -> (duties: [String], matters: [String]) {
    var found: (duties: [String], matters: [String]) = ([], [])
    let items = items(of: place, "a list of duties and matters", "职责和事项的列表") ?? []
    if items.isEmpty, case .sequence = place.node.content {
      emptyValue(place, wanted: both("a list of duties and matters", "职责和事项的列表"))
    }
    for item in items {
      guard let text = text(item, "the id of a duty, or the code of a matter", "职责短名，或事项编号") else { continue }
      if duties[text] != nil { found.duties.append(text) }
      if matters[text] != nil { found.matters.append(text) }
      guard duties[text] == nil, matters[text] == nil, areDutiesWhole, duties.isWhole, matters.isWhole else { continue }
      let near = Suggestions.nearest(to: text, among: duties.named + matters.named)
      fault(
        .unknownMatter, item.spot,
        both(
          "\(quoted(text)) is neither the id of a duty nor the code of a matter", "\(quoted(text)) 既不是职责的短名，也不是事项的编号"),
        help: near.map { both("did you mean “\($0)”?", "是不是想写“\($0)”？") }
          ?? both("name a duty or a matter of section “duties”", "请写“duties”一节里的职责或事项"))
    }
    return found
  }
}
