import Foundation

/// What was found, a row a figure, with what was wanted of it.
final class Table {
  struct Row {
    var workload: String
    var what: String
    var figure: String
    var floor = ""
    var ratio: Double?
    /// What is held against bar and want: the ratio, or a figure.
    var value: Double?
    var bar: Double?
    var want: Double?
    var unit = ""
    /// Whether bar and want are what it must reach, and not what it may not exceed.
    var isLeast = false
  }

  private var rows: [Row] = []
  private var missing: [(String, String)] = []
  /// Whether something that was tried could not be measured.
  private(set) var hasTrouble = false

  func add(_ row: Row) {
    rows.append(row)
    tell("  " + cells(row).joined(separator: "  "))
  }

  func leftOut(_ workload: String, _ why: String, isTrouble: Bool = false) {
    hasTrouble = hasTrouble || isTrouble
    missing.append((workload, why))
    tell("  \(workload) left out: \(why)")
  }

  var text: String {
    let head = [
      "", say("workload", "负载"), say("figure", "结果"), say("floor", "下限"), say("ratio", "比值"), say("bar", "及格"),
      say("want", "期望"), say("verdict", "评语"),
    ]
    let lines = [head] + rows.sorted { $0.workload < $1.workload }.map(cells)
    let widths = head.indices.map { column in lines.map { width($0[column]) }.max() ?? 0 }
    let drawn = lines.map { line in
      zip(line, widths).map { $0 + String(repeating: " ", count: $1 - width($0)) }.joined(separator: "  ")
    }
    let notes = missing.map { say("\($0) left out: \($1)", "\($0) 未测:\($1)") }
    return (drawn + notes).joined(separator: "\n")
  }

  private func cells(_ row: Row) -> [String] {
    let limit = { (value: Double?) in value.map { "\(row.isLeast ? "≥" : "≤") \(short($0))\(row.unit)" } ?? "" }
    return [
      row.workload, row.what, row.figure, row.floor, row.ratio.map { decimal($0) } ?? "", limit(row.bar),
      limit(row.want),
      verdict(row),
    ]
  }

  private func verdict(_ row: Row) -> String {
    guard let value = row.value ?? row.ratio, let bar = row.bar else { return "" }
    let meets = { (limit: Double) in row.isLeast ? value >= limit : value <= limit }
    if let want = row.want, meets(want) { return say("as wanted", "达到期望") }
    return meets(bar) ? say("passes the bar", "及格") : say("misses the bar", "不及格")
  }

  /// Columns on a terminal: Chinese characters take two.
  private func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
  }
}

private func short(_ value: Double) -> String {
  value == value.rounded() && value >= 2 ? decimal(value, 0) : String(format: "%g", value)
}

/// Words for people, in the language of the locale.
func say(_ english: String, _ chinese: String) -> String {
  isChinese ? chinese : english
}

private let isChinese: Bool = {
  let environment = ProcessInfo.processInfo.environment
  for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
    if let value = environment[name], !value.isEmpty { return value.hasPrefix("zh") }
  }
  return false
}()

/// Prints a line at once, whoever reads it.
func tell(_ line: String) {
  FileHandle.standardOutput.write(Data((line + "\n").utf8))
}
