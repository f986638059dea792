import ArgumentParser

/// A size in bytes as the rules write one: plain digits, or `64KiB 1MiB 1GiB`.
package struct ByteSize: ExpressibleByArgument {
  package let bytes: Int64

  /// Nil for anything else, and for more than can be counted.
  package init?(argument: String) {
    let digits = argument.prefix { ("0"..."9").contains($0) }
    guard let number = Int64(digits) else { return nil }
    let unit: Int64
    switch argument.dropFirst(digits.count) {
    case "": unit = 1
    case "KiB": unit = 1 << 10
    case "MiB": unit = 1 << 20
    case "GiB": unit = 1 << 30
    default: return nil
    }
    let (bytes, isTooMuch) = number.multipliedReportingOverflow(by: unit)
    guard !isTooMuch else { return nil }
    self.bytes = bytes
  }

  /// So many.
  package init(_ bytes: Int64) { self.bytes = bytes }
}
