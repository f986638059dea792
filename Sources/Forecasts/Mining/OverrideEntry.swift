internal import Change
internal import GridCore

/// An override as somebody writes it into `overrides:`, on one line.
struct OverrideEntry {
  let text: String

  /// - Parameters:
  ///   - group: what the rule said that decides so far; what it said must not be lost.
  ///   - limit: likewise.
  init(_ proposal: Mining.Proposal, _ book: RuleBook, group: String?, limit: TimeLimit?) {
    let when = Self.when(proposal.when, book).map { "\($0.key): \(Self.scalar($0.value))" }.joined(separator: ", ")
    var parts = ["when: {\(when)}", "post: \(Self.scalar(proposal.to))"]
    if let group { parts.append("group: \(Self.scalar(group))") }
    if let limit { parts.append("deadline: \(limit.text)") }
    text = "- {\(parts.joined(separator: ", "))}"
  }

  /// The conditions by their keys, in the order people write them.
  static func when(_ when: Mining.When, _ book: RuleBook) -> [(key: String, value: String)] {
    var parts = [("matter", book.matters[when.matter].code)]
    if let community = when.community { parts.append(("community", book.communities[community].id)) }
    if let grid = when.grid { parts.append(("grid", book.grids[grid].id)) }
    if let source = when.source { parts.append(("source", source)) }
    if let hours = when.hours { parts.append(("hours", clockSpan(hours.start, hours.end))) }
    return parts.map { (key: $0.0, value: $0.1) }
  }

  /// A text as YAML takes it for that text whoever reads it: plain only where it is a word.
  private static func scalar(_ text: String) -> String {
    let words: Set<String> = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]
    let isPlain =
      text.utf8.first.map { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A } ?? false
      && text.utf8.allSatisfy { byte in
        (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x30 && byte <= 0x39 || byte == 0x2D
      }
    if isPlain, !words.contains(text.lowercased()) { return text }
    let escaped = text.unicodeScalars.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
    return "\"\(escaped)\""
  }
}
