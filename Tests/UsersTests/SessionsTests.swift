import GridCore
import Testing

@testable import Users

/// Who is let in, for how long, and how often somebody may guess.
@Suite struct SessionsTests {
  private static let now = Timestamp(seconds: 1_795_000_000)

  private static func book(_ people: String = "", tokens: String = "") throws -> UserBook {
    let text = "users: {\(people)}\ntokens: {\(tokens)}\nend: users\n"
    let loaded = LoadedUsers(bytes: Array(text.utf8))
    return try #require(loaded.book, "\(loaded.diagnostics)")
  }

  private static let zhang = "zhang: {secret: \"\(UserFileTests.hash)\", at: heshuikou/heshuikou-03/patrol}"

  // MARK: Secrets

  @Test(arguments: [
    UserFileTests.hash, "$2b$04$abcdefghijklmnopqrstuuPWRtT5yx7FBi4dcf6ROhboeNunUrLQ.",
    "$6$abcdefgh$msgktWxVAbjjh3X7lA5LaM7dS/ZfABJL6T4qcRsnjcOTj0kptUvZcrvrXIoO5fgPA9xz6UnF2To2Y7jGc/IZY/",
  ]) func passwordsAreThoseOfTheirHashes(_ hash: String) throws {
    let book = try Self.book("zhang: {secret: \"\(hash)\"}")
    #expect(book.check(password: "geheim", of: "zhang")?.viewer.key == "zhang")
    for wrong in ["", "geheim ", "Geheim", String(repeating: "x", count: 600), "geheim\0"] {
      #expect(book.check(password: wrong, of: "zhang") == nil)
    }
    #expect(book.check(password: "geheim", of: "nobody") == nil)
    #expect(try Self.book().check(password: "geheim", of: "nobody") == nil)
  }

  @Test func aNewHashIsOneThatAFileMayHold() throws {
    let hash = try Password.hash("密码 mit Blank")
    #expect(hash.hasPrefix("$y$") && PasswordHash.isOne(hash))
    #expect(Password.isRight("密码 mit Blank", for: hash) && !Password.isRight("密码", for: hash))
    #expect(throws: Never.self) { try Password.hash("x", by: UserBook.nobody) }
    #expect(throws: Password.Trouble.refused) { try Password.hash("x", by: "$nonsense$") }
  }

  @Test func aTokenIsKnownByItsDigest() throws {
    let (token, other) = (Token(), Token())
    #expect(token.text.hasPrefix("gp_") && token.text.utf8.count == 46 && token.text != other.text)
    let book = try Self.book(tokens: "a: {secret: \"\(token.secret)\", source: zhilitong, may: [look]}")
    #expect(book.viewer(ofToken: token.text)?.source == "zhilitong")
    #expect(book.viewer(ofToken: token.text)?.isPerson == false)
    for wrong in [other.text, String(token.text.dropLast()), token.text + "A", "", "gp_"] {
      #expect(book.viewer(ofToken: wrong) == nil)
    }
  }

  // MARK: Sessions

  private func entry(_ book: UserBook) throws -> UserEntry { try #require(book.check(password: "geheim", of: "zhang")) }

  @Test func aSessionLastsTwelveHours() throws {
    let (sessions, book) = (Sessions(), try Self.book(Self.zhang))
    let id = sessions.logIn(try entry(book), leaving: nil, at: Self.now)
    #expect(Sessions.isID(id) && Sessions.isID(Sessions.newID()) && !Sessions.isID("x"))
    #expect(sessions.viewer(of: id, in: book, at: Self.now.adding(43_199))?.key == "zhang")
    #expect(sessions.viewer(of: id, in: book, at: Self.now.adding(43_200)) == nil)
    #expect(sessions.viewer(of: id, in: book, at: Self.now) == nil, "what is over stays over")
  }

  @Test func whoLogsInOrOutHasANewID() throws {
    let (sessions, book) = (Sessions(), try Self.book(Self.zhang))
    let first = sessions.logIn(try entry(book), leaving: Sessions.newID(), at: Self.now)
    let second = sessions.logIn(try entry(book), leaving: first, at: Self.now)
    #expect(first != second && sessions.viewer(of: first, in: book, at: Self.now) == nil)
    let third = sessions.logOut(second)
    #expect(third != second && sessions.viewer(of: second, in: book, at: Self.now) == nil)
    #expect(sessions.viewer(of: third, in: book, at: Self.now) == nil)
  }

  @Test func whoWasChangedOrTakenOutIsOut() throws {
    let book = try Self.book(Self.zhang)
    for other in [try Self.book(), try Self.book(Self.zhang.replacing("-03", with: "-04"))] {
      let sessions = Sessions()
      let id = sessions.logIn(try entry(book), leaving: nil, at: Self.now)
      #expect(sessions.viewer(of: id, in: book, at: Self.now) != nil)
      #expect(sessions.viewer(of: id, in: other, at: Self.now) == nil)
    }
  }

  @Test func aTokensSessionLastsAsLongAsTheToken() throws {
    let (sessions, token) = (Sessions(), Token())
    let book = try Self.book(tokens: "wall: {secret: \"\(token.secret)\", may: [look]}")
    let id = sessions.logIn(try #require(book.entry(ofToken: token.text)), leaving: nil, at: Self.now)
    #expect(sessions.viewer(of: id, in: book, at: Self.now.adding(90 * 86_400))?.key == "wall")
    #expect(sessions.viewer(of: id, in: try Self.book(), at: Self.now) == nil)
  }

  @Test func aFormIsOfItsSessionAndWrittenAnewEachTime() {
    let (tokens, session) = (FormToken(), Sessions.newID())
    let (first, second) = (tokens.text(for: session), tokens.text(for: session))
    #expect(first != second && tokens.isGood(first, for: session) && tokens.isGood(second, for: session))
    #expect(!tokens.isGood(first, for: Sessions.newID()) && !FormToken().isGood(first, for: session))
    for wrong in [nil, "", String(first.dropLast()), String(first.reversed())] {
      #expect(!tokens.isGood(wrong, for: session))
    }
  }

  // MARK: Tries

  @Test func fiveWrongTriesAMinuteAreEnough() {
    let tries = Tries()
    for second in 0..<5 {
      #expect(tries.begin(name: "a", address: "1.2.3.4", at: Self.now.adding(Int64(second))) == nil)
    }
    #expect(tries.begin(name: "a", address: "1.2.3.4", at: Self.now.adding(5)) == 55)
    #expect(tries.begin(name: "b", address: "1.2.3.4", at: Self.now.adding(5)) == nil)
    #expect(tries.begin(name: "a", address: "1.2.3.5", at: Self.now.adding(5)) == nil)
    #expect(tries.begin(name: "a", address: "1.2.3.4", at: Self.now.adding(60)) == nil)
    #expect(tries.begin(name: "a", address: "1.2.3.4", at: Self.now.adding(60)) == 1)
  }

  @Test func thirtyWrongTriesOfAnAddressAreEnough() {
    let tries = Tries()
    for name in 0..<30 { #expect(tries.begin(name: "\(name)", address: "unix", at: Self.now) == nil) }
    #expect(tries.begin(name: "x", address: "unix", at: Self.now) == 60)
    #expect(tries.begin(name: "x", address: "unix", at: Self.now.adding(60)) == nil)
  }

  @Test func rightTriesDoNotCount() {
    let tries = Tries()
    for _ in 0..<100 {
      #expect(tries.begin(name: "a", address: "::1", at: Self.now) == nil)
      tries.forgive(name: "a", address: "::1", at: Self.now)
    }
  }

  @Test func whoGuessedTooOftenWaitsWithTheRightPasswordToo() throws {
    let (tries, token) = (Tries(), Token())
    let book = try Self.book(
      Self.zhang,
      tokens: "wall: {secret: \"\(token.secret)\", may: [look]}, in: {secret: \"\(Token().secret)\", source: a}")
    func decide(_ name: String, _ password: String) -> String {
      let answer = LogIn.decide(
        name: name, password: password, address: "1.1.1.1", book: book, tries: tries, at: Self.now)
      return switch answer {
      case .welcome(let entry): entry.viewer.key ?? ""
      case .wrong: "wrong"
      case .wait(let seconds): "wait \(seconds)"
      }
    }
    #expect(decide("zhang", "geheim") == "zhang")
    #expect(decide("", " \(token.text)\n") == "wall" && decide(token.text, "") == "wall")
    #expect(decide("", Token().text) == "wrong")
    for _ in 0..<5 { #expect(decide("zhang", "falsch") == "wrong") }
    #expect(decide("zhang", "geheim") == "wait 60")
  }

  @Test func aTokenThatMayNotLookIsNotLetIn() throws {
    let token = Token()
    let book = try Self.book(tokens: "in: {secret: \"\(token.secret)\", source: a}")
    let answer = LogIn.decide(
      name: "in", password: token.text, address: "unix", book: book, tries: Tries(), at: Self.now)
    guard case .wrong = answer else { return #expect(Bool(false)) }
  }
}
