import Formats
import GridCore
import Postings
import Proof
import Testing

@testable import Laws
@testable import Ledger

@Suite struct BytesLawTests {
  private static func findings(_ ask: (inout BytesLaw) -> Void, inForce: Digest? = nil) -> [LawFinding] {
    var law = BytesLaw()
    ask(&law)
    let standing = LedgerStanding(
      ledger: "l", epoch: 1, revision: 1, records: 0, recordChain: .zero, entries: 0, entryChain: .zero)
    law.end(LedgerHeart(standing: standing, rulesInForce: inForce, tally: Tally(), isSealed: true))
    return law.findings[.bytes]
  }

  private static func found(_ place: LawPlace, _ flaw: LawFlaw) -> [LawFinding] {
    [LawFinding(place: place, flaw: flaw)]
  }

  private static let record = HandMade.record(1)
  private static let adoption = HandMade.entry(1, .rules, "adopt", note: "1 2 3 4")
  private static let book = StoredRules(
    row: 1, digest: HandMade.digest(3), textDigest: HandMade.digest(3), loadedAt: Timestamp(seconds: 100),
    counts: "1 2 3 4")

  @Test func whatWasReceivedIsKept() {
    let findings = Self.findings(
      { law in
        law.take(Self.record, kept: KeptRow(seq: 1, sha256: HandMade.digest(1)))
        law.take(HandMade.record(2, state: "duplicate"), kept: nil)
        law.take(Self.adoption)
        law.take(Self.book)
        law.take(
          StoredRules(row: 2, digest: HandMade.digest(5), textDigest: nil, loadedAt: nil, counts: StoredRules.noCounts))
      }, inForce: HandMade.digest(3))
    #expect(findings == [])
  }

  @Test func aTranslationThatIsAnothersIsFound() throws {
    let text = #"{"id":"a","source":"s","summary":"x"}"#
    let event = try #require(EventReader.again(Array(text.utf8), received: Timestamp(seconds: 100)))
    let (digest, raw) = (HandMade.digest(1), LawPlace(.raw, 1))
    let kept = { (text: String) in KeptRow(seq: 1, sha256: digest, event: Array(text.utf8)) }
    let record = HandMade.record(1, content: event.content)
    #expect(Self.findings { $0.take(record, kept: kept(text)) } == [])
    for other in [#"{"id":"a","source":"s","summary":"y"}"#, "", "{"] {
      #expect(
        Self.findings { $0.take(record, kept: kept(other)) } == Self.found(raw, .record(.otherBytes)), "\(other)")
    }
  }

  @Test func bytesThatAreOthersOrGoneOrNobodysAreFound() {
    let raw = LawPlace(.raw, 1)
    #expect(
      Self.findings { $0.take(Self.record, kept: KeptRow(seq: 1, sha256: .zero)) }
        == Self.found(raw, .record(.otherBytes)))
    #expect(Self.findings { $0.take(Self.record, kept: nil) } == Self.found(raw, .record(.bytesGone)))
    #expect(
      Self.findings { $0.takeStray(KeptRow(seq: 1, sha256: .zero)) } == Self.found(raw, .record(.bytesOfNoRecord)))
  }

  @Test func aBookIsTheOneThatWasPutInForce() {
    var other = Self.book
    other.textDigest = .zero
    let changes: [(LawFlaw, StoredRules)] = [
      (.heart(.rulesTextIsAnother), other),
      (
        .heart(.rulesNotAsPutInForce),
        {
          var book = Self.book
          book.counts = "9 2 3 4"
          return book
        }()
      ),
      (
        .heart(.rulesNotAsPutInForce),
        {
          var book = Self.book
          book.loadedAt = nil
          return book
        }()
      ),
      (
        .heart(.rulesNotAsPutInForce),
        {
          var book = Self.book
          book.seat = 2
          return book
        }()
      ),
    ]
    for (flaw, book) in changes {
      let findings = Self.findings(
        { law in
          law.take(Self.adoption)
          law.take(book)
        }, inForce: HandMade.digest(3))
      #expect(findings == Self.found(LawPlace(.rules, 1), flaw))
    }
    #expect(Self.findings { $0.take(Self.book) } == Self.found(LawPlace(.rules, 1), .heart(.rulesNeverInForce)))
    #expect(Self.findings({ _ in }, inForce: .zero) == Self.found(.meta, .heart(.otherRulesInForce)))
  }
}

@Suite struct UniquenessLawTests {
  private static func findings(_ ask: (inout UniquenessLaw) -> Void) -> [LawFinding] {
    var law = UniquenessLaw()
    ask(&law)
    return law.findings[.uniqueness]
  }

  private static func owner(_ key: UInt64, _ number: Int64, isItem: Bool = false) -> OwnerRow {
    OwnerRow(key: EventKey(high: key, low: 0), isItem: isItem, number: number)
  }

  private static func found(_ table: LawPlace.Table, _ row: Int64, _ flaw: RecordFlaw) -> [LawFinding] {
    [LawFinding(place: LawPlace(table, row), flaw: .record(flaw))]
  }

  @Test func ownersAndNoticesThatDifferAreWell() {
    let findings = Self.findings { law in
      law.take(HandMade.chained(HandMade.record(1)))
      law.take(HandMade.chained(HandMade.record(2, state: "held", waits: "x")))
      for owner in [Self.owner(1, 9, isItem: true), Self.owner(2, 3), Self.owner(3, 1, isItem: true)] {
        law.take(owner)
      }
      for place in HandMade.places(of: 1, 1, 2) + HandMade.places(of: 2, 1) { law.take(place) }
    }
    #expect(findings == [])
  }

  @Test func whatIsThereTwiceIsNamed() {
    let pairs: [(OwnerRow, OwnerRow, [LawFinding])] = [
      (Self.owner(1, 4), Self.owner(1, 7), Self.found(.record, 7, .twice)),
      (Self.owner(1, 4, isItem: true), Self.owner(1, 7, isItem: true), Self.found(.item, 7, .twice)),
      (Self.owner(1, 9, isItem: true), Self.owner(1, 7), Self.found(.record, 7, .identityOfReport)),
    ]
    for (one, other, found) in pairs {
      let findings = Self.findings { law in
        law.take(one)
        law.take(other)
      }
      #expect(findings == found)
    }
    let twice = [NoticePlace(item: 1, ordinal: 2, row: 3), NoticePlace(item: 1, ordinal: 2, row: 8)]
    #expect(Self.findings { law in for place in twice { law.take(place) } } == Self.found(.notice, 8, .twice))
  }

  @Test func anIdentityBelongsToWhoItsStateGivesIt() {
    #expect(
      Self.findings { $0.take(HandMade.chained(HandMade.record(1), owns: 0)) }
        == Self.found(.record, 1, .ownsWhatIsNotIts))
  }
}

@Suite struct ItemsLawTests {
  private static func findings(_ row: StoredItem, _ seals: [Digest]) -> [LawFinding] {
    var law = ItemsLaw()
    law.take(row, seals: seals.map { ItemSeal(item: row.position, entry: 1, seal: $0) })
    return law.findings[.items]
  }

  @Test func anItemIsWhatItsLastEntrySealed() throws {
    let row = HandMade.item(1, revision: 2)
    let item = try #require(row.item)
    var sealer = ItemSealer()
    let (seal, place) = (sealer.seal(item), LawPlace.item(id: item.id))
    #expect(Self.findings(row, [.zero, seal]) == [])
    for seals in [[seal], [seal, .zero], [.zero, .zero, seal], []] {
      #expect(Self.findings(row, seals) == [LawFinding(place: place, flaw: .record(.notAsEntriesSay))])
    }
    let lost = StoredItem(position: 4, item: nil, isReported: false)
    #expect(
      Self.findings(lost, []) == [LawFinding(place: LawPlace(.item, 4), flaw: .record(.hasNoRecordOrRules))])
  }
}
