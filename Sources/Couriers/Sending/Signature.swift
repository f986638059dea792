internal import Crypto
internal import Formats

/// What messages are signed with: HMAC-SHA256, in base 64.
enum Signature {
  static func sign(_ message: [UInt8], with key: [UInt8]) -> String {
    var code = HMAC<SHA256>(key: SymmetricKey(data: key))
    code.update(data: message)
    return Base64.encode(Array(code.finalize()))
  }

  /// The text as a parameter of a URL.
  static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: String(UnicodeScalar(byte))
      default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
  }
}
