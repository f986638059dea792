internal import CLinux
internal import Glibc
package import Linux

/// Counts what waits, from any process and without a lock.
///
/// It changes nothing and leaves nothing behind. Throws when a folder cannot be read.
package enum InboxCount {
  /// The files in the inbox and in `.claimed/` which will be taken: settling ones among them; skipped ones, and those that are in the
  /// ledger and only wait to be removed, not.
  ///
  /// `path` is the state folder. A missing inbox holds nothing.
  package static func waiting(path: String) throws(WorldError) -> Int {
    let inbox: Descriptor
    do {
      inbox = try Descriptor.folder(
        terminated(path + "/inbox"), in: AT_FDCWD, followingLinks: true, shownAs: path + "/inbox")
    } catch .io(_, _, ENOENT) {
      return 0
    }
    let count = try takeable(in: inbox.number) + claimed(in: inbox.number)
    // A file put back between the two looks would be missed in both places.
    return count > 0 ? count : try takeable(in: inbox.number)
  }

  /// The files in the inbox that will be taken, without those that are being read, and their bytes.
  package static func space(path: String) throws(WorldError) -> (files: Int, bytes: Int64) {
    let inbox: Descriptor
    do {
      inbox = try Descriptor.folder(
        terminated(path + "/inbox"), in: AT_FDCWD, followingLinks: true, shownAs: path + "/inbox")
    } catch .io(_, _, ENOENT) {
      return (0, 0)
    }
    var (files, bytes) = (0, Int64(0))
    var producers: [[UInt8]] = []
    let count = { (folder: Int32, entry: DirectoryStream.Entry) in
      guard isTakeable(entry, in: folder) else { return }
      files += 1
      var found = gp_stat()
      if gp_stat_name(folder, entry.bytes + [0], &found) == 0 { bytes += Int64(found.size) }
    }
    try walk(Inbox.itself, in: inbox.number) { folder, entry in
      if entry.type != UInt8(DT_DIR) { return count(folder, entry) }
      if entry.name.first != UInt8(ascii: ".") { producers.append(entry.bytes) }
    }
    for producer in producers {
      try walk(producer + [0], in: inbox.number) { folder, entry in
        if entry.type != UInt8(DT_DIR) { count(folder, entry) }
      }
    }
    return (files, bytes)
  }

  private static func takeable(in inbox: Int32) throws(WorldError) -> Int {
    var count = 0
    var producers: [[UInt8]] = []
    try walk(Inbox.itself, in: inbox) { folder, entry in
      if entry.type == UInt8(DT_DIR) {
        if entry.name.first != UInt8(ascii: ".") { producers.append(entry.bytes) }
      } else if isTakeable(entry, in: folder) {
        count += 1
      }
    }
    for producer in producers {
      try walk(producer + [0], in: inbox) { folder, entry in
        if entry.type != UInt8(DT_DIR), isTakeable(entry, in: folder) { count += 1 }
      }
    }
    return count
  }

  private static func isTakeable(_ entry: DirectoryStream.Entry, in folder: Int32) -> Bool {
    guard FileName.kind(of: entry.name) == .takeable else { return false }
    switch Int(entry.type) {
    case DT_LNK: return true
    case DT_REG: return gp_may_read(folder, entry.terminated) == 0
    case DT_UNKNOWN:
      var found = gp_stat()
      guard gp_stat_name(folder, entry.terminated, &found) == 0 else { return false }
      return found.isSymlink || (found.isRegular && gp_may_read(folder, entry.terminated) == 0)
    default: return false
    }
  }

  private static func claimed(in inbox: Int32) throws(WorldError) -> Int {
    var count = 0
    for batch in try names([UInt8](".claimed".utf8), in: inbox) where Batch(batch)?.isDone != true {
      let path = Array(".claimed/".utf8) + batch
      for part in try names(path, in: inbox) {
        let inner = path + [UInt8(ascii: "/")] + part
        switch Batch.part(part)?.holdsProducers {
        case false?: try walk(inner + [0], in: inbox) { _, _ in count += 1 }
        case true?:
          for producer in try names(inner, in: inbox) {
            try walk(inner + [UInt8(ascii: "/")] + producer + [0], in: inbox) { _, _ in count += 1 }
          }
        case nil: break
        }
      }
    }
    return count
  }

  private static func names(_ path: [UInt8], in parent: Int32) throws(WorldError) -> [[UInt8]] {
    var result: [[UInt8]] = []
    try walk(path + [0], in: parent) { _, entry in result.append(entry.bytes) }
    return result
  }

  /// Meets every entry of a folder; a folder that is gone by now, is none, or lies on another mount, has none.
  private static func walk(
    _ name: [UInt8], in parent: Int32, _ body: (Int32, DirectoryStream.Entry) -> Void
  ) throws(WorldError) {
    let path = "inbox/" + FileName.shown(name.dropLast())
    do {
      let folder = try Descriptor.folder(name, in: parent, shownAs: path)
      let number = folder.number
      let stream = DirectoryStream(folder, path: path)
      while let entry = try stream.peek() {
        body(number, entry)
        stream.advance()
      }
    } catch .io(_, _, let number) where [ENOENT, ENOTDIR, ELOOP, EXDEV].contains(number) {
      return
    }
  }
}
