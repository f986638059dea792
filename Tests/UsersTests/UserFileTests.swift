import Foundation
import Testing
import Words

@testable import Users

/// What a users file may say, what is said of its faults, and what becomes of those who work by it when it changes.
@Suite struct UserFileTests {
  static let hash = "$y$j75$abcdefgh$BNDMLQXNfxYvp1kwneELSFVpSGYRoN6/y0Pa9exxy//"
  static let digest = String(repeating: "ab", count: 32)

  private func faults(_ text: String) -> [String] {
    LoadedUsers(bytes: Array(text.utf8)).diagnostics.map { "\($0.code.rawValue) \($0.line):\($0.column)" }
  }

  @Test func aGoodFileIsRead() throws {
    let loaded = LoadedUsers(
      bytes: Array(
        """
        users:
          zhang:  {name: 张三, secret: "\(Self.hash)", at: heshuikou/heshuikou-03/patrol}
          chief:  {name: 李四, secret: "\(Self.hash)", at: heshuikou}
          centre: {name: 王五, secret: "\(Self.hash)", at: "*", may: [rules, report, integrity]}
          guest:  {secret: "\(Self.hash)"}
        tokens:
          zhilitong: {secret: "sha256:\(Self.digest)", source: zhilitong}
          wallboard: {secret: "sha256:\(Self.digest.replacing("ab", with: "cd"))", may: [look]}
        end: users
        """.utf8))
    #expect(loaded.diagnostics.isEmpty, "\(loaded.diagnostics)")
    let book = try #require(loaded.book)
    #expect(book.count == (4, 2))
    let zhang = try #require(book.viewer(of: "zhang"))
    #expect(zhang.name == "张三" && zhang.at == "heshuikou/heshuikou-03/patrol" && zhang.isPerson)
    #expect(zhang.may == [.look], "people may always look")
    #expect(book.viewer(of: "centre")?.may == [.look, .rules, .report, .integrity])
    #expect(book.viewer(of: "guest")?.name == "guest" && book.viewer(of: "guest")?.at == nil)
    #expect(book.viewer(of: "wallboard") == nil, "a token is no person")
  }

  private static let good = "secret: \"\(hash)\""

  @Test(arguments: [
    ("name: a", ["missing-key 2:3"]), ("name: a, secert: x", ["unknown-key 2:16"]),
    ("secret: geheim", ["bad-secret 2:15"]), ("secret: \"$1$abc$def\"", ["bad-secret 2:15"]),
    ("secret: \"$2b$31$abcdefghijklmnopqrstuuPWRtT5yx7FBi4dcf6ROhboeNunUrLQ.\"", ["bad-secret 2:15"]),
    ("\(good), at: a/b", ["bad-address 2:82"]), ("\(good), at: subdistrict", ["bad-address 2:82"]),
    ("\(good), at: \"**\"", ["bad-address 2:82"]), ("\(good), may: [rule]", ["unknown-word 2:84"]),
    ("\(good), may: all", ["unknown-word 2:83"]), ("\(good), source: a", ["unknown-key 2:78"]),
    ("\(good), name: [a]", ["wrong-kind 2:84"]), ("\(good), name: \"\"", ["empty-value 2:84"]),
  ]) func everyFaultOfAPersonHasItsPlace(_ person: String, _ wanted: [String]) {
    #expect(faults("users:\n  a: {\(person)}\nend: users\n") == wanted)
  }

  @Test(arguments: [
    ("source: a", ["missing-key 2:3"]), ("secret: \"sha256:abcd\", source: a", ["bad-secret 2:15"]),
    ("secret: \"gp_\(String(repeating: "A", count: 43))\", source: a", ["bad-secret 2:15"]),
    ("secret: \"sha256:\(digest)\"", ["missing-key 2:3"]),
    ("secret: \"sha256:\(digest)\", source: board", ["bad-source 2:98"]),
    ("secret: \"sha256:\(digest)\", source: rounds", ["bad-source 2:98"]),
    ("secret: \"sha256:\(digest)\", source: .a", ["bad-source 2:98"]),
    ("secret: \"sha256:\(digest)\", source: a/b", ["bad-source 2:98"]),
    ("secret: \"sha256:\(digest)\", name: a", ["missing-key 2:3", "unknown-key 2:90"]),
  ]) func everyFaultOfATokenHasItsPlace(_ token: String, _ wanted: [String]) {
    #expect(faults("tokens:\n  a: {\(token)}\nend: users\n") == wanted)
  }

  @Test func aTokenThatMayDoNothingIsOnlyWarnedOf() {
    let loaded = LoadedUsers(bytes: Array("tokens:\n  a: {secret: \"sha256:\(Self.digest)\"}\nend: users\n".utf8))
    #expect(loaded.book != nil && loaded.diagnostics.map(\.severity) == [.warning])
  }

  @Test func oneTokenIsOneEntry() {
    let line = "{secret: \"sha256:\(Self.digest)\", may: look}"
    #expect(faults("tokens:\n  a: \(line)\n  b: \(line)\nend: users\n") == ["bad-secret 3:15"])
  }

  @Test(arguments: [
    ("", ["empty-file 1:1"]), ("users: {}\n", ["half-saved 1:10"]), ("users: {}\nend: rules\n", ["half-saved 2:6"]),
    ("end: users\n", ["missing-key 1:1"]), ("end: users\nusers: {}\n", ["end-not-last 2:1"]),
    ("users: []\nend: users\n", ["wrong-kind 1:8"]), ("user: {}\nend: users\n", ["unknown-key 1:1"]),
    ("users: {}\nend: users\n", []), ("users:\n  \" a\": {\(good)}\nend: users\n", ["bad-name 2:3"]),
  ]) func aFileThatIsNotWholeIsRefused(_ text: String, _ wanted: [String]) { #expect(faults(text) == wanted) }

  @Test func aSlipOfAKeyIsAnsweredWithTheKey() {
    let loaded = LoadedUsers(bytes: Array("users:\n  a: {\(Self.good), mya: [look]}\nend: users\n".utf8))
    #expect(loaded.diagnostics.first?.suggestion?.en == "did you mean “may”?")
  }

  @Test func noSecretIsShown() {
    let text = "users:\n  a: {secret: \"\(Self.hash)\", at: x}\n  b: {secret: geheim}\n"
    let shown = String(decoding: LoadedUsers.masked(Array(text.utf8)), as: UTF8.self)
    #expect(shown.count == text.count && shown.contains("at: x}"))
    for part in ["BNDML", "abcdefgh", "geheim"] { #expect(!shown.contains(part), "\(part) in \(shown)") }
  }

  // MARK: While somebody works by it

  private func file(_ body: (String, (String) throws -> Void) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "users-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: folder) } }
    let path = folder + "/users.yaml"
    try body(path) { text in
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(chmod(path, 0o640) == 0)
    }
  }

  private func isQuiet(_ users: UserFile) -> Bool { if case nil = users.look(settle: .zero) { true } else { false } }

  @Test func aChangedFileIsReadAgainAndABrokenOneLeavesTheLast() throws {
    try file { path, write in
      try write("users:\n  a: {\(Self.good)}\nend: users\n")
      let users = try #require(UserFile(try UserText.read(path)))
      #expect(isQuiet(users))
      try write("users:\n  b: {\(Self.good)}\nend: users\n")
      guard case .renewed(nil) = users.look(settle: .zero) else { return #expect(Bool(false)) }
      #expect(users.book.viewer(of: "a") == nil && users.book.viewer(of: "b") != nil)
      try write("users:\n  c: {\(Self.good)}\n")
      guard case .refused(let words) = users.look(settle: .zero) else { return #expect(Bool(false)) }
      #expect(words.en.contains("users.yaml:") && words.en.contains("the users read last go on"))
      #expect(users.book.viewer(of: "b") != nil && users.fault != nil)
      #expect(isQuiet(users), "one fault is told once")
      try FileManager.default.removeItem(atPath: path)
      guard case .refused = users.look(settle: .zero) else { return #expect(Bool(false)) }
      #expect(isQuiet(users))
      try write("users:\n  a: {\(Self.good)}\nend: users\n")
      guard case .renewed = users.look(settle: .zero) else { return #expect(Bool(false)) }
      #expect(users.fault == nil)
    }
  }

  /// Written in place in two goes, it says in between what nobody wrote.
  @Test func aMixIsNeverInForce() throws {
    try file { path, write in
      try write("users:\n  a: {\(Self.good)}\nend: users\n")
      let users = try #require(UserFile(try UserText.read(path)))
      for name in ["b", "c"] {
        try write("users:\n  \(name): {\(Self.good)}\nend: users\n")
        for _ in 0..<2 {
          guard case nil = users.look(settle: .seconds(3_600)) else { return #expect(Bool(false)) }
          #expect(users.book.viewer(of: "a") != nil && users.fault == nil)
        }
      }
      // A fault may be a mix as well.
      try write("users:\n  c: {\(Self.good)}\n")
      guard case nil = users.look(settle: .seconds(3_600)) else { return #expect(Bool(false)) }
      try write("users:\n  c: {\(Self.good)}\nend: users\n")
      guard case .renewed = users.look(settle: .zero) else { return #expect(Bool(false)) }
      #expect(users.book.viewer(of: "c") != nil)
    }
  }

  @Test func theTargetOfALinkIsWatched() throws {
    try file { path, write in
      try write("users:\n  a: {\(Self.good)}\nend: users\n")
      let link = path + ".link"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
      let users = try #require(UserFile(try UserText.read(link)))
      #expect(isQuiet(users))
      try write("users:\n  b: {\(Self.good)}\nend: users\n")
      guard case .renewed = users.look(settle: .zero) else { return #expect(Bool(false)) }
      #expect(users.book.viewer(of: "b") != nil)
    }
  }

  @Test func aFileThatOthersMayReadIsTold() throws {
    try file { path, write in
      try write("users:\n  a: {\(Self.good)}\nend: users\n")
      #expect(try UserText.read(path).openWarning == nil)
      #expect(chmod(path, 0o644) == 0)
      #expect(try UserText.read(path).openWarning?.en.contains("chmod o=") == true)
    }
  }
}
