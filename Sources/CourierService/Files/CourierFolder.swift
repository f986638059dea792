internal import CLinux
internal import Glibc
package import Linux

/// The outbox as one who takes from it sees it, and `outbox/.courier/`, where couriers keep what they must not forget.
///
/// A consumer like any other: it reads notices and removes them, and touches nothing else of the daemon's.
package final class CourierFolder: Sendable {
  static let name = ".courier"
  static let undelivered = ".undelivered"
  static let again = "again"
  private static let lockName = "lock"

  let outbox: Descriptor
  /// `outbox/.courier/`.
  let own: Descriptor
  let ownership: Ownership
  private let lockPath: String
  private let lock: Descriptor?
  /// The file that was locked.
  private let held: gp_stat?

  /// Opens the outbox of the state folder at `path`, and makes what is missing in it.
  ///
  /// - Parameter holding: whether to take the lock, which is let go with this value or the process; throws `locked` where another has it.
  package init(path: String, holding: Bool) throws(WorldError) {
    let state = try Descriptor.folder(terminated(path), in: AT_FDCWD, followingLinks: true, shownAs: path)
    ownership = Ownership(of: try state.status(shownAs: path))
    outbox = try Self.folder("outbox", in: state.number, ownership, mode: ownership.forMeeting, followingLinks: true)
    own = try Self.folder(Self.name, in: outbox.number, ownership, mode: ownership.forFolders)
    lockPath = path + "/outbox/" + Self.name + "/" + Self.lockName
    guard holding else {
      lock = nil
      held = nil
      return
    }
    let opened = gp_open_beneath(own.number, terminated(Self.lockName), O_RDWR | O_CREAT, ownership.forFiles)
    let file = Descriptor(owning: try checked(opened, "open", lockPath))
    let answer = gp_hold_exclusively(file.number)
    if answer == -EWOULDBLOCK { throw .locked(pid: nil) }
    try checked(answer, "lock", lockPath)
    try ownership.impose(on: file, mode: ownership.forFiles, shownAs: lockPath)
    held = try file.status(shownAs: lockPath)
    lock = consume file
  }

  static func folder(
    _ name: String, in parent: Int32, _ ownership: Ownership, mode: UInt32, followingLinks: Bool = false
  ) throws(WorldError) -> Descriptor {
    let made = try ownership.makeFolder(terminated(name), in: parent, mode: mode, shownAs: name)
    if made != -EEXIST { try checked(made, "make", name) }
    return try Descriptor.folder(terminated(name), in: parent, followingLinks: followingLinks, shownAs: name)
  }

  /// Throws `lockLost` once the lock bears its path no more: the outbox was moved away, or somebody else took over.
  func requireOurs() throws(WorldError) {
    guard let held else { return }
    var named = gp_stat()
    guard gp_stat_name(AT_FDCWD, terminated(lockPath), &named) == 0, named.isSameFile(as: held) else {
      throw .lockLost(path: lockPath)
    }
  }

  // MARK: Notices

  /// Where a notice lies.
  enum Place: Hashable, Sendable {
    /// Before an addressee: the names of his folders.
    case outbox([String])
    /// Among those of a courier that are tried again.
    case again(String)

    var folders: [String] {
      switch self {
      case .outbox(let names): names
      case .again(let courier): [CourierFolder.name, CourierFolder.again, courier]
      }
    }
  }

  /// The bytes of a notice; nil where it is gone, or is no file that a notice could be.
  func read(_ id: String, at place: Place, most: Int) throws(WorldError) -> [UInt8]? {
    guard let folder = try open(place.folders[...]) else { return nil }
    return try Self.read(id + ".json", in: folder, most: most, place.folders)
  }

  /// The bytes of a file of our own; nil where there is none.
  func readOwn(_ name: String) throws(WorldError) -> [UInt8]? {
    try Self.read(name, in: own, most: 1 << 20, [Self.name])
  }

  private static func read(
    _ name: String, in folder: borrowing Descriptor, most: Int, _ path: [String]
  ) throws(WorldError) -> [UInt8]? {
    let shown = "outbox/" + path.joined(separator: "/") + "/" + name
    let opened = gp_open_beneath(
      folder.number, terminated(name), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY, 0)
    if [-ENOENT, -ELOOP, -EXDEV, -ENXIO].contains(opened) { return nil }
    let file = Descriptor(owning: try checked(opened, "open", shown))
    let found = try file.status(shownAs: shown)
    guard found.isRegular, found.size <= most else { return nil }
    return try file.read(limit: most, shownAs: shown)
  }

  /// A place among all others for a notice that knows none: before every one that does, by the time of its file.
  func age(of id: String, at place: Place) throws(WorldError) -> Int64 {
    guard let folder = try open(place.folders[...]) else { return .min }
    var found = gp_stat()
    guard gp_stat_name(folder.number, terminated(id + ".json"), &found) == 0 else { return .min }
    return .min + max(0, found.modified)
  }

  /// Takes a notice out; one that is gone is no error.
  func remove(_ id: String, at place: Place) throws(WorldError) {
    guard let folder = try open(place.folders[...]) else { return }
    let answer = gp_remove(folder.number, terminated(id + ".json"))
    if answer != -ENOENT {
      try checked(answer, "remove", "outbox/" + place.folders.joined(separator: "/") + "/\(id).json")
    }
  }

  /// A folder below the outbox; nil where it is none, or is gone.
  func open(_ names: ArraySlice<String>) throws(WorldError) -> Descriptor? {
    do throws(WorldError) {
      return try Descriptor.folder(
        terminated(names.isEmpty ? "." : names.joined(separator: "/")), in: outbox.number,
        shownAs: "outbox/" + names.joined(separator: "/"))
    } catch {
      if let number = error.number, [ENOENT, ENOTDIR, ELOOP, EXDEV].contains(number) { return nil }
      throw error
    }
  }

  /// Removes a file of our own.
  func removeOwn(_ name: String) throws(WorldError) {
    let answer = gp_remove(own.number, terminated(name))
    if answer != -ENOENT { try checked(answer, "remove", "outbox/\(Self.name)/" + FileName.shown(Array(name.utf8))) }
  }

  // MARK: What must not be forgotten

  /// Writes a file of ours, durably, in place of what was there.
  func write(_ bytes: [UInt8], as name: String, in folder: borrowing Descriptor) throws(WorldError) {
    try DurableFile.write(
      bytes, as: terminated(name), in: folder, temporary: ".\(randomDigits()).tmp", ownedBy: ownership,
      shownAs: "outbox/" + Self.name)
  }

  /// The folder for what a courier could not deliver, or tries again.
  func folder(_ kind: String, of courier: String) throws(WorldError) -> Descriptor {
    let parent =
      kind == Self.undelivered
      ? try Self.folder(kind, in: outbox.number, ownership, mode: ownership.forMeeting)
      : try Self.folder(kind, in: own.number, ownership, mode: ownership.forFolders)
    return try Self.folder(courier, in: parent.number, ownership, mode: ownership.forMeeting)
  }
}
