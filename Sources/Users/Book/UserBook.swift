internal import GridCore

/// Everybody of a `users.yaml`: people, who log in with a password, and tokens, which programs show.
package struct UserBook: Sendable {
  private let people: [ByteText: UserEntry]
  private let tokens: [ByteText: UserEntry]
  /// The hashes of all people, by which names that nobody has are hashed.
  private let hashes: [String]
  /// Spreads such names over them; others each time the program starts.
  private static let seed = Random.bytes(16)

  init(people: [UserEntry], tokens: [UserEntry]) {
    self.people = Self.byKey(people)
    self.tokens = Self.byKey(tokens)
    hashes = people.compactMap { entry in
      if case .password(let hash) = entry.secret { hash } else { nil }
    }
  }

  private static func byKey(_ entries: [UserEntry]) -> [ByteText: UserEntry] {
    Dictionary(entries.map { (ByteText($0.viewer.key ?? ""), $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// How many there are of each.
  package var count: (people: Int, tokens: Int) { (people.count, tokens.count) }

  /// A person.
  package func viewer(of key: String) -> Viewer? { people[ByteText(key)]?.viewer }

  /// Whose token a text is.
  package func viewer(ofToken text: String) -> Viewer? { entry(ofToken: text)?.viewer }

  /// Who has this name and this password.
  ///
  /// It takes as long as hashing takes, whether the name is known or not, and waits while two others are hashed: call it on a thread
  /// that nobody waits for.
  package func check(password: String, of key: String) -> UserEntry? {
    let found = people[ByteText(key)]
    guard let found, case .password(let hash) = found.secret else {
      _ = Password.isRight(password, for: substitute(for: key))
      return nil
    }
    return Password.isRight(password, for: hash) ? found : nil
  }

  /// The entry of a token: each is compared, and all of it.
  package func entry(ofToken text: String) -> UserEntry? {
    guard let token = Token(text) else { return nil }
    let bytes = token.digest.bytes
    var found: UserEntry?
    for entry in tokens.values {
      if case .token(let digest) = entry.secret, isSame(digest.bytes, bytes) { found = entry }
    }
    return found
  }

  /// Whether an entry stands in the book as it did.
  func has(_ entry: UserEntry) -> Bool {
    let key = ByteText(entry.viewer.key ?? "")
    return (entry.viewer.isPerson ? people[key] : tokens[key]) == entry
  }

  // The same name always takes the time of the same hash, as that of a person does.
  private func substitute(for key: String) -> String {
    guard !hashes.isEmpty else { return Self.nobody }
    var sum: UInt64 = 14_695_981_039_346_656_037
    for byte in Self.seed + Array(key.utf8) { sum = (sum ^ UInt64(byte)) &* 1_099_511_628_211 }
    return hashes[Int(sum % UInt64(hashes.count))]
  }

  /// Where there are no people: of no password.
  static let nobody = "$y$j9T$tB8TsnUIZNHhEzmk7UPVM.$"
}
