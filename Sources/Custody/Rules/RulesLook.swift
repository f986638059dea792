package import GridCore

/// What the daemon's last look at its rules came to, for `gridpost reload` in another process.
package struct RulesLook: Hashable, Sendable {
  /// What became of the text that was looked at.
  package enum Verdict: String, Sendable {
    /// It is the one in force.
    case inForce = "in-force"
    /// It is missing, unreadable or faulty; the rules that were in force stay.
    case refused
    /// The guard holds it back; the rules that were in force stay.
    case held
  }

  /// The file the daemon reads.
  package var path: String
  /// When the look began, in nanoseconds since the machine was started (CLOCK_BOOTTIME).
  package var began: Int64
  /// What became of the text.
  package var verdict: Verdict
  /// The text's digest; nil where no text could be read.
  package var digest: Digest?

  package init(path: String, began: Int64, verdict: Verdict, digest: Digest?) {
    self.path = path
    self.began = began
    self.verdict = verdict
    self.digest = digest
  }
}
