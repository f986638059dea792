package import GridCore
package import Ledger
package import Postings

extension EntryRow {
  /// An entry of notices that were laid down before the ledger knew of them: `note` their addressee and their ids.
  package static let carriedWord = "carried"
  private static let mostCarried = 1000

  /// Entries of notices that were laid down at an address, as many in each as one can hold.
  package static func carried(_ papers: [LaidDownNotices.Paper], at address: String, _ now: Timestamp) -> [EntryRow] {
    stride(from: 0, to: papers.count, by: mostCarried).map { start in
      let some = papers[start..<min(start + mostCarried, papers.count)]
      return EntryRow(
        kind: .delivery, at: now, what: carriedWord, note: ([address] + some.map(\.id)).joined(separator: " "))
    }
  }

  /// Takes down what the note of such an entry tells.
  package static func readCarried(_ note: String, into notices: inout LaidDownNotices) throws {
    let words = note.split(separator: " ")
    for word in words.dropFirst() {
      guard let paper = LaidDownNotices.Paper(id: String(word)) else {
        throw LedgerError.corrupt(.noticeID(String(word)))
      }
      notices.insert(paper, at: String(words[0]))
    }
  }
}
