internal import GridCore

/// All that is not ended, kept current.
package struct OpenCases: Sendable {
  /// How many wait in triage.
  package private(set) var triage = 0
  /// The last entry that is counted in.
  package private(set) var through: Int64 = 0
}
