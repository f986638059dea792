import Linux
import Spool

/// The words after the program's name, as they were given.
package enum Arguments {
  /// Throws usage where a word is no text: it would be taken as another than was written.
  package static func words() throws -> [String] {
    guard CommandLine.argc > 0 else { return try kept() }
    return try (1..<max(1, Int(CommandLine.argc))).map { place in
      guard let word = CommandLine.unsafeArgv[place] else { return "" }
      guard let text = String(validatingCString: word) else { throw notText(String(cString: word), place) }
      return text
    }
  }

  /// What the kernel keeps of them: the runtime finds none when a library loaded before it (LD_PRELOAD) has moved the environment.
  private static func kept() throws -> [String] {
    let bytes: [UInt8]? = try guarded { try DurableFile.read(path: "/proc/self/cmdline", max: 4 << 20) }
    let words = (bytes ?? []).split(separator: 0, omittingEmptySubsequences: false).dropLast()
    return try words.enumerated().dropFirst().map { place, word in
      guard let text = String(validating: word, as: UTF8.self) else {
        throw notText(String(decoding: word, as: UTF8.self), place)
      }
      return text
    }
  }

  private static func notText(_ word: String, _ place: Int) -> any Error {
    let shown = neutral(word)
    return fail(Exit.usage, "argument \(place) is not UTF-8: \(shown)", "第 \(place) 个参数不是 UTF-8 文本：\(shown)")
  }
}
