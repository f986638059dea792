import Foundation

/// The middle of several measurements.
func median(_ values: [Double]) -> Double {
  percentile(values, 50)
}

/// The value that so many per cent do not exceed.
func percentile(_ values: [Double], _ percent: Double) -> Double {
  let sorted = values.sorted()
  guard let last = sorted.last else { return .nan }
  if percent == 50, sorted.count % 2 == 0 { return (sorted[sorted.count / 2 - 1] + sorted[sorted.count / 2]) / 2 }
  let index = Int((Double(sorted.count) * percent / 100).rounded(.up)) - 1
  return index >= sorted.count ? last : sorted[max(0, index)]
}

func decimal(_ value: Double, _ digits: Int = 2) -> String {
  value.isFinite ? String(format: "%.\(digits)f", value) : "–"
}
