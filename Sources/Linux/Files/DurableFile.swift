internal import CLinux
internal import Glibc

/// Whole files written so that a reader, or a power cut, sees the old one or the new one and never a half.
package enum DurableFile {
  /// Puts `bytes` under `name` into a folder, in place of what was there.
  ///
  /// Written beside under a dot name, synced, renamed, and the folder synced: after the return it survives a power
  /// cut. A crash leaves at most the dot file. Throws and leaves the old file when the world is at fault; only when the
  /// folder's sync fails is it open which of the two is there.
  package static func replace(
    folder: String, name: String, bytes: [UInt8], ownedBy ownership: Ownership
  ) throws(WorldError) {
    precondition(FileName.isSafe(name), "a durable file needs a plain name, not '\(name)'")
    let held = try Descriptor.folder(terminated(folder), in: AT_FDCWD, followingLinks: true, shownAs: folder)
    try write(
      bytes, as: terminated(name), in: held, temporary: ".\(name).\(randomDigits()).tmp", ownedBy: ownership,
      shownAs: folder)
  }

  /// Whether a name is one of those given to files that are not whole yet: `.<name>.<16 digits>.tmp`.
  package static func isTemporary(_ name: [UInt8]) -> Bool {
    let parts = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count >= 4, parts[0].isEmpty, parts.last?.elementsEqual("tmp".utf8) == true else { return false }
    let digits = parts[parts.count - 2]
    return digits.count == 16 && digits.allSatisfy(Set("0123456789abcdef".utf8).contains)
  }

  /// The file's bytes, nil when it is missing; one larger than `max` throws `EFBIG`.
  package static func read(path: String, max: Int) throws(WorldError) -> [UInt8]? {
    let opened = gp_open(AT_FDCWD, terminated(path), O_RDONLY | O_NONBLOCK | O_NOCTTY, 0)
    if opened == -ENOENT { return nil }
    let file = Descriptor(owning: try checked(opened, "open", path))
    let found = try file.status(shownAs: path)
    guard found.isRegular else { throw .io(operation: "read", path: path, errno: found.isFolder ? EISDIR : EINVAL) }
    guard found.size <= max else { throw .io(operation: "read", path: path, errno: EFBIG) }
    var bytes: [UInt8] = []
    while bytes.count <= max {
      let piece = try file.read(limit: min(max - bytes.count + 1, 1 << 20), shownAs: path)
      if piece.isEmpty { return bytes }
      bytes += piece
    }
    throw .io(operation: "read", path: path, errno: EFBIG)
  }

  /// Calls `body` with the file's bytes piece by piece, so that a large one is never in memory; false when it is missing.
  package static func eachPiece(path: String, _ body: ([UInt8]) -> Void) throws(WorldError) -> Bool {
    let opened = gp_open(AT_FDCWD, terminated(path), O_RDONLY | O_NONBLOCK | O_NOCTTY, 0)
    if opened == -ENOENT { return false }
    let file = Descriptor(owning: try checked(opened, "open", path))
    while true {
      let piece = try file.read(limit: 1 << 20, shownAs: path)
      if piece.isEmpty { return true }
      body(piece)
    }
  }

  /// Gives a complete file beside its place the name it is to have, for good; throws `EEXIST` where the name is taken.
  ///
  /// Both are names in `folder`. The file is synced, renamed and the folder synced; a crash leaves it under one of the two names.
  package static func publish(_ temporary: String, as name: String, in folder: String) throws(WorldError) {
    let path = folder + "/" + name
    let held = try Descriptor.folder(terminated(folder), in: AT_FDCWD, followingLinks: true, shownAs: folder)
    let file = Descriptor(
      owning: try checked(gp_open(held.number, terminated(temporary), O_RDONLY | O_NOFOLLOW, 0), "open", path))
    try file.sync(shownAs: path)
    try checked(gp_rename_new(held.number, terminated(temporary), held.number, terminated(name)), "rename into", path)
    try held.sync(shownAs: folder)
  }

  /// The same with the folder held open; `name` is ended by 0, and nobody else's is the temporary one.
  ///
  /// - Parameter isLocked: whether the temporary file is locked while it is written, so that others see that somebody is at it still.
  package static func write(
    _ bytes: [UInt8], as name: [UInt8], in folder: borrowing Descriptor, temporary: String, replacing: Bool = true,
    isLocked: Bool = false, ownedBy ownership: Ownership, shownAs path: String
  ) throws(WorldError) {
    let beside = terminated(temporary)
    do {
      try fill(beside, with: bytes, in: folder.number, isLocked, ownership, path)
      let answer =
        replacing
        ? gp_rename_over(folder.number, beside, folder.number, name)
        : gp_rename_into_ours(folder.number, beside, folder.number, name)
      try checked(answer, "rename into", path)
    } catch {
      _ = gp_remove(folder.number, beside)
      throw error
    }
    try folder.sync(shownAs: path)
  }

  /// Makes a file whole; it is closed at the return, so that whoever meets it under its name meets no writer.
  private static func fill(
    _ name: [UInt8], with bytes: [UInt8], in folder: Int32, _ isLocked: Bool, _ ownership: Ownership, _ path: String
  ) throws(WorldError) {
    let file = try Descriptor.newFile(name, in: folder, ownedBy: ownership, shownAs: path)
    // Where a file system knows no locks, nobody can hold one to take it for left either.
    if isLocked { _ = gp_hold_exclusively(file.number) }
    try file.write(bytes, shownAs: path)
    try file.sync(shownAs: path)
  }
}
