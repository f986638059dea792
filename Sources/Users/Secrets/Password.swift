internal import CCrypt
internal import Glibc
internal import Linux

/// Passwords as the system hashes them (crypt(3)), no more than two at a time.
///
/// Hashing takes its time on purpose: whoever calls does so on a thread of its own, never on one that others wait for.
package enum Password {
  /// Why nothing could be hashed.
  package enum Trouble: Error {
    /// There is no libcrypt on this machine.
    case noLibrary
    /// The library takes the password or the hash for none: a password of more than 512 bytes, a kind of hash that it does not know.
    case refused
    case outOfMemory
  }

  /// The most bytes of a password: more takes no kind of hash.
  package static let longest = 511

  /// A new hash of a password, of the kind that is best today (yescrypt, `$y$`).
  package static func hash(_ password: String) throws(Trouble) -> String {
    var setting = [CChar](repeating: 0, count: Int(GP_CRYPT_ROOM))
    let salt = Random.bytes(24)
    try check(salt.withUnsafeBytes { gp_crypt_setting("$y$", 0, $0.baseAddress, $0.count, &setting) })
    return try hash(password, by: text(setting))
  }

  /// Whether a password is the one of a hash.
  static func isRight(_ password: String, for hash: String) -> Bool {
    do throws(Trouble) {
      return isSame(Array(try Self.hash(password, by: hash).utf8), Array(hash.utf8))
    } catch {
      return false
    }
  }

  /// Hashes by the kind, the cost and the salt of another hash, or of a setting.
  static func hash(_ password: String, by setting: String) throws(Trouble) -> String {
    guard password.utf8.count <= longest, !password.utf8.contains(0) else { throw .refused }
    var result = [CChar](repeating: 0, count: Int(GP_CRYPT_ROOM))
    gate.pass()
    defer { gate.open() }
    try check(gp_crypt(password, setting, &result))
    return text(result)
  }

  /// Lets two through at once: each hash takes as much memory and time as its kind asks for.
  private static let gate: Turnstile = {
    let gate = Turnstile()
    gate.open()
    gate.open()
    return gate
  }()

  private static func check(_ answer: Int32) throws(Trouble) {
    switch -answer {
    case 0: return
    case ENOSYS: throw .noLibrary
    case ENOMEM: throw .outOfMemory
    default: throw .refused
    }
  }

  private static func text(_ room: [CChar]) -> String {
    String(decoding: room.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

/// Whether two runs of bytes are the same, in a time that tells nothing of where they differ.
func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  guard left.count == right.count else { return false }
  var difference: UInt8 = 0
  for index in left.indices { difference |= left[index] ^ right[index] }
  return difference == 0
}
