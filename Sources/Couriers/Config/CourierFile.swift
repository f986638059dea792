package import Words
internal import YAML

/// The couriers of a town, as a file has them.
package struct LoadedCouriers: Sendable {
  /// How the file is called.
  package let name: String
  /// The couriers; nil exactly when a diagnostic is an error.
  package let couriers: [Courier]?
  /// Every fault, by position.
  package let diagnostics: [Diagnostic]
  /// Other files that it names, with what is written in them.
  package let files: [String]
  /// Those of them that only we should be able to read.
  package let secretFiles: [String]
}

/// What came of reading a file that a courier names.
package enum NamedFile: Sendable {
  case bytes([UInt8])
  /// It cannot be read, and why.
  case unreadable(Bilingual)
}

/// Reads `couriers.yaml`: the only way from bytes to couriers.
///
/// Guarantees: any bytes give an answer; all faults are told at once, each with its place; what cannot be read is an error and never a
/// default; no fault says anything of a secret, nor of a URL more than its scheme and host.
package enum CourierFile {
  /// The most bytes a file may have.
  package static let largest = YAMLParser.largest

  /// The answer to a file of more bytes than that.
  package static func tooLarge(name: String) -> LoadedCouriers {
    LoadedCouriers(
      name: name, couriers: nil, diagnostics: [CourierReader.file.tooLarge], files: [], secretFiles: [])
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameters:
  ///   - name: how the file is called, for the faults.
  ///   - folder: where it lies; what it names lies beside it.
  ///   - open: reads a file that it names.
  package static func load(bytes: [UInt8], name: String, folder: String, open: (String) -> NamedFile) -> LoadedCouriers
  {
    withoutActuallyEscaping(open) { open in
      var reader = CourierReader(folder: folder, open: open)
      let (couriers, faults) = reader.load(bytes)
      return LoadedCouriers(
        name: name, couriers: couriers, diagnostics: faults, files: reader.opened, secretFiles: reader.openedSecrets)
    }
  }

  /// A text of the file as it may be shown: of every URL in it only scheme and host, the rest in dots, each place where it was.
  package static func masked(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    var index = 0
    while index < bytes.count {
      guard
        let scheme = ["http://", "https://"].map({ Array($0.utf8) }).first(where: { bytes[index...].starts(with: $0) })
      else {
        // What is no file's name behind the word was to be a secret.
        if bytes[index...].starts(with: Array("secret:".utf8)) {
          index += 7
          while index < bytes.count, [0x20, 0x22, 0x27, 0x5B].contains(bytes[index]) { index += 1 }
          if !bytes[index...].starts(with: Array("file:".utf8)) { index = mask(&result, from: index) }
        }
        if index < bytes.count, bytes[index...].starts(with: Array("whsec_".utf8)) {
          index = mask(&result, from: index + 6)
        }
        index += 1
        continue
      }
      index += scheme.count
      while index < bytes.count, !Self.ends(bytes[index]), bytes[index] != UInt8(ascii: "/"),
        bytes[index] != UInt8(ascii: "?")
      {
        index += 1
      }
      index = mask(&result, from: index)
    }
    return result
  }

  private static func ends(_ byte: UInt8) -> Bool { byte <= 0x20 || [0x22, 0x27, 0x2C, 0x7D, 0x5D].contains(byte) }

  private static func mask(_ bytes: inout [UInt8], from start: Int) -> Int {
    var index = start
    while index < bytes.count, !ends(bytes[index]) {
      if bytes[index] < 0x80 { bytes[index] = UInt8(ascii: ".") }
      index += 1
    }
    return index
  }
}
