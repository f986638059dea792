import Glibc
import Linux
import Testing

@testable import Spool

@Suite struct QuarantineTests {
  let state: TemporaryState
  let quarantine: Quarantine

  init() throws {
    state = try TemporaryState()
    quarantine = Quarantine(state.folder)
  }

  private func claim(_ name: String, _ text: String = "bad") throws -> ClaimedFile {
    try state.drop(name, text)
    return try #require(try state.inbox().claimAll(settle: nil).claimed.first { $0.name == Array(name.utf8) })
  }

  private func choose(_ name: String, taken: Set<String> = []) throws -> String {
    try quarantine.chooseName(for: Array(name.utf8), taken: taken)
  }

  @Test func namesAreEscapedAndCut() throws {
    #expect(try choose("a b/ü.json") == "a%20b%2F%C3%BC.json")
    #expect(try choose("..") == "%2E.")
    let long = String(repeating: "x", count: 255)
    let cut = try choose(long)
    #expect(cut.utf8.count <= 200)
    #expect(try cut != choose(long.dropLast() + "y"))
    let escaped = try quarantine.chooseName(for: [UInt8](repeating: 0xFF, count: 255), taken: [])
    #expect(escaped.utf8.count <= 200)
  }

  @Test func aTakenNameGetsASuffix() throws {
    #expect(try choose("a.json", taken: ["a.json"]) == "a.json.1")
    #expect(try choose("a.json", taken: ["a.json.reason.json"]) == "a.json.1")
    #expect(try choose("a.json.reason.json", taken: ["a.json"]) == "a.json.reason.json.1")
    for _ in 0..<9 {
      let file = try claim("b.json")
      let name = try quarantine.chooseName(for: file.name, taken: [])
      #expect(try quarantine.put(file, as: name, reason: Array("{}".utf8)) == name)
    }
    #expect(try choose("b.json") == "b.json.9")
  }

  @Test func bytesAndReasonLieSideBySide() throws {
    let file = try claim("a b.json", "bad bytes")
    let name = try quarantine.chooseName(for: file.name, taken: [])
    #expect(try quarantine.put(file, as: name, reason: Array("why".utf8)) == "a%20b.json")
    #expect(try state.text("quarantine/a%20b.json") == "bad bytes")
    #expect(try state.text("quarantine/a%20b.json.reason.json") == "why")
    #expect(try state.names("inbox/.claimed").isEmpty)
    #expect(try quarantine.put(file, as: name, reason: Array("why".utf8)) == "a%20b.json")
    #expect(try state.names("quarantine").count == 2)
  }

  @Test func aNameThatWasNeverChosenIsChosenAnew() throws {
    for name in ["../x", "", ".hidden", String(repeating: "x", count: 300)] {
      #expect(try quarantine.put(claim("a b.json"), as: name, reason: [123, 125]).hasPrefix("a%20b.json"), "\(name)")
    }
  }

  @Test func aReasonLeftByACrashIsCompleted() throws {
    let file = try claim("a.json")
    try DurableFile.replace(
      folder: state.path + "/quarantine", name: "a.json.reason.json", bytes: Array("why".utf8),
      ownedBy: state.folder.ownership)
    #expect(try quarantine.put(file, as: "a.json", reason: Array("why".utf8)) == "a.json")
    #expect(try state.names("quarantine") == ["a.json", "a.json.reason.json"])
  }

  @Test func anotherFileUnderTheNameIsNotReplaced() throws {
    let first = try claim("a b.json", "first")
    _ = try quarantine.put(first, as: "a%20b.json", reason: Array("one".utf8))
    let second = try claim("a b.json", "second")
    #expect(try quarantine.put(second, as: "a%20b.json", reason: Array("two".utf8)) == "a%20b.json.1")
    #expect(try state.text("quarantine/a%20b.json") == "first")
    #expect(try state.text("quarantine/a%20b.json.reason.json") == "one")
    #expect(try state.text("quarantine/a%20b.json.1.reason.json") == "two")
  }

  @Test func aSymlinkIsMovedAsItIs() throws {
    symlink("/etc/passwd", state.path + "/inbox/l.json")
    let file = try #require(try state.inbox().claimAll(settle: nil).claimed.first)
    _ = try quarantine.put(file, as: "l.json", reason: [])
    var found = stat()
    #expect(lstat(state.path + "/quarantine/l.json", &found) == 0 && found.st_mode & S_IFMT == S_IFLNK)
  }
}
