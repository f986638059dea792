/// The hash of a password, as crypt(3) writes it.
enum PasswordHash {
  private static let alphabet = Set("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  /// Whether a text is one of a kind that is strong enough: yescrypt, SHA-512 or bcrypt, whole.
  static func isOne(_ text: String) -> Bool {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false).map { Array($0.utf8) }
    guard parts.count >= 4, parts[0].isEmpty, let hash = parts.last, hash.allSatisfy(alphabet.contains) else {
      return false
    }
    let between = parts[2..<(parts.count - 1)]
    switch String(decoding: parts[1], as: UTF8.self) {
    case "y":
      return between.count == 2 && hash.count == 43 && between.allSatisfy { $0.allSatisfy(alphabet.contains) }
        && !parts[2].isEmpty
    case "6":
      guard hash.count == 86, between.count <= 2, let salt = between.last, salt.count <= 16 else { return false }
      return between.count == 1 || rounds(between.first ?? []) != nil
    case "2b":
      // Up to a quarter of a minute: more is a slip, and would keep everybody out.
      let cost = Int(String(decoding: parts[2], as: UTF8.self)) ?? 0
      return between.count == 1 && parts[2].count == 2 && (4...17).contains(cost) && hash.count == 53
    default: return false
    }
  }

  private static func rounds(_ bytes: [UInt8]) -> Int? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasPrefix("rounds="), let rounds = Int(text.dropFirst(7)), (1_000...20_000_000).contains(rounds) else {
      return nil
    }
    return rounds
  }
}
