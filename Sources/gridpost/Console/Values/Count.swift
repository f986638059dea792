import ArgumentParser

/// A whole number from 0.
struct Count: ExpressibleByArgument {
  let number: Int

  /// More than can be counted is as good as no bound.
  init?(argument: String) {
    guard !argument.isEmpty, argument.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
    number = Int(argument) ?? .max
  }
}
