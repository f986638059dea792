import Foundation
import Glibc
import Harness

/// What a run of the chaos program found: figures to be printed, and everything that did not hold.
package final class Report {
  package private(set) var figures: [String] = []
  package private(set) var failures: [String] = []
  private let prints: Bool

  package init(prints: Bool) {
    self.prints = prints
  }

  /// A line of figures.
  func tell(_ section: String, _ text: String) {
    figures.append("\(section): \(text)")
    if prints { print("\(section): \(text)") }
    fflush(nil)
  }

  /// Something that was promised does not hold.
  func fail(_ text: String) {
    failures.append(text)
    if prints { print("FAILED \(text)") }
    fflush(nil)
  }

  func check(_ holds: Bool, _ text: @autoclosure () throws -> String) rethrows {
    if !holds { fail(try text()) }
  }
}

/// Seconds, on a clock nobody sets.
func seconds() -> Double {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}

func nap(_ time: Double) {
  guard time > 0 else { return }
  var rest = timespec(tv_sec: Int(time), tv_nsec: Int((time - time.rounded(.down)) * 1e9))
  nanosleep(&rest, nil)
}

/// Two places behind the point.
func short(_ number: Double) -> String {
  String(format: "%.2f", number)
}

/// With commas, as people read numbers.
func grouped(_ number: Int) -> String {
  var digits = String(number)
  var place = digits.count - 3
  while place > 0 {
    digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
    place -= 3
  }
  return digits
}
