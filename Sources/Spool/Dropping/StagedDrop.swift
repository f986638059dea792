internal import CLinux
internal import Glibc
package import Linux
internal import Synchronization

/// A file that lies beside its place in the inbox: whole, under a dot name, and neither synced nor named yet.
///
/// While it is held nobody clears it away. Let go before it was named, it is removed.
package final class StagedDrop: Sendable {
  /// The file, until it is closed.
  private final class Held: Sendable {
    let file: Descriptor

    init(_ file: consuming Descriptor) { self.file = file }
  }

  private static let count = Atomic<UInt64>(0)

  /// One that was opened later has a higher one.
  let number: UInt64
  let path: String
  let producer: String?
  let name: [UInt8]
  private let place: Inbox.DropPlace
  private let bytes: [UInt8]
  private let beside: [UInt8]
  private let held: Mutex<Held?>
  private let isNamed = Latch()

  /// Writes it; the rest is `SharedDrops`'. Its bytes are kept until then, so it is for short files.
  ///
  /// - Parameters:
  ///   - path: of the state folder.
  ///   - producer: as `Inbox.drop` has it.
  package init(path: String, producer: String? = nil, name: [UInt8], bytes: [UInt8]) throws(WorldError) {
    let place = try Inbox.place(path: path, producer: producer, name: name)
    let beside = terminated(try Inbox.unfinishedName())
    number = Self.count.add(1, ordering: .relaxed).newValue
    let made = try Descriptor.newFile(
      beside, in: place.folder.number, ownedBy: place.ownership, shownAs: place.shown)
    // Where a file system knows no locks, nobody can hold one to take it for left either.
    _ = gp_hold_exclusively(made.number)
    do { try made.write(bytes, shownAs: place.shown) } catch {
      _ = gp_remove(place.folder.number, beside)
      throw error
    }
    (self.path, self.producer, self.name, self.bytes) = (path, producer, name, bytes)
    self.beside = beside
    self.place = place
    held = Mutex(Held(made))
  }

  deinit { remove() }

  /// Removes it where it was not named.
  func remove() {
    if !isNamed.isRaised { _ = gp_remove(place.folder.number, beside) }
  }

  /// Its bytes are on the disk behind the return; of the folder nothing is said.
  func sync() throws(WorldError) {
    try held.withLock { $0 }?.file.sync(shownAs: place.shown)
  }

  /// So are those of all that was written since it was opened, by whomever, to the file system it lies on; or somebody's failed.
  func syncFileSystem() throws(WorldError) {
    guard let held = held.withLock({ $0 }) else { return }
    try checked(gp_sync_file_system(held.file.number), "sync", place.shown)
  }

  /// Gives it its name, for good once the folder is synced; throws `EEXIST` where the name is taken.
  func giveName() throws(WorldError) {
    // Closed first, so that whoever meets it under its name meets no writer.
    held.withLock { $0 = nil }
    let answer = gp_rename_into_ours(place.folder.number, beside, place.folder.number, terminated(name))
    // Cleared away before it was locked, or since it was closed: written anew, it is there behind the return.
    if answer == -ENOENT {
      try Inbox.drop(path: path, producer: producer, name: name, bytes: bytes)
    } else {
      try checked(answer, "rename into", place.shown)
    }
    isNamed.raise()
  }

  /// Its folder, and with it the name of each that was given one there, is on the disk.
  func syncFolder() throws(WorldError) { try place.folder.sync(shownAs: place.shown) }

  /// What the kernel says of its folder.
  func folderStatus() throws(WorldError) -> gp_stat { try place.folder.status(shownAs: place.shown) }
}
