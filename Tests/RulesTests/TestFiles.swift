import Formats
import FuzzPromises
import Glibc
import GridCore
import Testing

@testable import Rules

/// Folders and files of the tests, found from this source file.
enum TestFiles {
  static let folder = FuzzCorpus.parent(of: #filePath)
  static let golden = folder + "/Golden"
  /// Tests/RulesTests is two levels below the package.
  static let package = FuzzCorpus.parent(of: FuzzCorpus.parent(of: folder))

  static func read(_ path: String) throws -> [UInt8] {
    let file = try #require(fopen(path, "rb"), "no file \(path)")
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return bytes
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    let file = try #require(fopen(path, "wb"), "cannot write \(path)")
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  /// A golden case: the input above the last line of dashes, and what must come out below it.
  static func parts(of bytes: [UInt8]) throws -> (input: [UInt8], output: String) {
    let dashes = Array("----------\n".utf8)
    let last = try #require(
      bytes.indices.last { index in
        (index == 0 || bytes[index - 1] == 0x0A) && bytes[index...].starts(with: dashes)
      }, "a case needs a line of dashes")
    return (Array(bytes[..<last]), String(decoding: bytes[(last + dashes.count)...], as: UTF8.self))
  }
}

func load(_ bytes: [UInt8]) -> LoadedRules {
  RuleFile.load(bytes: bytes, name: "rules.yaml", digest: .zero)
}

func load(_ text: String) -> LoadedRules {
  load(Array(text.utf8))
}
