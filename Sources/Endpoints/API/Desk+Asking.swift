internal import Answers
internal import Doors
internal import Formats
internal import GridCore
internal import JSON
internal import Laws
internal import Ledger
internal import Town
internal import Users
internal import Web
internal import Words

extension Problem {
  /// What only the right `integrity` opens.
  static let notForAll = Problem(
    .notAllowed, Bilingual(en: "this wants the right “integrity”", zh: "需要“integrity”权限"))

  /// A word that neither the rules nor the ledger know.
  init(_ unknown: ItemQuery.Unknown) {
    let (name, word) = (unknown.field.rawValue, quoted(Refusal.excerpt(unknown.word)))
    let meant = unknown.meant.map { quoted($0) }
    let words = Bilingual(
      en: "“\(name)” is \(word): neither the rules nor any item know it"
        + (meant.isEmpty ? "" : "; did you mean \(meant.joined(separator: " or "))?"),
      zh: "“\(name)”的值\(word)：规则和所有事项中都没有" + (meant.isEmpty ? "" : "；是不是\(meant.joined(separator: "、"))？"))
    self.init(.badRequest, words)
  }
}

extension WebAnswer {
  /// The same with the address of the next page (RFC 8288).
  func linking(to next: Query?, of request: WebRequest) -> WebAnswer {
    guard let next else { return self }
    var answer = self
    let path = request.path.map { Query.encoded($0) }.joined(separator: "/")
    answer.headers.add("link", "</\(path)?\(next.text)>; rel=\"next\"")
    return answer
  }
}

extension Desk {
  /// Refuses words that neither the rules nor the ledger know.
  func refuseUnknown(
    _ words: [ItemQuery.Field: String], _ book: RuleBook?, _ ledger: any LedgerReading
  ) throws {
    var query = ItemQuery()
    query.words = words
    if let unknown = try query.unknown(book, ledger) { throw Problem(unknown) }
  }

  /// The item that a path names.
  func item(named name: String, in ledger: any LedgerReading, for viewer: Viewer?) throws -> Item {
    let shown = quoted(Refusal.excerpt(name))
    switch try ItemName(name, in: ledger) {
    case .item(let item):
      if item.identity.source != EventIdentity.integrity || viewer?.sees(item) == true { return item }
      throw Problem(.notFound, Bilingual(en: "no such item: \(shown)", zh: "没有这件事项：\(shown)"))
    case .unknown: throw Problem(.notFound, Bilingual(en: "no such item: \(shown)", zh: "没有这件事项：\(shown)"))
    case .notice(let item):
      throw Problem(
        .notFound, Bilingual(en: "\(shown) is a notice; its item is \(item)", zh: "\(shown) 是通知单编号；其事项为 \(item)"))
    case .several(let ids, let areMore):
      let more = areMore ? " …" : ""
      throw Problem(
        .notFound,
        Bilingual(
          en: "more than one item begins with \(shown): \(ids.joined(separator: ", "))\(more)",
          zh: "以\(shown)开头的事项不止一件：\(ids.joined(separator: "、"))\(more)"))
    }
  }

  /// Items as `list` has them.
  func write(
    _ items: [Item], to writer: inout JSONWriter, at now: Timestamp, _ book: RuleBook?, _ ledger: any LedgerReading,
    _ language: Language
  ) throws {
    writer.beginArray()
    for item in items {
      let answer = try ItemAnswer(item, at: now, under: book, in: ledger)
      let decided = try books.book(item.facts.assignedBy.rules, from: ledger)
      writer.write(answer, decidedUnder: decided, language: language)
    }
    writer.endArray()
  }
}
