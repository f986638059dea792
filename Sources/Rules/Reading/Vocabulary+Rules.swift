internal import Advice
internal import GridCore
internal import Schema
internal import Words
internal import YAML

extension Vocabulary {
  /// The names that a rules file is written with.
  static let rules = Vocabulary(
    file: both("a rules file", "规则文件"), sections: Set(RuleReader.sections), last: "end",
    keys: Set([
      "id", "name", "offices", "grids", "hours", "utc_offset", "holidays", "make_up_days", "known_until", "to", "after",
      "post", "group", "deadline", "urgency", "matters", "keywords", "when", "duty", "matter", "community", "grid",
      "risk", "source", "at", "expect", "settle", "patience", "step_wait", "max_file", "max_event", "max_depth",
      "repeat", "times", "unless_accepted", "until", "may", SourceGrants.othersWord,
    ]).union(RuleReader.lifecycleKeys).union(RuleReader.urgencyKeys).union(RuleReader.guardKeys).union(
      RulesSchema.grant.keys + RulesSchema.round.keys + RulesSchema.visits.keys + RulesSchema.integrity.keys
        + RulesSchema.signalKeys),
    listKeys: [
      "hours", "holidays", "make_up_days", "keywords", "ladder", "may", "overrides", "examples", "rounds",
      "inspections",
      "signals",
    ],
    otherNames: Suggestions.otherNamesOfKeys)
}
