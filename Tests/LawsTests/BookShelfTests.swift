import Formats
import GridCore
import Laws
import LedgerStories
import Testing

/// Old books are read from the ledger, each once.
@Suite struct BookShelfTests {
  private struct Unreadable: Error {}

  @Test func aBookIsReadOnceAndKnownFromThenOn() throws {
    let (shelf, text) = (BookShelf(), Array(TestTown.writtenRules.utf8))
    let digest = sha256(of: text)
    var asked = 0
    for _ in 0..<3 {
      let book = try shelf.book(digest) { () throws(Unreadable) in
        asked += 1
        return text
      }
      #expect(book?.digest == digest)
    }
    #expect(asked == 1)
  }

  @Test func whatDoesNotReadIsNoBookAndIsNotReadAgain() throws {
    let (shelf, text) = (BookShelf(), Array("version: 1\n".utf8))
    var asked = 0
    for _ in 0..<2 {
      let book = try shelf.book(sha256(of: text)) { () throws(Unreadable) in
        asked += 1
        return text
      }
      #expect(book == nil)
    }
    #expect(asked == 1)
  }

  @Test func whatIsNotThereOrCannotBeHadIsAskedForAgain() throws {
    let (shelf, text) = (BookShelf(), Array(TestTown.writtenRules.utf8))
    let digest = sha256(of: text)
    #expect(throws: Unreadable.self) {
      _ = try shelf.book(digest) { () throws(Unreadable) in throw Unreadable() }
    }
    #expect(try shelf.book(digest) { () throws(Unreadable) in nil } == nil)
    #expect(try shelf.book(digest) { () throws(Unreadable) in text } != nil)
  }

  @Test func aShelfThatIsFullIsClearedAndGoesOn() throws {
    let shelf = BookShelf()
    for number in 0...BookShelf.mostBooks {
      let text = Array("# \(number)\n\(TestTown.writtenRules)".utf8)
      #expect(try shelf.book(sha256(of: text)) { () throws(Unreadable) in text } != nil)
    }
    let first = Array("# 0\n\(TestTown.writtenRules)".utf8)
    #expect(try shelf.book(sha256(of: first)) { () throws(Unreadable) in first } != nil)
  }
}
