package import CLinux
internal import Glibc

/// To whom belongs what is made in a state: the owner and the group of the state folder, with the folder's modes.
///
/// A state is worked in by its service, by root and by members of its group, each with a umask of his own, and none of them may make
/// what the service cannot use. What is made is given its owner and modes before anybody relies on it. Who may not give a file away
/// gives its group at least. A folder that hands its own group on (setgid) goes on doing so.
package struct Ownership: Sendable {
  private let owner: UInt32
  private let group: UInt32
  private let mode: UInt32
  private let isShared: Bool

  /// The ownership that this folder's status tells.
  package init(of folder: gp_stat) {
    owner = folder.owner
    group = folder.group
    mode = folder.mode & 0o777
    isShared = folder.mode & UInt32(S_ISGID) != 0
  }

  /// The ownership that the folder at this path, or behind it, tells.
  package init(ofFolder path: String) throws(WorldError) {
    var found = gp_stat()
    try checked(gp_stat_target(AT_FDCWD, terminated(path), &found), "look at", path)
    self.init(of: found)
  }

  /// The ownership of the state at one path where the folder at the other is the state or lies below it; nil elsewhere, and where
  /// either is not there.
  package init?(ofState state: String, holding folder: String) throws(WorldError) {
    guard let state = Self.resolved(state), let folder = Self.resolved(folder),
      folder == state || folder.hasPrefix(state + "/")
    else { return nil }
    try self.init(ofFolder: state)
  }

  private static func resolved(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  /// Whether a folder belongs to whom the state does, or to us.
  package func isOwn(_ found: gp_stat) -> Bool { found.owner == owner || found.owner == gp_own_user() }

  /// The mode of a new file.
  package var forFiles: UInt32 { mode & 0o666 }
  /// The mode of a new folder.
  package var forFolders: UInt32 { mode }
  /// The mode of a new folder that the group drops into or takes from: a setgid state is shared with its group.
  package var forMeeting: UInt32 { isShared && mode & 0o050 == 0o050 ? mode | 0o020 : mode }

  /// Gives a file or folder that we have just made its owner, its group and this mode.
  package func impose(
    on made: borrowing Descriptor, mode: UInt32, shownAs path: @autoclosure () -> String
  ) throws(WorldError) {
    let (number, found) = (made.number, try made.status(shownAs: path()))
    // The mode first: whoever gives a file away may have no right to it afterwards.
    if found.mode & 0o777 != mode {
      try checked(gp_set_mode(number, found.mode & 0o7000 | mode), "set the mode of", path())
    }
    try give(found, path()) { gp_give(number, $0, $1) }
  }

  /// Makes a folder with this mode and answers as `gp_make_folder` does; its name is bytes ended by 0.
  ///
  /// Throws where the new folder cannot be given its owner; it is empty then, and is removed.
  package func makeFolder(
    _ name: [UInt8], in parent: Int32, mode: UInt32, shownAs path: @autoclosure () -> String
  ) throws(WorldError) -> Int32 {
    let answer = gp_make_folder(parent, name, mode)
    guard answer == 0 else { return answer }
    do {
      let made = try Descriptor.folder(name, in: parent, shownAs: path())
      try impose(on: made, mode: mode, shownAs: path())
    } catch {
      _ = gp_remove_folder(parent, name)
      throw error
    }
    return answer
  }

  /// Gives a file that we made by its name its group; for files that must not be opened by anybody but SQLite.
  ///
  /// A missing file, and one that is not ours to give, is left alone. Root gives nothing: SQLite has by then, and a name is no proof of
  /// what is behind it.
  package func give(named name: String, in folder: String) throws(WorldError) {
    guard gp_own_user() != 0 else { return }
    let path = folder + "/" + name
    var found = gp_stat()
    let answer = gp_stat_name(AT_FDCWD, terminated(path), &found)
    if answer == -ENOENT { return }
    try checked(answer, "look at", path)
    guard found.isRegular, found.owner == gp_own_user() else { return }
    try give(found, path) { gp_give_name(AT_FDCWD, terminated(path), $0, $1) }
  }

  private func give(
    _ found: gp_stat, _ path: @autoclosure () -> String, by call: (UInt32, UInt32) -> Int32
  ) throws(WorldError) {
    // Another group than our own was handed on by the folder it was made in.
    let wanted = found.group == gp_own_group() ? group : found.group
    if found.owner == owner && found.group == wanted { return }
    var answer = call(owner, wanted)
    if Self.isForbidden(answer), found.group != wanted { answer = call(GP_SAME_OWNER, wanted) }
    if Self.isForbidden(answer) { return }
    try checked(answer, "give away", path())
  }

  /// Whether we may not give it away, or the file system knows no owners.
  private static func isForbidden(_ answer: Int32) -> Bool {
    [-EPERM, -EINVAL, -ENOSYS, -EOPNOTSUPP].contains(answer)
  }
}

extension Descriptor {
  /// Makes a file that was not there; its name is bytes ended by 0. Nothing is left of it where it cannot be given its owner.
  package static func newFile(
    _ name: [UInt8], in folder: Int32, ownedBy ownership: Ownership,
    shownAs path: @autoclosure () -> String
  ) throws(WorldError) -> Descriptor {
    let opened = gp_open_beneath(folder, name, O_WRONLY | O_CREAT | O_EXCL, ownership.forFiles)
    let file = Descriptor(owning: try checked(opened, "write", path()))
    do {
      try ownership.impose(on: file, mode: ownership.forFiles, shownAs: path())
    } catch {
      _ = gp_remove(folder, name)
      throw error
    }
    return file
  }
}
