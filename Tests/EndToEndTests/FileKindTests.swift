import Foundation
import Glibc
import Testing

/// Names and kinds of files: names are labels, and only regular files of our own are read.
@Suite(.crew) struct FileKindTests {
  @Test func anyNameIsALabel() throws {
    let town = try Town()
    let names: [[UInt8]] = [
      Array("with space.json".utf8), Array("line\nend.json".utf8), Array(";rm -rf $HOME;`reboot`.json".utf8),
      Array("--rules.json".utf8), Array("a..%2f..%2fetc.json".utf8), Array("%00%s%n.json".utf8),
      Array("\"quote's\".json".utf8), Array("上报 一.json".utf8), Array("UPPER.json".utf8), Array("upper.json".utf8),
      Array("caf\u{e9}.json".utf8), Array("cafe\u{301}.json".utf8),
      Array(repeating: 0x61, count: 250) + Array(".json".utf8),
      [0xff, 0xfe, 0x80] + Array(".json".utf8), Array(repeating: 0xe7, count: 250) + Array(".json".utf8),
      Array("\u{1b}[31m.json".utf8), Array("a.b.c.json".utf8), Array("\\.json".utf8),
    ]
    for (index, name) in names.enumerated() {
      try town.drop(nameBytes: name, Array(report("e-\(index)").rendered.utf8))
    }
    try town.pass(at: Moment.monday10)
    let status = try town.expectBalance()
    #expect(status["records"]["accepted"].int == names.count)
    #expect(status["files"]["taken"].int == names.count)
    #expect(try town.papers().count == names.count)
    #expect(town.waiting().isEmpty)
    try town.verify()
  }

  @Test func namesInQuarantineAreEscapedAndNeverTaken() throws {
    let town = try Town()
    let names: [[UInt8]] = [
      Array("plain-1_2.json".utf8), Array("with space.json".utf8), Array("with;space.json".utf8),
      [0xff] + Array(".json".utf8),
      Array("上报.json".utf8), Array("line\nend.json".utf8), Array(repeating: 0xe7, count: 250) + Array(".json".utf8),
      Array(repeating: 0x61, count: 250) + Array(".json".utf8), Array("x.reason.json".utf8),
      Array("x".utf8) + Array(".json".utf8),
    ]
    for (index, name) in names.enumerated() { try town.drop(nameBytes: name, Array("{\(index)".utf8)) }
    try town.pass(at: Moment.monday10)
    for (index, name) in names.enumerated() { try town.drop(nameBytes: name, Array("[\(index)".utf8)) }
    try town.pass(at: Moment.monday11)
    let all = town.names(in: town.quarantine)
    #expect(all.count == names.count * 4)
    let safe = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-%".utf8)
    for name in all { #expect(name.allSatisfy(safe.contains), "\(name)") }
    let files = Set(all.map { String(decoding: $0, as: UTF8.self) })
    #expect(files.contains("plain-1_2.json") && files.contains("plain-1_2.json.reason.json"))
    var contents: Set<String> = []
    for file in files where files.contains(file + ".reason.json") {
      let text = Child.text(town.quarantine + "/" + file)
      if text.count < 20 { contents.insert(text) }
    }
    #expect(contents.isSuperset(of: names.indices.flatMap { ["{\($0)", "[\($0)"] }))
    #expect(try town.status()["files"]["quarantined"].int == names.count * 2)
    try town.verify()
  }

  @Test func unfinishedNamesAreLeftAlone() throws {
    let town = try Town()
    let names = [".hidden.json", "a.json.tmp", "b.json.part", ".c.ndjson"]
    for name in names { try town.drop(name, report(name)) }
    try town.drop("good.json", report("good"))
    try town.gridpost("pass").exits(0)
    let left = town.names(in: town.inbox).map { String(decoding: $0, as: UTF8.self) }
    #expect(Set(left).isSuperset(of: names))
    #expect(try town.status()["records"]["received"] == 1)
    try town.gridpost("drain", "--timeout", "2").exits(0)
    #expect(rename(town.inbox + "/a.json.tmp", town.inbox + "/a.json") == 0)
    try town.gridpost("pass").exits(0)
    #expect(try town.status()["records"]["accepted"] == 2)
  }

  @Test func linksPipesSocketsAndFoldersAreNeverRead() throws {
    let town = try Town()
    let secret = town.folder + "/secret.json"
    try town.write(bytes: Array(report("secret").rendered.utf8), to: Array(secret.utf8))
    #expect(symlink(secret, town.inbox + "/link.json") == 0)
    #expect(symlink("/nonexistent", town.inbox + "/dangling.json") == 0)
    #expect(symlink("loop.json", town.inbox + "/loop.json") == 0)
    #expect(symlink(town.state + "/ledger.sqlite", town.inbox + "/ledger.json") == 0)
    #expect(symlink("/dev/zero", town.inbox + "/zero.json") == 0)
    #expect(link(secret, town.inbox + "/hard.json") == 0)
    #expect(mkfifo(town.inbox + "/pipe.json", 0o644) == 0)
    #expect(mkdir(town.inbox + "/folder.json", 0o755) == 0)
    #expect(mkdir(town.inbox + "/folder.json/deeper", 0o755) == 0)
    try town.write(
      bytes: Array(report("deep").rendered.utf8), to: Array((town.inbox + "/folder.json/deeper/a.json").utf8))
    try town.drop("good.json", report("good"))
    try town.gridpost("pass").exits(0)
    try town.gridpost("pass").exits(0)
    #expect(try town.items().map { $0["id"] } == ["good"])
    #expect(Child.text(secret) == report("secret").rendered)
    try town.expectBalance()
    try town.gridpost("drain", "--timeout", "5").exits(0)
    try town.verify()
  }

  @Test func besideADaemonTheyDoNoHarmEither() throws {
    let town = try Town()
    try town.run()
    #expect(symlink("/etc/passwd", town.inbox + "/link.json") == 0)
    #expect(mkfifo(town.inbox + "/pipe.json", 0o644) == 0)
    #expect(mkdir(town.inbox + "/folder.json", 0o755) == 0)
    try town.drop("note.txt", text: "not for us")
    for index in 0..<5 { try town.drop("good-\(index).json", report("good-\(index)")) }
    try town.settle()
    #expect(try town.status()["records"]["accepted"] == 5)
    try town.verify()
  }

  @Test func anUnknownEndingIsNeverTaken() throws {
    let town = try Town()
    try town.drop("a.txt", report("a"))
    try town.drop("b", report("b"))
    try town.drop("c.json.gz", report("c"))
    try town.drop("good.json", report("good"))
    try town.gridpost("pass").exits(0)
    #expect(try town.items().map { $0["id"] } == ["good"])
    try town.gridpost("drain", "--timeout", "5").exits(0)
    try town.verify()
  }

  @Test func theOldNameMayBeUsedAgain() throws {
    let town = try Town()
    for index in 0..<3 {
      try town.drop("a.json", report("e-\(index)"))
      try town.pass(at: Moment.monday10)
    }
    let status = try town.expectBalance()
    #expect(status["records"]["accepted"] == 3)
    #expect(status["files"]["taken"] == 3)
    try town.verify()
  }
}
