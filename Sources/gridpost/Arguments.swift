import Spool

/// The words after the program's name, as they were given.
enum Arguments {
  /// Throws usage where a word is no UTF-8: what the runtime makes of it is not what was meant.
  static func words() throws -> [String] {
    guard CommandLine.argc > 0 else { return try kept() }
    return try (1..<max(1, Int(CommandLine.argc))).map { index in
      guard let word = CommandLine.unsafeArgv[index] else { return "" }
      guard let text = String(validatingCString: word) else { throw notText(String(cString: word)) }
      return text
    }
  }

  /// What the kernel keeps of them: the runtime finds none when a library loaded before it (LD_PRELOAD) has moved the environment.
  private static func kept() throws -> [String] {
    let bytes: [UInt8]? = try guarded { try DurableFile.read(path: "/proc/self/cmdline", max: 4 << 20) }
    return try (bytes ?? []).split(separator: 0, omittingEmptySubsequences: false).dropFirst().dropLast().map { word in
      guard let text = String(validating: word, as: UTF8.self) else {
        throw notText(String(decoding: word, as: UTF8.self))
      }
      return text
    }
  }

  private static func notText(_ word: String) -> any Error {
    fail(Exit.usage, "no UTF-8: \(neutral(word))", "不是 UTF-8 文本：\(neutral(word))")
  }
}
