package import Words
internal import YAML

/// What a `users.yaml` says.
package struct LoadedUsers: Sendable {
  /// Everybody; nil exactly when a diagnostic is an error.
  package let book: UserBook?
  /// Every fault, by position.
  package let diagnostics: [Diagnostic]

  /// The most bytes a file may have.
  package static let largest = YAMLParser.largest

  /// The answer to a file of more bytes than that.
  package static var tooLarge: LoadedUsers {
    LoadedUsers(book: nil, diagnostics: [UserReader.file.tooLarge])
  }

  private init(book: UserBook?, diagnostics: [Diagnostic]) {
    (self.book, self.diagnostics) = (book, diagnostics)
  }

  /// Reads the bytes of a file: the only way from bytes to users.
  ///
  /// Guarantees: any bytes give an answer; all faults are told at once, each with its place; what cannot be read is an error and never a
  /// default; no fault says anything of a secret.
  package init(bytes: [UInt8]) {
    var reader = UserReader()
    (book, diagnostics) = reader.load(bytes)
  }

  /// A text of the file as it may be shown: of every secret only its kind, the rest in dots, each place where it was.
  package static func masked(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    let marks = ["secret", "$", "sha256:", "gp_"].map { Array($0.utf8) }
    var index = 0
    while index < bytes.count {
      guard let mark = marks.first(where: { bytes[index...].starts(with: $0) }) else {
        index += 1
        continue
      }
      index += mark.count
      if mark == marks[0] {
        while index < bytes.count, [0x20, 0x22, 0x27, 0x3A].contains(bytes[index]) { index += 1 }
      }
      while index < bytes.count, bytes[index] > 0x20, ![0x22, 0x27, 0x2C, 0x7D, 0x5D].contains(bytes[index]) {
        if bytes[index] < 0x80 { result[index] = UInt8(ascii: ".") }
        index += 1
      }
    }
    return result
  }
}
