import ArgumentParser

/// A whole number from 0.
package struct Count: ExpressibleByArgument {
  package let number: Int

  /// More than can be counted is as good as no bound.
  package init?(argument: String) {
    guard !argument.isEmpty, argument.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
    number = Int(argument) ?? .max
  }
}
