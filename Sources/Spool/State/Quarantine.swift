internal import CLinux
internal import Glibc
package import Linux
internal import Words

/// The folder for files nobody could make sense of: their bytes unchanged, each beside the reason why.
///
/// The reason comes first and the file after it, so no file ever lies there unexplained; a crash between leaves the
/// reason, and the next `put` of the same file completes it. Throws when the world is at fault; the file then stays
/// claimed.
package struct Quarantine: Sendable {
  private static let reasonEnding = ".reason.json"
  /// What is left of a name's 255 bytes beside the ending, the suffix of a taken name, and the marks of a temporary.
  package static let longest = 200

  private let folder: StateFolder

  package init(_ folder: StateFolder) {
    self.folder = folder
  }

  /// A free name for a file: bytes outside `A-Z a-z 0-9 . _ -` become `%XX`, a long name is cut and gets a hash, a taken
  /// one a suffix.
  ///
  /// `taken` holds names already chosen for files which are not in the folder yet. Nothing is made or kept.
  package func chooseName(for name: [UInt8], taken: Set<String>) throws(WorldError) -> String {
    try freeName(like: Self.portable(name), taken)
  }

  private func freeName(like plain: String, _ taken: Set<String>) throws(WorldError) -> String {
    if try isFree(plain, taken) { return plain }
    // A hundred thousand files of one name must not be counted through one by one each time.
    var (low, high) = (0, 1)
    while try !isFree("\(plain).\(high)", taken) {
      (low, high) = (high, high.multipliedReportingOverflow(by: 2).partialValue)
    }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if try isFree("\(plain).\(middle)", taken) { high = middle } else { low = middle }
    }
    return "\(plain).\(high)"
  }

  /// Moves a claimed file in under this name with its reason beside it; returns the name it got.
  ///
  /// Where the name is another file's by now, the next free one is taken. Repeating it after a crash is harmless. After
  /// the return file and reason survive a power cut.
  package func put(_ file: ClaimedFile, as name: String, reason: [UInt8]) throws(WorldError) -> String {
    // A name that was never chosen comes from a ledger that somebody wrote into.
    var name = Self.isChosen(name) ? name : try chooseName(for: file.name, taken: [])
    while true {
      var waiting = gp_stat()
      let answer = gp_stat_name(folder.claimed.number, file.place.path, &waiting)
      if answer == -ENOENT { return name }
      try checked(answer, "look at", file.place.shown)
      if try holdsAnother(name, than: waiting) { name = try freeName(like: name, []) }
      try DurableFile.write(
        reason, as: terminated(name + Self.reasonEnding), in: folder.quarantine,
        temporary: ".reason.\(randomDigits()).tmp", ownedBy: folder.ownership,
        shownAs: "quarantine/\(name)\(Self.reasonEnding)")
      try save(file)
      let moved = gp_rename_into_ours(
        folder.claimed.number, file.place.path, folder.quarantine.number, terminated(name))
      if moved == -EEXIST, try holdsAnother(name, than: waiting) {
        _ = gp_remove(folder.quarantine.number, terminated(name + Self.reasonEnding))
        continue
      }
      if moved == -EEXIST {
        // Both names stand for the same file, as a repaired disk may have left them: the one here is enough.
        try checked(gp_remove(folder.claimed.number, file.place.path), "remove", file.place.shown)
      } else if moved != -ENOENT {
        try checked(moved, "rename", file.place.shown)
      }
      try folder.quarantine.sync(shownAs: "quarantine")
      _ = file.place.batch.removeEmptyFolders(in: folder.claimed.number)
      return name
    }
  }

  /// Makes a file's bytes survive a power cut, before it is moved in; what is not to be opened is left alone.
  package func save(_ file: ClaimedFile) throws(WorldError) {
    if case .unreadable = file.content { return }
    let opened = gp_open_beneath(folder.claimed.number, file.place.path, Inbox.careful, 0)
    if [-ENOENT, -ELOOP, -EACCES, -EPERM].contains(opened) { return }
    let held = Descriptor(owning: try checked(opened, "open", file.place.shown))
    try held.sync(shownAs: file.place.shown)
  }

  private func holdsAnother(_ name: String, than file: gp_stat) throws(WorldError) -> Bool {
    var found = gp_stat()
    let answer = gp_stat_name(folder.quarantine.number, terminated(name), &found)
    if answer == -ENOENT { return false }
    try checked(answer, "look at", "quarantine/" + name)
    return !found.isSameFile(as: file)
  }

  private func isFree(_ name: String, _ taken: Set<String>) throws(WorldError) -> Bool {
    if taken.contains(name) || taken.contains(name + Self.reasonEnding) { return false }
    let isLikeReason = name.hasSuffix(Self.reasonEnding)
    if isLikeReason && taken.contains(String(name.dropLast(Self.reasonEnding.count))) { return false }
    for path in [name, name + Self.reasonEnding] {
      var found = gp_stat()
      let answer = gp_stat_name(folder.quarantine.number, terminated(path), &found)
      if answer == -ENOENT { continue }
      try checked(answer, "look at", "quarantine/" + path)
      return false
    }
    return true
  }

  private static func isChosen(_ name: String) -> Bool {
    FileName.isSafe(String(name.map { $0 == "%" ? "_" : $0 }))
  }

  private static func portable(_ name: [UInt8]) -> String {
    var result = ""
    var isCut = false
    for (index, byte) in name.enumerated() {
      let isPlain = FileName.isPortable(byte) && !(index == 0 && byte == UInt8(ascii: "."))
      let piece = isPlain ? String(UnicodeScalar(byte)) : "%" + FileName.hex(byte)
      if result.utf8.count + piece.utf8.count > longest - 17 {
        isCut = true
        break
      }
      result += piece
    }
    return isCut ? result + "-" + hash(name) : result
  }

  /// FNV-1a: enough to tell long names apart, and the same in every run.
  private static func hash(_ name: [UInt8]) -> String {
    let value = name.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
