internal import Formats
import GridCore

/// A form that texts of the file have, by its name among the definitions of the schema.
///
/// Each takes whatever the reader takes; what is counted in bytes, or looked up elsewhere in the file, is left to the reader.
package enum SchemaForm: String, Sendable, CaseIterable {
  case id, placeID, name, source, otherSource
  case limit, span, spanOrNone, share, wait
  case clockSpan, day, days, offset, moment
  case rungTarget, address
  case postID, cause, clock, postTarget, officeTarget, percent

  /// The pattern of the text (ECMA-262, as JSON Schema has it).
  var pattern: String? {
    let id = "[A-Za-z0-9][A-Za-z0-9_-]{0,\(RuleBounds.id - 1)}"
    let clock = "([01][0-9]|2[0-3]):[0-5][0-9]"
    let day = "(20[0-9]{2}|2100)-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    let limit = TimeLimit.pattern
    let span = "[1-9][0-9]{0,8}(s|m|h|d|wh|wd)"
    return switch self {
    case .id, .placeID, .postID: "^\(id)$"
    case .name: #"^\S(.*\S)?$"#
    case .source, .otherSource: nil
    case .limit: "^\(limit)$"
    case .span: "^\(span)$"
    case .spanOrNone: "^(none|\(span))$"
    case .share: "^(none|[1-9][0-9]?%)$"
    case .wait: "^(0|[1-9][0-9]*)(ms|s|m|h)$"
    case .clockSpan: "^\(clock)-(\(clock)|24:00)$"
    case .day: "^\(day)$"
    case .days: #"^\#(day)(\.\.\#(day))?$"#
    case .offset: "^[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00)$"
    case .moment:
      "^(\(clock)|[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}"
        + #"(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2}))$"#
    case .rungTarget: "^(group|subdistrict/\(id))$"
    case .address: "^(triage|\(id)/\(id)/\(id))$"
    case .cause: #"^[^\s/]([^/]*[^\s/])?$"#
    case .clock: "^\(clock)$"
    case .postTarget: "^post/\(id)$"
    case .officeTarget: "^subdistrict/\(id)$"
    case .percent: #"^(100(\.0{1,4})?|(0|[1-9][0-9]?)(\.[0-9]{1,4})?)%$"#
    }
  }

  /// Words that are of this form and mean something else.
  var reserved: [String] {
    switch self {
    case .placeID: Addressee.reservedWords.sorted()
    case .postID: Addressee.reservedPosts.sorted()
    case .otherSource: [SourceGrants.othersWord]
    default: []
    }
  }

  /// Whether an editor may take such a text for a number or a truth value: `2026` as an id, `true` as a name.
  var mayLookOtherwise: Bool {
    switch self {
    case .id, .placeID, .postID, .name, .cause, .source, .otherSource: true
    default: false
    }
  }

  /// The most characters: no more than its bytes.
  var longest: Int? {
    switch self {
    case .name: RuleBounds.name
    case .cause: RuleBounds.cause
    case .source, .otherSource: EventReader.longestName
    default: nil
    }
  }
}
