import GridCore
import Seals
import Testing

@testable import Postings

/// No two different rows share a digest's bytes, and what came later changes no digest of a row that does not have it.
@Suite struct FieldHasherTests {
  private func digest(_ body: (inout FieldHasher) -> Void) -> Digest {
    var hasher = FieldHasher()
    body(&hasher)
    return hasher.finish()
  }

  @Test func whatIsAtItsDefaultLeavesTheDigestOfTheFirstRelease() {
    let first = digest { $0.add("a") }
    #expect(
      first
        == digest { hasher in
          hasher.add("a")
          for field in LaterField.allCases {
            hasher.add(later: field, nil as Int64?)
            hasher.add(later: field, nil as String?)
          }
        })
  }

  @Test func everyValueOfEveryLaterFieldHasADigestOfItsOwn() {
    var digests = [digest { $0.add("a") }]
    for field in LaterField.allCases {
      for number in [0, 1, 2] as [Int64] {
        digests.append(
          digest {
            $0.add("a")
            $0.add(later: field, number)
          })
      }
      for text in ["", "a", "0"] {
        digests.append(
          digest {
            $0.add("a")
            $0.add(later: field, text)
          })
      }
    }
    digests.append(
      digest {
        $0.add("a")
        $0.add(later: .decidedBy, 1)
        $0.add(later: .seat, 1)
      })
    // A later field is no field of the next row, nor the other way round.
    digests.append(
      digest {
        $0.add("a")
        $0.add(1 as Int64?)
      })
    digests.append(
      digest {
        $0.add("a")
        $0.add(nil as Int64?)
      })
    #expect(Set(digests).count == digests.count)
  }

  @Test func numbersOfLaterFieldsAreGivenForEver() {
    #expect(
      LaterField.allCases.map { "\($0) \($0.rawValue)" }
        == [
          "decidedBy 1", "seat 2", "parameters 3", "more 4", "kind 5", "subject 6", "place 7", "life 8",
        ])
  }
}
