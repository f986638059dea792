internal import CLinux
internal import Glibc
package import Linux

/// The state folder and the folders inside it, held open so that every later call is made relative to them.
///
/// All of `inbox/` shares one mount with `.claimed/`, and `outbox/` one with `.staging/`, tested by renames. A crash
/// leaves at most an empty dot file in one of them. Throws when a folder cannot be opened or made.
package final class StateFolder: Sendable {
  /// The path given, for messages and for telling whether it still names the folder.
  package let path: String
  let root: Descriptor
  let inbox: Descriptor
  let claimed: Descriptor
  let outbox: Descriptor
  let staging: Descriptor
  let quarantine: Descriptor
  /// To whom belongs what we make in it.
  package let ownership: Ownership
  /// What the watcher tells the inbox.
  let arrivals = Arrivals()
  private let inboxWasMounted: Bool
  private let outboxWasMounted: Bool

  /// Nanoseconds after which nobody is still writing a small file.
  private static let old: Int64 = 60_000_000_000

  static let claimedName = "inbox/.claimed"
  static let stagingName = "outbox/.staging"

  /// Opens the folder, making it and what belongs inside when asked to.
  ///
  /// Call `testRenames` once the lock is held.
  package init(path: String, create: Bool) throws(WorldError) {
    self.path = path
    if create { try Self.makeAll(path) }
    root = try Descriptor.folder(terminated(path), in: AT_FDCWD, followingLinks: true, shownAs: path)
    let found = try root.status(shownAs: path)
    let (mount, maker) = (found.mount, Ownership(of: found))
    ownership = maker
    let making = create ? maker : nil
    inbox = try Self.open("inbox", in: root.number, of: path, making: making)
    claimed = try Self.open(".claimed", in: inbox.number, of: path + "/inbox", making: making)
    outbox = try Self.open("outbox", in: root.number, of: path, making: making)
    staging = try Self.open(".staging", in: outbox.number, of: path + "/outbox", making: making)
    quarantine = try Self.open("quarantine", in: root.number, of: path, making: making)
    inboxWasMounted = try inbox.status(shownAs: path + "/inbox").mount != mount
    outboxWasMounted = try outbox.status(shownAs: path + "/outbox").mount != mount
  }

  /// What a look at the folders came to.
  package enum Condition: Sendable, Equatable {
    /// The path still names the folders we hold.
    case intact
    /// Some were replaced, mounted anew or made anew, and are held now.
    case renewed
    /// This one was moved away or unmounted.
    case missing(String)
  }

  /// Looks whether the path still names the folders we hold, and picks up those that were replaced or mounted anew.
  ///
  /// A removed outbox or quarantine is made anew, for nothing but us fills it. A missing inbox is not: whoever moved it away
  /// would move it back into the new one. Nor is the bare mount point under an unmounted inbox or outbox taken for it.
  package func look() throws(WorldError) -> Condition {
    if try isIntact() { return .intact }
    guard try isNamed("", root.number) else { return .missing(path) }
    guard try renew("inbox", inbox.number, ".claimed", claimed.number, inboxWasMounted, remaking: false) else {
      return .missing("inbox")
    }
    guard try renew("outbox", outbox.number, ".staging", staging.number, outboxWasMounted, remaking: !outboxWasMounted)
    else { return .missing("outbox") }
    if try !isNamed("/quarantine", quarantine.number) {
      let found = try Self.open("quarantine", in: root.number, of: path, making: ownership)
      try checked(gp_take_number(found.number, quarantine.number), "open", path + "/quarantine")
    }
    try testRenames()
    return .renewed
  }

  private func isIntact() throws(WorldError) -> Bool {
    for (name, held) in [
      ("", root.number), ("/inbox", inbox.number), ("/" + Self.claimedName, claimed.number),
      ("/outbox", outbox.number), ("/" + Self.stagingName, staging.number), ("/quarantine", quarantine.number),
    ] where try !isNamed(name, held) {
      return false
    }
    return true
  }

  private func renew(
    _ name: String, _ held: Int32, _ innerName: String, _ heldInner: Int32, _ wasMounted: Bool, remaking: Bool
  ) throws(WorldError) -> Bool {
    let place = path + "/" + name
    let isUnchanged = try isNamed("/" + name, held)
    let isInnerUnchanged = try isNamed("/" + name + "/" + innerName, heldInner)
    if isUnchanged && isInnerUnchanged { return true }
    guard let found = try present(name, remaking: remaking) else { return false }
    let isMounted = try found.status(shownAs: place).mount != root.status(shownAs: path).mount
    if wasMounted && !isMounted { return false }
    let inner = try Self.open(innerName, in: found.number, of: place, making: ownership)
    // The numbers stay and only what they stand for changes, so nobody who holds them has to be told.
    try checked(gp_take_number(found.number, held), "open", place)
    try checked(gp_take_number(inner.number, heldInner), "open", place + "/" + innerName)
    return true
  }

  private func present(_ name: String, remaking: Bool) throws(WorldError) -> Descriptor? {
    do {
      return try Self.open(name, in: root.number, of: path, making: remaking ? ownership : nil)
    } catch WorldError.io(_, _, ENOENT) {
      return nil
    }
  }

  private func isNamed(_ name: String, _ held: Int32) throws(WorldError) -> Bool {
    var named = gp_stat()
    let answer = gp_stat_target(AT_FDCWD, terminated(path + name), &named)
    if [-ENOENT, -ENOTDIR].contains(answer) { return false }
    try checked(answer, "look at", path + name)
    var found = gp_stat()
    try checked(gp_stat_file(held, &found), "look at", path + name)
    return named.isSameFile(as: found)
  }

  private static func makeAll(_ path: String) throws(WorldError) {
    let bytes = Array(path.utf8)
    var refused: (answer: Int32, path: String)?
    for end in bytes.indices where end > 0 && bytes[end] == UInt8(ascii: "/") {
      let answer = gp_make_folder(AT_FDCWD, terminated(bytes[..<end]), 0o755)
      guard answer < 0, answer != -EEXIST, refused == nil else { continue }
      refused = (answer, String(decoding: bytes[..<end], as: UTF8.self))
    }
    let answer = gp_make_folder(AT_FDCWD, terminated(bytes), 0o755)
    // Where a folder above could not be made, the reason is what people need, not that it is not there.
    if answer == -ENOENT, let refused { try checked(refused.answer, "make", refused.path) }
    if answer != -EEXIST { try checked(answer, "make", path) }
  }

  private static func open(
    _ name: String, in parent: Int32, of place: String, making ownership: Ownership?
  ) throws(WorldError) -> Descriptor {
    let path = place + "/" + name
    var refused: Int32?
    if let ownership {
      let mode = ["inbox", "outbox"].contains(name) ? ownership.forMeeting : ownership.forFolders
      let answer = try ownership.makeFolder(terminated(name), in: parent, mode: mode, shownAs: path)
      // On a read-only or full disk the folder may well be there already: opening it tells.
      if ![-EEXIST, -EROFS, -ENOSPC].contains(answer) { try checked(answer, "make", path) }
      if answer < 0, answer != -EEXIST { refused = answer }
    }
    // The operator may have put an inbox elsewhere by a link; the folders of our own are never links.
    do {
      return try Descriptor.folder(
        terminated(name), in: parent, followingLinks: !name.hasPrefix("."), shownAs: path)
    } catch .io(_, _, EXDEV) {
      throw .crossDevice(path: "\(place)' and '\(path)")
    } catch .io(let operation, let shown, ENOENT) {
      if let refused { try checked(refused, "make", path) }
      throw .io(operation: operation, path: shown, errno: ENOENT)
    }
  }

  /// Makes an empty file for somebody else to fill, which belongs to whom the state does; what bore its name is removed.
  package func reserve(_ name: String) throws(WorldError) {
    precondition(FileName.isSafe(name), "a file of ours has a plain name, not '\(name)'")
    let removed = gp_remove(root.number, terminated(name))
    if removed != -ENOENT { try checked(removed, "remove", path + "/" + name) }
    _ = try Descriptor.newFile(terminated(name), in: root.number, ownedBy: ownership, shownAs: path + "/" + name)
  }

  /// Removes the halves of files that a crash, long ago, left where we write whole ones.
  ///
  /// To be called by who holds the lock only. What cannot be removed does no harm.
  package func tidy() throws(WorldError) {
    let now = gp_wall_clock()
    for (held, name) in [(root.number, path), (quarantine.number, path + "/quarantine")] {
      for entry in try entries(of: Inbox.itself, in: held, path: name) where DurableFile.isTemporary(entry.name) {
        var found = gp_stat()
        guard gp_stat_name(held, terminated(entry.name), &found) == 0, found.isRegular else { continue }
        if span(from: found.modified, to: now) > Self.old { _ = gp_remove(held, terminated(entry.name)) }
      }
    }
  }

  /// Throws `crossDevice` where two folders between which files are renamed lie on different mounts.
  ///
  /// To be called by who holds the lock only: two at once would take each other's probes away.
  package func testRenames() throws(WorldError) {
    try testRename(inbox.number, "inbox", claimed.number, ".claimed")
    try testRename(claimed.number, "inbox/.claimed", quarantine.number, "quarantine")
    try testRename(staging.number, "outbox/.staging", outbox.number, "outbox")
  }

  private func testRename(_ from: Int32, _ name: String, _ to: Int32, _ other: String) throws(WorldError) {
    let probe = terminated(".probe")
    // The kernel compares the mounts before it looks for the name, so this much needs no space on the disk.
    var answer = gp_rename_over(from, probe, to, probe)
    if answer == -ENOENT {
      let file = gp_open_beneath(from, probe, O_WRONLY | O_CREAT, 0o600)
      if [-ENOSPC, -EDQUOT].contains(file) { return }
      _ = gp_close(try checked(file, "write", path + "/" + name))
      answer = gp_rename_over(from, probe, to, probe)
      _ = gp_remove(from, probe)
    }
    _ = gp_remove(to, probe)
    if answer == -EXDEV { throw .crossDevice(path: "\(path)/\(name)' and '\(path)/\(other)") }
    try checked(answer, "rename into", path + "/" + other)
  }
}
