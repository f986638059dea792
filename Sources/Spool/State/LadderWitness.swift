internal import Glibc
package import Linux

/// A file in the state that lies there as long as items may stand without a clock at the top of a ladder that has grown since.
///
/// It is left before the ledger knows of the longer ladder and taken away once every item was looked at: a start that finds it looks
/// at them again, which changes nothing where it was done.
package enum LadderWitness {
  package static let fileName = "ladder.changed"

  /// Leaves the witness, durably.
  package static func leave(in folder: StateFolder) throws(WorldError) {
    try DurableFile.replace(folder: folder.path, name: fileName, bytes: [], ownedBy: folder.ownership)
  }

  /// Whether it lies there.
  package static func isThere(in folder: StateFolder) throws(WorldError) -> Bool {
    try DurableFile.read(path: path(folder), max: 0) != nil
  }

  /// Takes it away. Where a power cut brings it back, the items are looked at once more.
  package static func remove(from folder: StateFolder) throws(WorldError) {
    guard unlink(path(folder)) != 0, errno != ENOENT else { return }
    throw .io(operation: "remove", path: path(folder), errno: errno)
  }

  private static func path(_ folder: StateFolder) -> String { "\(folder.path)/\(fileName)" }
}
