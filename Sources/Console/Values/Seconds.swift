import ArgumentParser

/// A number of seconds to wait, with a fraction or without.
package struct Seconds: ExpressibleByArgument {
  package let count: Double

  package init(_ count: Double) {
    self.count = count
  }

  /// Takes plain decimals only: what else a `Double` is read from is no number to people.
  package init?(argument: String) {
    guard argument.allSatisfy({ ("0"..."9").contains($0) || $0 == "." }), let count = Double(argument), count.isFinite
    else { return nil }
    self.count = count
  }

  package var defaultValueDescription: String {
    count == count.rounded() ? "\(Int(count))" : "\(count)"
  }
}
