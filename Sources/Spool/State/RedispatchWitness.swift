internal import Glibc
package import Linux

/// A file in the state that names the orders to move items that are not, or may not be, carried out to their end.
///
/// It is written before the ledger takes an order and emptied of it once every item was looked at: a start that finds it looks at them
/// again, which changes nothing where it was done. One line an order; what the lines say is for whoever writes them.
package enum RedispatchWitness {
  package static let fileName = "redispatch.pending"
  private static let largest = 1 << 20

  /// Names these orders, durably, in the place of those before; without one the file goes away.
  package static func leave(_ lines: [[UInt8]], in folder: StateFolder) throws(WorldError) {
    guard !lines.isEmpty else {
      // Where a power cut brings it back, the items are looked at once more.
      guard unlink(path(folder)) != 0, errno != ENOENT else { return }
      throw .io(operation: "remove", path: path(folder), errno: errno)
    }
    let bytes = lines.flatMap { $0 + [UInt8(ascii: "\n")] }
    try DurableFile.replace(folder: folder.path, name: fileName, bytes: bytes, ownedBy: folder.ownership)
  }

  /// The orders it names; none where it is not there.
  ///
  /// - Parameter state: the state folder, for who only looks.
  package static func read(in state: String) throws(WorldError) -> [[UInt8]] {
    let bytes = try DurableFile.read(path: "\(state)/\(fileName)", max: largest) ?? []
    return bytes.split(separator: UInt8(ascii: "\n")).map { Array($0) }
  }

  private static func path(_ folder: StateFolder) -> String { "\(folder.path)/\(fileName)" }
}
