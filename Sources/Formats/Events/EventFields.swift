import GridCore
internal import JSON

/// A field that has a meaning here (contract §3); all others are kept and not looked at.
enum EventField: Int, CaseIterable {
  case id, source, type, time
  case matter, community, grid, summary, place, subject, reporter, risk, resolved, points
  case item, items, report, by, `as`, seen, note, to, until, byLimit, outcome, satisfaction, ground
  case digest, rules, duty, notAccepted
  case round, signal
  case specversion, datacontenttype, data, dataBase64

  var name: String { Self.names[rawValue] }

  private static let names: [String] = allCases.map {
    switch $0 {
    case .byLimit: "by_limit"
    case .notAccepted: "not_accepted"
    case .dataBase64: "data_base64"
    default: "\($0)"
    }
  }

  /// The field of this name; nil for any other key. Names are lower-case ASCII, to which no other text is equivalent.
  init?(name: String) {
    let (count, fields) = (name.utf8.count, Self.byLength)
    guard count < fields.count, let place = fields[count].firstIndex(where: { $0.name == name }) else { return nil }
    self = fields[count][place].field
  }

  static let count = allCases.count

  // A handful of names at most have the same length, which is less work than to hash a key.
  private static let byLength: [[(name: String, field: EventField)]] = (0...15).map { length in
    allCases.filter { $0.name.utf8.count == length }.map { ($0.name, $0) }
  }
}

/// The members of an object, found by field. A null is the same as an absence.
struct EventFields {
  private(set) var members: [JSONMember]
  /// One more than the index of each field's member; 0 of a field that is not there.
  private var places: [Int]

  init(_ members: [JSONMember]) {
    self.members = members
    places = Array(repeating: 0, count: EventField.count)
    // By their places: to copy a member costs more than to look at it.
    var hasNull = false
    for index in members.indices {
      if case .null = members[index].value { hasNull = true }
    }
    if hasNull { self.members.removeAll(where: \.isNull) }
    for index in self.members.indices {
      if let field = EventField(name: self.members[index].key) { places[field.rawValue] = index + 1 }
    }
  }

  subscript(field: EventField) -> JSONMember? {
    let place = places[field.rawValue]
    return place == 0 ? nil : members[place - 1]
  }

  /// Adds a field that is not there yet.
  mutating func add(_ field: EventField, _ value: JSONValue) {
    members.append(JSONMember(key: field.name, value: value))
    places[field.rawValue] = members.count
  }
}
