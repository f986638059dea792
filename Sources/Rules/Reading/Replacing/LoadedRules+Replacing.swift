package import GridCore
internal import Words
internal import YAML

extension LoadedRules {
  /// The same in the place of a book: the distance from UTC of a state never changes, and another one is an error.
  package func replacing(_ old: RuleBook) -> LoadedRules {
    guard let book, let spot = offsetSpot, book.calendar.utcOffset != old.calendar.utcOffset else { return self }
    let (own, inForce) = (Self.offset(book.calendar.utcOffset), Self.offset(old.calendar.utcOffset))
    let fault = Diagnostic(
      code: .offsetChanged, path: spot.path.text, line: spot.span.start.line, column: spot.span.start.column,
      endColumn: spot.span.endColumn,
      message: say(
        "the clock of this town lies \(inForce) from UTC, which never changes; here it is \(own)",
        "本地与 UTC 的时差是 \(inForce)，永远不变；这里写的是 \(own)"),
      suggestion: say("write \"\(inForce)\"", "请写成 \"\(inForce)\""))
    let faults = (diagnostics + [fault]).sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    return LoadedRules(
      name: name, digest: digest, book: nil, diagnostics: faults, coverage: coverage, offsetSpot: spot)
  }

  /// A distance from UTC as the calendar has it.
  private static func offset(_ seconds: Int64) -> String {
    (seconds < 0 ? "-" : "+") + RuleReader.clock(Int(seconds.magnitude))
  }
}
