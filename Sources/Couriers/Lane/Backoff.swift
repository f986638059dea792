/// How long to wait after a try that failed: a second, doubling to a quarter of an hour, each time a little more or less, so that many
/// who failed together do not come back together.
package enum Backoff {
  /// In milliseconds.
  static let first: Int64 = 1_000
  static let longest: Int64 = 900_000

  /// The wait after so many failed tries.
  ///
  /// - Parameter chance: from 0 to 1, another each time.
  package static func wait(after tries: Int, chance: Double) -> Int64 {
    let doubled = first << Int64(min(max(tries - 1, 0), 10))
    return Int64(Double(min(doubled, longest)) * (0.8 + 0.4 * min(max(chance, 0), 1)))
  }
}
