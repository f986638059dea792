/// Every mistake that a rules file can hold, each once, by the word it is told with.
///
/// A new one gets its case here; the compiler then asks how bad it is, and a test for its row on the documents' page of mistakes.
package enum FaultCode: String, Sendable, CaseIterable {
  // The bytes and the YAML.
  case encoding
  case oddCharacter = "odd-character"
  case tooLarge = "too-large"
  case syntax
  case outOfMemory = "out-of-memory"
  case alias
  case anchor
  case tag
  case mergeKey = "merge-key"
  case duplicateKey = "duplicate-key"
  case keyKind = "key-kind"
  case secondDocument = "second-document"
  case tooDeep = "too-deep"
  case tooManyNodes = "too-many-nodes"
  case moreFaults = "more-faults"

  // The file as a whole.
  case emptyFile = "empty-file"
  case halfSaved = "half-saved"
  case endNotLast = "end-not-last"
  case version
  case declaresMissing = "declares-missing"
  case declaredCount = "declared-count"
  case tooMany = "too-many"

  // What any value may suffer from.
  case missingKey = "missing-key"
  case unknownKey = "unknown-key"
  case emptyValue = "empty-value"
  case wrongKind = "wrong-kind"
  case badNumber = "bad-number"
  case badPercent = "bad-percent"
  case outOfRange = "out-of-range"
  case badID = "bad-id"
  case reservedID = "reserved-id"
  case duplicateID = "duplicate-id"
  case badName = "bad-name"
  case duplicateName = "duplicate-name"
  case nameIsCode = "name-is-code"

  // What refers to another section.
  case unknownPost = "unknown-post"
  case unknownGroup = "unknown-group"
  case unknownOffice = "unknown-office"
  case unknownDuty = "unknown-duty"
  case unknownMatter = "unknown-matter"
  case unknownCommunity = "unknown-community"
  case unknownGrid = "unknown-grid"
  case unknownRisk = "unknown-risk"
  case unknownUrgency = "unknown-urgency"
  case unknownType = "unknown-type"
  case unknownWord = "unknown-word"
  case badAddress = "bad-address"
  case badSource = "bad-source"

  // Time.
  case badLimit = "bad-limit"
  case limitTooLong = "limit-too-long"
  case badHours = "bad-hours"
  case badOffset = "bad-offset"
  case offsetChanged = "offset-changed"
  case badDate = "bad-date"
  case badTime = "bad-time"
  case badDuration = "bad-duration"
  case badSize = "bad-size"
  case holidayWorked = "holiday-worked"
  case makeUpOnWeekday = "make-up-on-weekday"
  case duplicateDay = "duplicate-day"
  case knownUntilMissing = "known-until-missing"
  case knownUntilBehind = "known-until-behind"

  // Ladder, lifecycle, overrides, rounds, keywords, examples.
  case ladderMissing = "ladder-missing"
  case ladderAfter = "ladder-after"
  case ladderLoop = "ladder-loop"
  case timesWithoutRepeat = "times-without-repeat"
  case officeMissing = "office-missing"
  case overrideChangesNothing = "override-changes-nothing"
  case overrideNeverMatches = "override-never-matches"
  case badRound = "bad-round"
  case keywordList = "keyword-list"
  case exampleFailed = "example-failed"

  // Couriers.
  case badFile = "bad-file"
  case badURL = "bad-url"
  case badSecret = "bad-secret"
  case badRate = "bad-rate"

  // What is valid and hardly meant, and what the day of a check makes of it.
  case unreachedPost = "unreached-post"
  case idleGroup = "idle-group"
  case hidden
  case acceptLate = "accept-late"
  case keywordClash = "keyword-clash"
  case untilNear = "until-near"
  case calendarHorizon = "calendar-horizon"
  case manyRounds = "many-rounds"
  case unproven

  /// How bad it usually is.
  package var severity: Diagnostic.Severity {
    switch self {
    case .declaresMissing, .makeUpOnWeekday, .duplicateDay, .knownUntilMissing, .knownUntilBehind, .ladderMissing,
      .keywordList, .unreachedPost, .idleGroup, .hidden, .acceptLate, .keywordClash, .untilNear, .calendarHorizon,
      .manyRounds, .unproven:
      .warning
    case .encoding, .oddCharacter, .tooLarge, .syntax, .outOfMemory, .alias, .anchor, .tag, .mergeKey, .duplicateKey,
      .keyKind, .secondDocument, .tooDeep, .tooManyNodes, .moreFaults, .emptyFile, .halfSaved, .endNotLast, .version,
      .declaredCount, .tooMany, .missingKey, .unknownKey, .emptyValue, .wrongKind, .badNumber, .badPercent,
      .outOfRange, .badID, .reservedID, .duplicateID, .badName, .duplicateName, .nameIsCode, .unknownPost,
      .unknownGroup, .unknownOffice, .unknownDuty, .unknownMatter, .unknownCommunity, .unknownGrid, .unknownRisk,
      .unknownUrgency, .unknownType, .unknownWord, .badAddress, .badSource, .badLimit, .limitTooLong, .badHours,
      .badOffset, .offsetChanged, .badDate, .badTime, .badDuration, .badSize, .holidayWorked, .ladderAfter, .ladderLoop,
      .timesWithoutRepeat, .officeMissing, .overrideChangesNothing, .overrideNeverMatches,
      .badRound, .exampleFailed, .badFile, .badURL, .badSecret, .badRate:
      .error
    }
  }
}
