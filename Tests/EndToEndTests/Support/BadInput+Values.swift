import Foundation

extension BadInput {
  /// Classes 31–38.
  static let values: [BadInput] =
    ["9223372036854775807", "9223372036854775808", "9007199254740993", "-0", "1e400", "1e-400", "1.0"].map {
      .raw(32, "number \($0)", #""x":\#($0)"#, .accepted)
    } + ["007", "1E5", "0x10", "null", "true", "-0"].map { .report(31, "id \($0)", ["id": .text($0)], .accepted) }
    + ["7", "9223372036854775808", "1e400", "1.0", "-0"].map {
      .line(33, "id as number \($0)", #"{"id":\#($0),"source":"test"}"#, .rejected("wrong-type"))
    }
    + [
      "2026-02-30T10:00:00Z", "2026-03-02T25:00:00Z", "2026-03-02T24:00:00Z", "2016-12-31T23:59:60Z",
      "2026-03-02T10:60:00Z", "2026-13-01T10:00:00Z", "2025-02-29T10:00:00Z",
      "2026-03-02T24:00:00+08:00", "2026-03-02T23:59:60+08:00", "0000-03-02T10:00:00Z", "10000-03-02T10:00:00Z",
    ].map { .report(34, $0, ["time": .text($0)], .rejected("bad-time")) }
    + [
      "2026-03-02T10:00:00", "2026-03-02T10:00:00+99:99", "2026-03-02 10:00:00Z", "2026-03-02T10:00:00.Z", "2026-03-02",
      "2026-03-02T10:00:00+0800", "2026-03-02T10:00:00+24:00", "２０２６-03-02T10:00:00Z",
    ].map { .report(35, $0, ["time": .text($0)], .rejected("bad-time")) }
    + [
      "2026-03-02t10:00:00z", "2026-03-02T10:00:00.1Z", "2026-03-02T10:00:00.123456789012Z",
      "2026-03-02T10:00:00-23:59", "2026-03-02T10:00:00+23:59", "2000-01-01T23:59:00+23:59",
    ].map { .report(35, $0, ["time": .text($0)], .accepted) }
    + [
      .report(36, "years old", ["time": "2001-01-01T00:00:00Z", "matter": "UM-001"], .accepted),
      .report(36, "before 2000", ["time": "1999-12-31T23:59:59Z"], .rejected("time-out-of-range")),
      .report(36, "half an hour ahead", ["time": .text(ahead(1_800))], .accepted),
      .report(36, "two days ahead", ["time": .text(ahead(172_800))], .rejected("time-out-of-range")),
      .report(36, "the year 9999", ["time": "9999-12-31T23:59:59Z"], .rejected("time-out-of-range")),
      .report(36, "beyond 9999 in UTC", ["time": "9999-12-31T23:59:59-23:59"], .rejected("time-out-of-range")),
      .report(36, "before the year 1 in UTC", ["time": "0001-01-01T00:00:00+23:59"], .rejected("time-out-of-range")),
      .report(36, "before 2000 by its zone", ["time": "2000-01-01T23:58:59+23:59"], .rejected("time-out-of-range")),
      .report(37, "before its predecessor", ["time": "2020-01-01T00:00:00Z"], .accepted),
      .report(38, "grid -3", ["grid": -3], .rejected("wrong-type")),
      .report(38, "grid 17", ["grid": 17], .rejected("wrong-type")),
      .report(38, "grid ' heshuikou-03 ' goes to triage", ["grid": " heshuikou-03 "], .accepted),
    ]

  private static func ahead(_ seconds: Double) -> String {
    ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: seconds))
  }

  /// Limits in force of the story's rules.
  static let maxFile = 2 << 20
  static let maxEvent = 1 << 20

  /// Classes 39–45; 44 is `make chaos`, and 46 the stories of files that grow.
  static let sizes: [BadInput] = [
    .line(39, "64 KiB", padded("class-39", to: 65_536), .accepted),
    .line(40, "event of limit-1", padded("class-40a", to: maxEvent - 1), .accepted),
    .line(40, "event of the limit", padded("class-40b", to: maxEvent), .accepted),
    .line(40, "event of limit+1", padded("class-40c", to: maxEvent + 1), .rejected("too-large")),
    .file(40, "file of limit-1", filled("class-40d", to: maxFile - 1), .accepted),
    .file(40, "file of the limit", filled("class-40e", to: maxFile), .accepted),
    .file(40, "file of limit+1", filled("class-40f", to: maxFile + 1), .quarantined("too-large")),
    BadInput(
      number: 41, what: "10 GiB, sparse", content: .special(name: "sparse.json"), answer: .quarantined("too-large")),
    BadInput(
      number: 29, what: "a line of 1 GB", content: .special(name: "line.ndjson"), answer: .quarantined("too-large")),
    .file(29, "a line as large as a file", bytes: line(of: maxFile), ending: "ndjson", .quarantined("too-large")),
    .raw(42, "depth 64", #""x":\#(nested(63))"#, .accepted),
    .raw(42, "depth 65", #""x":\#(nested(64))"#, .rejected("too-deep")),
    .file(42, "depth 65", raw("deep", #""x":\#(nested(64))"#), .quarantined("too-deep")),
    .file(42, "depth 1 000 000", nested(1_000_000), .quarantined("too-large")),
    .file(42, "depth 500 000, as large as an event", nested(500_000), .quarantined("too-deep")),
    .file(42, "objects that are never closed", String(repeating: "{\"a\":", count: 100_000), .quarantined("syntax")),
    .line(43, "eighty thousand keys", "{" + keys(80_000) + #""id":"class-43","source":"test"}"#, .accepted),
    .file(43, "more keys than an event may hold", "{" + keys(140_000) + #""x":1}"#, .quarantined("too-large")),
    .file(
      43, "a batch of scalars", "[" + String(repeating: "1,", count: 2_000) + "1]", .quarantined("no-acceptable-record")
    ),
    .report(45, "id of 256 bytes", ["id": .text(text(256))], .accepted),
    .report(45, "id of 257 bytes", ["id": .text(text(257))], .rejected("too-long")),
    .report(45, "id of 4096", ["id": .text(text(4_096))], .rejected("too-long")),
    .report(45, "source of 256 bytes", ["source": .text(text(256))], .accepted),
    .report(45, "source of 257 bytes", ["source": .text(text(257))], .rejected("too-long")),
    .report(45, "256 bytes in few letters", ["id": .text(String(repeating: "网", count: 85) + "a")], .accepted),
    .report(
      45, "257 bytes in few letters", ["id": .text(String(repeating: "网", count: 85) + "ab")], .rejected("too-long")),
  ]

  private static func text(_ count: Int) -> String { String(repeating: "x", count: count) }

  private static func padded(_ id: String, to size: Int) -> String {
    let frame = raw(id, #""x":"""#)
    return raw(id, #""x":"\#(text(size - frame.utf8.count))""#)
  }

  private static func filled(_ id: String, to size: Int) -> String {
    let event = raw(id, #""x":1"#)
    return event + String(repeating: " ", count: size - event.utf8.count)
  }

  private static func line(of size: Int) -> [UInt8] {
    Array(padded("long", to: size - 1).utf8) + [0x0a]
  }

  private static func nested(_ depth: Int) -> String {
    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  }

  private static func keys(_ count: Int) -> String {
    (0..<count).map { "\"k\($0)\":1," }.joined()
  }

  /// Classes 47–58 and 80, as far as a name or a kind makes them; races are told in their own stories.
  static let files: [BadInput] =
    [
      "with space.json", ";rm -rf $HOME.json", "--version.json", "a..%2f..%2fetc.json", "%00%s.json", "line\nend.json",
      "\"quoted'.json", "A.json", "a.json", "\u{1b}[31m.json",
    ].map {
      BadInput(
        number: $0 == "A.json" || $0 == "a.json" ? 51 : 47, what: $0, content: .special(name: $0), answer: .accepted)
    }
    + [".hidden.json", "x.json.tmp", "x.json.part", "x.json~", ".x.json.swp"].map {
      BadInput(number: 49, what: $0, content: .special(name: $0), answer: .skipped)
    }
    + ["x.txt", "x.xlsx", "x.json.gz", "noending"].map {
      BadInput(number: $0 == "x.json.gz" ? 52 : 50, what: $0, content: .special(name: $0), answer: .skipped)
    } + [
      .file(52, "CSV called JSON", "id,source\na,b\n", .quarantined("syntax")),
      BadInput(
        number: 53, what: "symbolic link", content: .special(name: "link.json"), answer: .quarantined("symlink")),
      BadInput(number: 54, what: "hard link", content: .special(name: "hard.json"), answer: .quarantined("hard-link")),
      BadInput(number: 55, what: "FIFO", content: .special(name: "pipe.json"), answer: .skipped),
      BadInput(number: 56, what: "folder", content: .special(name: "folder.json"), answer: .skipped),
      BadInput(number: 58, what: "executable", content: .special(name: "run.json"), answer: .accepted),
      BadInput(
        number: 80, what: "another's source", content: .special(name: "police/x.json"),
        answer: .quarantined("wrong-source")),
    ]
}
