internal import GRDBSQLite

/// What is bound to a statement, until it has run: SQLite would ask for memory for every value, and give it back.
final class BoundBytes {
  private static let size = 4096
  // It makes a copy of its own of what finds no room here.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
  private var used = 0

  deinit { room.deallocate() }

  /// Calls `bind` with bytes that stay where they are, or are to be copied by whoever is given them.
  func keeping(
    _ bytes: UnsafeRawBufferPointer, _ bind: (UnsafeRawBufferPointer, sqlite3_destructor_type?) -> Int32
  ) -> Int32 {
    guard used + bytes.count <= room.count else { return bind(bytes, Self.copied) }
    let place = UnsafeMutableRawBufferPointer(rebasing: room[used..<(used + bytes.count)])
    place.copyMemory(from: bytes)
    used += bytes.count
    return bind(UnsafeRawBufferPointer(place), nil)
  }

  func letGo() { used = 0 }
}
