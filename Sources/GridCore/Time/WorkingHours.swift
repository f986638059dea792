/// The opening hours of one working day: windows in seconds of the local day, in order, without overlap.
package struct WorkingHours: Hashable, Sendable {
  /// From `start` (included) to `end` (excluded), 0...86400.
  package struct Window: Hashable, Sendable {
    package let start: Int
    package let end: Int

    package init(start: Int, end: Int) {
      self.start = start
      self.end = end
    }
  }

  package let windows: [Window]
  package let secondsPerDay: Int64

  /// Day and night.
  package static let wholeDay = WorkingHours(ofWholeDay: Window(start: 0, end: 86_400))

  private init(ofWholeDay window: Window) {
    windows = [window]
    secondsPerDay = 86_400
  }

  /// Windows that lie within a day, are not empty and follow one another without overlap; nil otherwise.
  package init?(windows: [Window]) {
    var last = 0
    for window in windows {
      guard window.start >= last, window.end > window.start, window.end <= 86_400 else { return nil }
      last = window.end
    }
    guard !windows.isEmpty else { return nil }
    self.windows = windows
    secondsPerDay = windows.reduce(0) { $0 + Int64($1.end - $1.start) }
  }
}
