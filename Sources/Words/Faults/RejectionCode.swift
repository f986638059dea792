/// Every reason for which a record, a step or a whole file is refused, each once, by the word it is told with.
///
/// A new one gets its case here; the compiler then asks for its words, and a test for its row on the documents' page of mistakes.
package enum RejectionCode: String, Sendable, CaseIterable {
  // The bytes and the JSON, of a record or of a whole file.
  case empty
  case encoding
  case syntax
  case trailing
  case duplicateKey = "dup-key"
  case loneSurrogate = "lone-surrogate"
  case tooDeep = "too-deep"
  case tooLarge = "too-large"
  case offset

  // The event.
  case notAnEvent = "not-an-event"
  case notAReport = "not-a-report"
  case cloudEvent = "cloudevent"
  case missingID = "missing-id"
  case missingSource = "missing-source"
  case missingItem = "missing-item"
  case wrongType = "wrong-type"
  case tooLong = "too-long"
  case controlCharacter = "control-character"
  case unknownType = "unknown-type"
  case unknownRisk = "unknown-risk"
  case badValue = "bad-value"
  case badLimit = "bad-limit"
  case badTime = "bad-time"
  case timeOutOfRange = "time-out-of-range"
  case wrongSource = "wrong-source"
  case reservedSource = "reserved-source"

  // A table, and what is translated.
  case noHead = "no-head"
  case noColumn = "no-column"
  case columnTwice = "column-twice"
  case rowCells = "row-cells"
  case badQuote = "bad-quote"
  case spreadsheetNumber = "spreadsheet-number"
  case unknownCode = "unknown-code"

  // What the ledger knows, and what the item takes.
  case conflict
  case keyCollision = "key-collision"
  case illegalStep = "illegal-step"
  case notYours = "not-yours"
  case changedMeanwhile = "changed-meanwhile"
  case unsupportedStep = "unsupported-step"
  case unknownItem = "unknown-item"
  case notAllowed = "not-allowed"
  case noneOfList = "none-of-list"
  case unknownGrid = "unknown-grid"

  // Orders.
  case badDigest = "bad-digest"
  case notHeld = "not-held"
  case badRedispatch = "bad-redispatch"
  case stalePlan = "stale-plan"

  // A file that is set aside whole.
  case noAcceptableRecord = "no-acceptable-record"
  case symlink
  case hardLink = "hard-link"
  case poison
}

extension RejectionCode {
  /// Whether a record may be refused for it before anybody has made an event of it.
  package var isOfTranslation: Bool {
    switch self {
    case .rowCells, .badQuote, .spreadsheetNumber, .unknownCode, .encoding, .tooLarge, .badTime: true
    default: false
    }
  }
}
