/// An exact fraction, that is rounded once, when it is written.
package struct Ratio: Hashable, Comparable, Sendable {
  private let above: Int128
  private let below: Int128

  /// Nil where nothing is below.
  package init?(_ above: Int, _ below: Int) {
    guard below > 0 else { return nil }
    self.above = Int128(above)
    self.below = Int128(below)
  }

  /// A whole number.
  package init(whole: Int) {
    above = Int128(whole)
    below = 1
  }

  private init(above: Int128, below: Int128) {
    var (left, right) = (above.magnitude, below.magnitude)
    while right != 0 { (left, right) = (right, left % right) }
    let divisor = max(Int128(left), 1)
    self.above = above / divisor
    self.below = below / divisor
  }

  /// The product with a fraction; neither factor may be so large that 128 bits do not hold it.
  package func times(_ factor: Int, over divisor: Int) -> Ratio {
    Ratio(above: above * Int128(factor), below: below * Int128(divisor))
  }

  package static func + (left: Ratio, right: Ratio) -> Ratio {
    Ratio(above: left.above * right.below + right.above * left.below, below: left.below * right.below)
  }

  package static func - (left: Ratio, right: Ratio) -> Ratio {
    Ratio(above: left.above * right.below - right.above * left.below, below: left.below * right.below)
  }

  package static func < (left: Ratio, right: Ratio) -> Bool {
    left.above * right.below < right.above * left.below
  }

  /// The quotient; nil where the divisor is nothing.
  package func over(_ divisor: Ratio) -> Ratio? {
    divisor.above > 0 ? Ratio(above: above * divisor.below, below: below * divisor.above) : nil
  }

  /// With two decimals, half up: `99.46`.
  package var text: String {
    let (twice, below) = (above * 200 + below, below * 2)
    let hundredths = twice >= 0 ? twice / below : -((-twice + below - 1) / below)
    let size = hundredths.magnitude
    let cents = size % 100
    return "\(hundredths < 0 ? "-" : "")\(size / 100).\(cents < 10 ? "0" : "")\(cents)"
  }
}
