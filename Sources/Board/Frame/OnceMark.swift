internal import GridCore

/// The mark of one showing of a form.
package enum OnceMark {
  /// A new one: sixteen digits that nobody had before.
  package static func fresh() -> String {
    var generator = SystemRandomNumberGenerator()
    let (high, low) = (generator.next() as UInt64, generator.next() as UInt64)
    return EventKey(high: high, low: UInt16(truncatingIfNeeded: low)).itemID
  }
}
