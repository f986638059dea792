import Custody
import Formats
import Glibc
import GridCore
import JSON
import Ledger
import Rules
internal import Words

/// Measures single decisions of ours, each beside something that does the least of the same in the same run: quote the ratios.
///
/// `Microbench RULES FOLDER [ITEMS]`; FOLDER is made and removed, on the volume that is to be measured. It lives in this package, and
/// is no product of it, since only targets of one package see its `package` declarations; the whole program is measured from outside,
/// by `Benchmarks/`.
@main
enum Microbench {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3 else {
      print("usage: Microbench RULES FOLDER [ITEMS]")
      exit(64)
    }
    guard case .success(let reading) = RulesFile.read(arguments[1]), let book = reading.rules.book else {
      print("\(arguments[1]) is not usable")
      exit(65)
    }
    let number = { (index: Int, other: Int) in arguments.count > index ? Int(arguments[index]) ?? other : other }
    let town = SampleTown(book)
    try decisions(reading, book, town)
    try LedgerBench(town, folder: arguments[2]).run(items: number(3, 100_000))
  }

  /// One decision, one event, one notice, one reload.
  private static func decisions(_ reading: RulesReading, _ book: RuleBook, _ town: SampleTown) throws {
    let reports = (0..<1000).map { town.report($0) }
    let now = Timestamp(seconds: 1_780_000_000)
    let names = Dictionary(uniqueKeysWithValues: book.matters.map { ($0.code, $0.line) })
    var sum = 0
    let lookUp = perCall(200_000) { sum &+= names[reports[$0 % 1000].matter ?? ""] ?? 0 }
    let route = perCall(200_000) { index in
      sum &+= book.assign(reports[index % 1000], source: "hotline", received: now).assignedBy.line ?? 0
    }
    line("routing decision", route, "one dictionary look-up", lookUp)
    let starts = (0..<1000).map { Timestamp(seconds: 1_780_000_000 + Int64($0) * 40_009) }
    let clock = perCall(200_000) { sum &+= book.calendar.local(starts[$0 % 1000]).second }
    if let limit = TimeLimit(amount: 3, unit: .workingDays) {
      let due = perCall(200_000) { index in
        sum &+= book.calendar.due(from: starts[index % 1000], limit: limit).provisional ? 1 : 0
      }
      line("a deadline, 3wd", due, "a moment's local time", clock)
    }

    let events = (0..<1000).map { town.event($0) }
    let reader = EventReader(limits: IntakeLimits())
    let hash = perCall(50_000) { sum &+= sha256(of: events[$0 % 1000]).hashValue & 1 }
    let read = perCall(50_000) { index in
      if case .success = reader.read(events[index % 1000][...], received: now) { sum &+= 1 }
    }
    line("reading an event (\(events[0].count) bytes)", read, "its SHA-256", hash)

    let digest = sha256(of: reading.bytes)
    let hashAll = perCall(50) { _ in sum &+= sha256(of: reading.bytes).hashValue & 1 }
    let load = perCall(50) { _ in
      sum &+= RuleFile.load(bytes: reading.bytes, name: "rules", digest: digest).coverage.matters
    }
    line("reading and checking the rules", load, "their SHA-256", hashAll)
    if sum == 0 { print("") }
  }

  static func line(_ what: String, _ seconds: Double, _ beside: String, _ other: Double) {
    print(
      "\(padded(what, 38)) \(padded(unit(seconds), 10)) \(padded(beside, 34)) \(padded(unit(other), 10)) "
        + "x \(Double(Int(seconds / other * 10)) / 10)")
  }

  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - displayWidth(text)))
  }

  static func unit(_ seconds: Double) -> String {
    let nanoseconds = seconds * 1e9
    if nanoseconds < 10_000 { return "\(Int(nanoseconds)) ns" }
    return nanoseconds < 10_000_000 ? "\(Int(nanoseconds / 1000)) us" : "\(Int(nanoseconds / 1_000_000)) ms"
  }

  /// Seconds a call, after a tenth as many to warm up.
  static func perCall(_ count: Int, _ body: (Int) throws -> Void) rethrows -> Double {
    for index in 0..<max(1, count / 10) { try body(index) }
    return try elapsed { for index in 0..<count { try body(index) } } / Double(count)
  }

  static func elapsed(_ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let time = try clock.measure { try body() }
    return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
  }
}

/// Reports over all matters and grids of a book, the same in every run.
struct SampleTown {
  let book: RuleBook

  init(_ book: RuleBook) {
    self.book = book
  }

  func report(_ index: Int) -> Report {
    Report(
      matter: book.matters[index * 7 % book.matters.count].code, grid: book.grids[index * 11 % book.grids.count].id)
  }

  /// An event of about 500 bytes.
  func event(_ index: Int) -> [UInt8] {
    let report = report(index)
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("id", "2026-\(index)")
    writer.field("source", "hotline")
    writer.field("time", "2026-03-02T09:12:00+08:00")
    writer.field("matter", report.matter)
    writer.field("grid", report.grid)
    writer.field("reporter", "王女士")
    writer.field("place", "幸福路 12 号")
    writer.field("summary", String(repeating: "路口摆摊，占用人行道；", count: 10))
    writer.endObject()
    return writer.bytes
  }
}
