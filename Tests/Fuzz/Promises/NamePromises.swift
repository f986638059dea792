import Formats
import Glibc
import Linux
import Spool
import Words

enum NamePromises {
  static func check(_ bytes: [UInt8]) throws(BrokenPromise) {
    try checkShown(bytes)
    // The kernel gives no name that is empty, longer, or holds these.
    let name = Array(bytes.prefix(255).filter { $0 != 0 && $0 != UInt8(ascii: "/") })
    if !name.isEmpty { try checkQuarantine(name) }
    if let batch = Batch(bytes) {
      try promise(Array(batch.name.utf8) == bytes, "a batch has one name, not \(batch.name)")
    }
    let ending = bytes.suffix(7).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    let format: RecordSlicer.Format? =
      ending.suffix(5) == Array(".json".utf8) ? .json : ending == Array(".ndjson".utf8) ? .ndjson : nil
    try promise(
      RecordSlicer.format(ofName: bytes) == format, "the ending tells the format: \(format?.rawValue ?? "none")")
  }

  /// What is shown is harmless, and tells the name to the byte.
  private static func checkShown(_ name: [UInt8]) throws(BrokenPromise) {
    let shown = FileName.shown(name)
    try promise(
      !shown.unicodeScalars.contains(where: isUnsafeToShow), "a name is safe to show: \(shown.debugDescription)")
    try promise(decoded(shown, mark: "\\x") == name, "what is shown tells the name: \(shown.debugDescription)")
  }

  /// A text in which two hexadecimal digits behind a mark stand for a byte.
  private static func decoded(_ text: String, mark: String) -> [UInt8]? {
    var rest = Array(text.utf8)[...]
    var bytes: [UInt8] = []
    while let byte = rest.first {
      guard rest.starts(with: mark.utf8) else {
        bytes.append(byte)
        rest = rest.dropFirst()
        continue
      }
      rest = rest.dropFirst(mark.utf8.count)
      guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
        return nil
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return bytes
  }

  /// A quarantine name is plain, short, free, and the same each time.
  private static func checkQuarantine(_ name: [UInt8]) throws(BrokenPromise) {
    let chosen = try choose(name, taken: [])
    try promise(try choose(name, taken: []) == chosen, "a name is chosen alike each time")
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-%".utf8)
    try promise(
      chosen.utf8.allSatisfy { plain.contains($0) } && chosen.utf8.first != UInt8(ascii: "."),
      "a name is plain: \(chosen)")
    try promise((1...200).contains(chosen.utf8.count), "a name leaves room for its endings: \(chosen.utf8.count)")
    if chosen.utf8.count < 150 { try promise(decoded(chosen, mark: "%") == name, "a name tells its origin: \(chosen)") }
    let second = try choose(name, taken: [chosen])
    let third = try choose(name, taken: [chosen, second])
    try promise(Set([chosen, second, third]).count == 3, "a taken name is not chosen: \(chosen) \(second) \(third)")
    try promise(!Set([chosen, second]).contains(third + ".reason.json"), "a reason is not overwritten: \(third)")
  }

  private static func choose(_ name: [UInt8], taken: Set<String>) throws(BrokenPromise) -> String {
    switch quarantine {
    case .success(let quarantine):
      do {
        return try quarantine.chooseName(for: name, taken: taken)
      } catch {
        throw BrokenPromise(description: "a name is found for any file, yet \(error)")
      }
    case .failure(let error): throw BrokenPromise(description: "a state folder can be made: \(error)")
    }
  }

  /// An empty quarantine in the folder for temporary files; removed at once, for what is held open stays usable.
  private static let quarantine: Result<Quarantine, WorldError> = Result { () throws(WorldError) in
    let path = "/tmp/gridpost-fuzz-\(getpid())"
    let folder = try StateFolder(path: path, create: true)
    for name in ["/inbox/.claimed", "/inbox", "/outbox/.staging", "/outbox", "/quarantine", ""] { rmdir(path + name) }
    return Quarantine(folder)
  }
}
