package import Custody
package import Doors
package import Words

/// What `gridpost serve` was started with.
package struct ServeOptions: Sendable {
  package var settings: Settings
  /// The program that answers.
  package var version: String
  /// Whether whoever comes to a door without users may act.
  package var isOpen = false
  /// Whether a proxy before us tells who asks, and by which scheme.
  package var isBehindProxy = false
  /// Names of this host beside its addresses and `localhost`, in small letters.
  package var hosts: [String] = []
  package var hasPublicMetrics = false
  package var hasPublicRequests = false
  /// So many files may wait in the inbox before `POST events` is answered with 429.
  package var mostWaiting = 100_000
  /// The bytes that the disk keeps free; below, `POST events` is answered with 503.
  package var keptFree: Int64 = 256 << 20

  /// Where the grids lie; nil where nobody says.
  package var outlines: Outlines?

  /// Takes the text of `--outlines`; answers why it cannot be used.
  package mutating func take(outlines bytes: [UInt8]) -> Bilingual? {
    do throws(Outlines.Trouble) {
      outlines = try Outlines(bytes)
      return nil
    } catch { return error.words }
  }

  /// With everything else at its default.
  package init(settings: Settings, version: String) {
    self.settings = settings
    self.version = version
  }
}
