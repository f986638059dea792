internal import Formats
internal import GridCore
internal import JSON
internal import Translation
internal import Web
internal import Words

/// What the records of a body come to, one after the other.
struct DeliveryReading {
  private var delivery: EventDelivery
  private let source: String?
  private let collecting: Bool
  private var refused = 0
  /// Parts of the file that must not be taken for records.
  private var foreign: [Range<Int>] = []
  private var made: [UInt8]?

  init(_ delivery: EventDelivery, source: String?, collecting: Bool) {
    self.delivery = delivery
    self.source = source
    self.collecting = collecting
  }

  /// Adds a record; `foreign`: where it stands, if the sender said that it is a CloudEvent, and it is none.
  mutating func add(_ record: RecordReading, foreign range: Range<Int>?) throws(Problem) {
    switch record.result {
    case .success(let event):
      try refuseStrangers(event.identity.source)
      if let range {
        foreign.append(range)
        let position = record.position
        refuse(
          Refusal(.cloudEvent, [.fault: "specversion"]), line: position.line, column: position.column,
          source: event.identity.source, id: event.identity.id)
        return
      }
      delivery.events += 1
      guard collecting else { return }
      delivery.records.append(
        EventDelivery.Record(
          source: event.identity.source, id: event.identity.id, line: record.position.line,
          column: record.position.column, code: nil, words: nil))
    case .failure(let rejection):
      if let source = rejection.source { try refuseStrangers(source) }
      refuse(
        rejection.refusal, line: rejection.line, column: rejection.column, source: rejection.source, id: rejection.id)
    }
  }

  private mutating func refuse(_ refusal: Refusal, line: Int, column: Int, source: String?, id: String?) {
    refused += 1
    let words = refusal.message
    let isOfHead = line <= delivery.linesBefore
    if delivery.faults.count < EventDelivery.mostFaults {
      delivery.faults.append(
        Problem.Fault(
          line: isOfHead ? nil : line - delivery.linesBefore, column: isOfHead ? nil : column,
          code: refusal.code.rawValue, words: words))
    }
    guard collecting else { return }
    delivery.records.append(
      EventDelivery.Record(
        source: source, id: id, line: line, column: column, code: refusal.code.rawValue, words: words))
  }

  /// Who files for one source files for no other, and nobody files for the board.
  private func refuseStrangers(_ found: String) throws(Problem) {
    if let source {
      if source.utf8.elementsEqual(found.utf8) { return }
    } else if found != EventIdentity.board {
      return
    }
    let shown = Refusal.excerpt(found)
    throw Problem(
      .wrongSource,
      Bilingual(
        en: source.map { "a record's source is “\(shown)”; this token files for “\($0)” alone" }
          ?? "nobody but the board sends under the source “\(shown)”",
        zh: source.map { "有记录的来源是“\(shown)”；此令牌只能为“\($0)”报送" } ?? "来源“\(shown)”只由平台自身使用"))
  }

  /// The bytes to lay down, once they are not the body's any more.
  mutating func append(_ byte: UInt8, to bytes: [UInt8]) {
    made = (made ?? bytes) + [byte]
  }

  /// What it all comes to.
  ///
  /// - Throws: `refused`, where no record could be accepted.
  mutating func finished(_ bytes: [UInt8]) throws(Problem) -> EventDelivery {
    guard delivery.events > 0 else {
      let only = refused == 1 ? delivery.faults.first : nil
      var problem = Problem(
        .refused, only?.words ?? Refusal(.noAcceptableRecord, [.count: "\(refused)"]).message)
      problem.faults = delivery.faults
      (problem.line, problem.column) = (delivery.faults.first?.line, delivery.faults.first?.column)
      throw problem
    }
    if !foreign.isEmpty {
      var text = made ?? bytes
      for range in foreign { Self.blank(range, in: &text) }
      made = text
    }
    if let made { delivery.content = .made(made) }
    return delivery
  }

  /// Puts a value in the place of a record that the daemon refuses as we do; the others stand where they stood.
  private static func blank(_ range: Range<Int>, in text: inout [UInt8]) {
    for index in range where text[index] != ASCII.lineFeed { text[index] = ASCII.space }
    text[range.lowerBound] = ASCII.zero
  }
}
