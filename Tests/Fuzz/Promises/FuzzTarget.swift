/// What is fed with arbitrary bytes, and what must hold for whatever they are.
///
/// The promises stand here once: the coverage-guided fuzzer (`make fuzz`) and the seeded mutations of `make test` both ask them.
package enum FuzzTarget: String, CaseIterable, Sendable {
  /// One JSON text: what is read, what is refused and where, against a second reader written in another manner.
  case json
  /// A file of records, `.json` and `.ndjson`: how it is cut, and that cutting may stop and go on anywhere.
  case records
  /// One record: an event or a rejection, its canonical content, and the notice that is written of it.
  case events
  /// RFC 3339, as text and as moments.
  case times
  /// The scalars of a rules file: limits, hours, days, offsets, waits.
  case limits
  /// A rules file: its faults with their places, drawn in both languages.
  case rules
  /// File names: shown, set aside, and those of our own folders.
  case names

  /// Asks every promise about these bytes.
  package func check(_ bytes: [UInt8]) throws(BrokenPromise) {
    switch self {
    case .json: try JSONPromises.check(bytes)
    case .records: try RecordPromises.check(bytes)
    case .events: try EventPromises.check(bytes)
    case .times: try TimePromises.check(bytes)
    case .limits: try LimitPromises.check(bytes)
    case .rules: try RulesPromises.check(bytes)
    case .names: try NamePromises.check(bytes)
    }
  }
}

/// A promise that does not hold for some input: which, and what was seen instead.
package struct BrokenPromise: Error, CustomStringConvertible {
  /// What was promised, and what was seen.
  package let description: String
}

/// Throws the promise in words unless it holds.
func promise(_ holds: Bool, _ words: @autoclosure () -> String) throws(BrokenPromise) {
  if !holds { throw BrokenPromise(description: words()) }
}
