internal import Words
internal import YAML

/// How much a rules file may hold: more than any town has, and so little that the worst file costs neither time nor memory.
package enum RuleBounds {
  /// Scalars, lists and mappings of the text.
  package static let values = YAMLParser.mostNodes
  /// Levels of lists and mappings within one another.
  package static let depth = YAMLParser.deepest
  /// Bytes of an id, and so of each folder below the outbox.
  package static let id = 64
  /// Bytes of a name.
  package static let name = 256
  package static let communities = 1000
  package static let gridsOfCommunity = 999
  package static let grids = 10_000
  package static let matters = 10_000
  package static let overrides = 1000
  /// Entries of a list of days.
  package static let days = 1000
  package static let examples = 5000
  /// Sources named in one section.
  package static let sources = 1000
  /// Codes of one field that a source may have of its own.
  package static let codes = 10_000
  /// The highest count that a setting of the lifecycle takes.
  package static let turns = 1000
  /// The highest count that a limit of the guard takes.
  package static let guarded = 1_000_000
  /// People that a post has in a grid.
  package static let staff = 0...999
  /// Hours that `utc_offset` may lie from UTC.
  package static let offset = 14
  package static let rounds = 1000
  package static let signals = 100
  /// Bytes of the name of a round or a signal, of which ids of reports are made.
  package static let cause = 60
  /// Bytes of what a round is about.
  package static let summary = 1024
  /// The highest count that a signal takes.
  package static let counted = 1_000_000
  /// Faults told at once.
  package static let faults = DiagnosticList.shown
}
