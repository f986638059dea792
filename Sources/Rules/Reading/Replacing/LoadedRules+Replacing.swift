package import GridCore
internal import Words
internal import YAML

extension LoadedRules {
  /// The same in the place of a book: the distance from UTC of a state never changes, and another one is an error.
  package func replacing(_ old: RuleBook) -> LoadedRules {
    guard let book, let spot = places.utcOffset, book.calendar.utcOffset != old.calendar.utcOffset else { return self }
    let (own, inForce) = (Self.offset(book.calendar.utcOffset), Self.offset(old.calendar.utcOffset))
    let fault = Diagnostic(
      .offsetChanged, spot,
      both(
        "the clock of this town lies \(inForce) from UTC, which never changes; here it is \(own)",
        "本地与 UTC 的时差是 \(inForce)，永远不变；这里写的是 \(own)"),
      help: both("write \"\(inForce)\"", "请写成 \"\(inForce)\""))
    var faults = found
    faults.add(fault)
    return LoadedRules(
      name: name, digest: digest, book: nil, found: faults, lines: lines, coverage: coverage, places: places)
  }

  /// A distance from UTC as the calendar has it.
  private static func offset(_ seconds: Int64) -> String {
    (seconds < 0 ? "-" : "+") + clockText(Int(seconds.magnitude))
  }
}
