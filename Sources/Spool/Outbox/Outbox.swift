internal import CLinux
internal import Glibc
package import Linux

/// Lays notices before their addressees: first complete in `.staging/`, then renamed into place, each once.
///
/// The staged file is the witness of a crash: still there, it was not published; gone, it was, whatever became of it
/// since. Throws when the world is at fault; what is staged stays staged.
package struct Outbox: Sendable {
  /// What became of one notice.
  package enum Published: Sendable, Equatable {
    /// It lies before the addressee now.
    case laidDown
    /// Nothing is staged: it was laid down before.
    case alreadyGone
    /// A file of that name lay there, with the same bytes or others; the staged one stays.
    case taken(same: Bool)
    /// This folder cannot take it now; the staged one stays.
    case failed(errno: Int32)
  }

  /// Up to so many papers are synced each by itself; more, and the whole file system is, with whatever others have written to it.
  private static let few = 8

  private let folder: StateFolder

  package init(_ folder: StateFolder) {
    self.folder = folder
  }

  /// Writes a notice's bytes into `.staging/`, anew if a crash left some; not durable before `syncStaged`.
  ///
  /// Always into a file of its own, so that a daemon that was frozen while it wrote this notice spoils nothing when it wakes up.
  ///
  /// - Parameter few: how many are staged before the next `syncStaged`; it is told the same number.
  package func stage(id: String, bytes: [UInt8], among few: Int = .max) throws(WorldError) {
    let (path, name) = (shown(id), fileName(id))
    let file: Descriptor
    do {
      file = try Descriptor.newFile(name, in: folder.staging.number, ownedBy: folder.ownership, shownAs: path)
    } catch .io(_, _, EEXIST) {
      try unstage(id)
      file = try Descriptor.newFile(name, in: folder.staging.number, ownedBy: folder.ownership, shownAs: path)
    }
    try file.write(bytes, shownAs: path)
    if few <= Self.few { try file.sync(shownAs: path) }
  }

  /// Makes all that was staged so far survive a power cut.
  ///
  /// After an error nothing staged may be relied on: stage it again.
  package func syncStaged(_ count: Int = .max) throws(WorldError) {
    if count <= Self.few { return try folder.staging.sync(shownAs: StateFolder.stagingName) }
    try sync()
  }

  /// Makes all that was staged and laid down so far survive a power cut: both lie on one mount.
  package func sync() throws(WorldError) {
    try checked(gp_sync_file_system(folder.outbox.number), "sync", "outbox")
  }

  /// Renames staged notices into their addressees' folders, which are made where missing; the answers in order.
  ///
  /// A folder that cannot take them holds up nobody else. After the return they survive a power cut; a crash leaves each
  /// either staged or laid down. Throws only when that last sync fails, and then it is open which of the two is on disk.
  ///
  /// - Parameter syncing: false where the caller will `sync` before it relies on that.
  package func publish(
    _ notices: [(id: String, to: [String])], syncing: Bool = true
  ) throws(WorldError) -> [Published] {
    var answers = [Published](repeating: .alreadyGone, count: notices.count)
    let isFew = syncing && notices.count <= Self.few
    var hasMade = false
    var trouble: WorldError?
    var lanes: [[String]: [Int]] = [:]
    for (index, notice) in notices.enumerated() { lanes[notice.to, default: []].append(index) }
    // One folder after the other, so that many addressees need few open files.
    for (path, indices) in lanes {
      do throws(WorldError) {
        let target = try openFolder(path[...], &hasMade)
        for index in indices { answers[index] = try publish(notices[index].id, into: target) }
        if isFew { trouble = Self.trouble { () throws(WorldError) in try target.sync(shownAs: "outbox") } ?? trouble }
      } catch {
        for index in indices where answers[index] == .alreadyGone {
          answers[index] = try leftBehind(notices[index].id, error)
        }
      }
    }
    guard syncing, answers.contains(.laidDown) else { return answers }
    // The renames were done, and whether they last is open.
    if let trouble { throw trouble }
    if isFew && !hasMade {
      try folder.staging.sync(shownAs: StateFolder.stagingName)
    } else {
      try sync()
    }
    return answers
  }

  /// Whether a notice is still staged.
  package func isStaged(_ id: String) throws(WorldError) -> Bool {
    var found = gp_stat()
    let answer = gp_stat_name(folder.staging.number, fileName(id), &found)
    if answer == -ENOENT { return false }
    try checked(answer, "look at", shown(id))
    return true
  }

  /// The ids of all staged notices, in no order; what is none of ours there is passed over.
  package func stagedIDs() throws(WorldError) -> [String] {
    var result: [String] = []
    for entry in try entries(of: Inbox.itself, in: folder.staging.number, path: StateFolder.stagingName) {
      guard let name = String(validating: entry.name, as: UTF8.self), name.hasSuffix(".json") else { continue }
      let id = String(name.dropLast(5))
      if FileName.isSafe(id) { result.append(id) }
    }
    return result
  }

  /// Removes a staged notice; one that is gone is no error.
  package func unstage(_ id: String) throws(WorldError) {
    let answer = gp_remove(folder.staging.number, fileName(id))
    if answer != -ENOENT { try checked(answer, "remove", shown(id)) }
  }

  func publish(_ id: String, into target: borrowing Descriptor) throws(WorldError) -> Published {
    let name = fileName(id)
    let answer = gp_rename_into_ours(folder.staging.number, name, target.number, name)
    switch answer {
    case 0: return .laidDown
    case -EEXIST:
      guard try isStaged(id) else { return .alreadyGone }
      return .taken(same: try isSame(name, target))
    // Also what the kernel says when the addressee's folder was removed under us: only the witness tells.
    case -ENOENT: return try isStaged(id) ? .failed(errno: ENOENT) : .alreadyGone
    case -EOWNERDEAD: throw .lockLost(path: SpoolLock.name)
    default: return .failed(errno: failure(answer))
    }
  }

  private static func trouble(_ call: () throws(WorldError) -> Void) -> WorldError? {
    do throws(WorldError) {
      try call()
      return nil
    } catch {
      return error
    }
  }

  /// What to say of a notice whose folder failed.
  private func leftBehind(_ id: String, _ error: WorldError) throws(WorldError) -> Published {
    guard let number = error.number else { throw error }
    return try isStaged(id) ? .failed(errno: number) : .alreadyGone
  }

  /// Opens the addressee's folder, made where it is missing, following no link, so that nothing leads out of the outbox.
  private func openFolder(_ components: ArraySlice<String>, _ hasMade: inout Bool) throws(WorldError) -> Descriptor {
    guard let last = components.last else {
      return try Descriptor.folder(Inbox.itself, in: folder.outbox.number, shownAs: "outbox")
    }
    // No rules make such an address; a ledger that somebody wrote into may hold it.
    guard components.allSatisfy(FileName.isSafe) else {
      throw .io(operation: "open", path: FileName.shown(Array("outbox/\(components)".utf8)), errno: EINVAL)
    }
    let path = components.joined(separator: "/")
    var opened = gp_open_far_beneath(folder.outbox.number, terminated(path), O_RDONLY | O_DIRECTORY)
    if opened >= 0 { return Descriptor(owning: opened) }
    // Whatever is missing or wrong on the way is made, or told, where it is.
    let parent = try openFolder(components.dropLast(), &hasMade)
    let (name, shown) = (terminated(last), "outbox/" + path)
    if opened != -ENOENT { opened = gp_open_beneath(parent.number, name, O_RDONLY | O_DIRECTORY, 0) }
    if opened == -ENOENT {
      // Whoever takes from the folder above may take from this one.
      let mode = try parent.status(shownAs: shown).mode & 0o777
      let made = try folder.ownership.makeFolder(name, in: parent.number, mode: mode, shownAs: shown)
      if made != -EEXIST { try checked(made, "make", shown) }
      hasMade = true
      opened = gp_open_beneath(parent.number, name, O_RDONLY | O_DIRECTORY, 0)
    }
    return Descriptor(owning: try checked(opened, "open", shown))
  }

  private func isSame(_ name: [UInt8], _ target: borrowing Descriptor) throws(WorldError) -> Bool {
    let there = gp_open_beneath(target.number, name, Inbox.careful, 0)
    // A folder, a link or a file we may not read is not what we laid down.
    if there < 0 { return false }
    let theirs = Descriptor(owning: there)
    let ours = Descriptor(
      owning: try checked(
        gp_open_beneath(folder.staging.number, name, Inbox.careful, 0), "open", StateFolder.stagingName))
    let size = try ours.status(shownAs: StateFolder.stagingName).size
    let found = try theirs.status(shownAs: "outbox")
    guard found.isRegular, found.size == size else { return false }
    let limit = Int(size) + 1
    return try theirs.read(limit: limit, shownAs: "outbox") == ours.read(limit: limit, shownAs: StateFolder.stagingName)
  }

  private func fileName(_ id: String) -> [UInt8] {
    precondition(FileName.isSafe(id) && id.utf8.count <= 240, "a notice's id is letters and digits, not '\(id)'")
    return terminated(id + ".json")
  }

  private func shown(_ id: String) -> String {
    StateFolder.stagingName + "/" + id + ".json"
  }
}
