import GridCore
internal import JSON
internal import Words

extension EventDecoder {
  func order(_ kind: Order.Kind, of fields: EventFields) throws(EventFlaw) -> Order {
    let (by, note) = (try words(.by, of: fields), try words(.note, of: fields))
    switch kind {
    case .apply: return .apply(digest: try digest(.digest, of: fields, or: .badDigest), by: by, note: note)
    case .redispatch:
      // Whoever names one item so means it, and nothing else.
      if let item = fields[.item] ?? fields[.report] {
        throw EventFlaw(.badRedispatch, at: item.offset, [.name: item.key])
      }
      var order = Redispatch(rules: try digest(.rules, of: fields, or: .badRedispatch))
      (order.matter, order.duty) = (try filter(.matter, of: fields), try filter(.duty, of: fields))
      (order.community, order.grid) = (try filter(.community, of: fields), try filter(.grid, of: fields))
      order.items = try fields[.items].map { list throws(EventFlaw) in try items(list) } ?? []
      order.notAccepted = try isSet(.notAccepted, of: fields)
      (order.by, order.note) = (by, note)
      return .redispatch(order)
    }
  }

  /// The hex digits that name a book.
  private func digest(
    _ field: EventField, of fields: EventFields, or code: RejectionCode
  ) throws(EventFlaw) -> String {
    let digest = try text(field, of: fields)
    guard let digest, Order.names(aDigest: digest) else {
      throw EventFlaw(code, at: fields[field]?.offset ?? start, [.found: Refusal.excerpt(digest ?? "")])
    }
    return digest
  }

  /// A name that narrows what an order is about: an empty one would be taken for none.
  private func filter(_ field: EventField, of fields: EventFields) throws(EventFlaw) -> String? {
    guard let text = try text(field, of: fields), let member = fields[field] else { return nil }
    if text.isEmpty { throw .badValue(field.name, member, found: text, wanted: []) }
    return text
  }

  private func isSet(_ field: EventField, of fields: EventFields) throws(EventFlaw) -> Bool {
    guard let member = fields[field] else { return false }
    guard case .bool(let value) = member.value else { throw .wrongType(field.name, member, wanted: .bool) }
    return value
  }
}
