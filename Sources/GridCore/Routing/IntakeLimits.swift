/// The bounds of what the inbox takes, and how long it waits.
package struct IntakeLimits: Hashable, Sendable {
  package var settle: Duration = .milliseconds(200)
  package var patience: Duration = .seconds(5)
  /// Seconds a step for an unknown item is held, from its receipt.
  package var stepWait: Int64 = 24 * 3600
  /// Bytes.
  package var maxFile: Int64 = 64 << 20
  /// Bytes.
  package var maxEvent = 1 << 20
  package var maxDepth = 64

  // What the rules may set at the most: bytes, and milliseconds.
  package static let smallestSize: Int64 = 256
  // A record may be as long as its file, and a row of the ledger holds no more than 10^9 bytes.
  package static let largestFile: Int64 = 512 << 20
  package static let largestEvent: Int64 = 64 << 20
  package static let longestSettle: Int64 = 600_000
  package static let longestPatience: Int64 = 3_600_000
  package static let longestStepWait: Int64 = 365 * 86_400_000

  package init() {}
}
