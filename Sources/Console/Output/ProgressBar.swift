import Glibc
package import Words

/// How far a long work has come, on a terminal and only there: one line that is drawn over itself, and gone at the end.
package struct ProgressBar: ~Copyable {
  private static let length = 28
  private let isShown = isatty(STDERR_FILENO) == 1
  private let clock = ContinuousClock()
  private var drawn: ContinuousClock.Instant?

  package init() {}

  deinit { if drawn != nil { Self.write("\r\u{1B}[K") } }

  /// Draws how far it is, ten times a second at the most.
  ///
  /// - Parameters:
  ///   - share: 0 to 1.
  ///   - count: how many things are done, and what so many are called.
  ///   - seconds: since it began.
  package mutating func show(_ share: Double, count: Int, _ things: Bilingual, seconds: Double) {
    guard isShown, drawn.map({ clock.now - $0 > .milliseconds(100) }) ?? true else { return }
    drawn = clock.now
    let share = min(max(share, 0), 1)
    let full = Int(share * Double(Self.length))
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: Self.length - full)
    let rate = seconds > 0 ? Int(Double(count) / seconds) : 0
    let left = share > 0 ? Int64((seconds / share - seconds).rounded(.up)) : 0
    let time = timeSpan(left).text(language)
    Self.write(
      "\r\u{1B}[K\(bar) \(Int(share * 100))%  "
        + say(
          "\(count) \(things.en), \(rate) a second, \(time) left", "\(count) \(things.zh)，每秒 \(rate)，还需\(time)"))
  }

  /// A stderr that is gone is nobody's loss.
  private static func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
