internal import CLinux
internal import Glibc

/// Reads a folder's entries piece by piece and can stop anywhere, even close the folder and go on later.
package final class DirectoryStream {
  /// One entry; the name is valid until the stream moves on.
  package struct Entry {
    package let name: UnsafeBufferPointer<UInt8>
    package let type: UInt8

    /// An entry whose name stays valid as long as it is used.
    package init(name: UnsafeBufferPointer<UInt8>, type: UInt8) {
      self.name = name
      self.type = type
    }

    /// The name ended by 0, as the kernel wants it.
    package var terminated: UnsafePointer<UInt8>? { name.baseAddress }
    package var bytes: [UInt8] { Array(name) }
  }

  private static let capacity = 32 * 1024
  private static let headerLength = 19

  package let path: String
  private var folder: Descriptor?
  private let buffer = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
  private var filled = 0
  private var position = 0
  private var resumeAt: Int64 = 0
  private var current: Int = 0

  /// The folder must stay open as long as the stream; `path` is for messages only.
  package init(_ folder: consuming Descriptor, path: String) {
    self.folder = consume folder
    self.path = path
  }

  deinit { buffer.deallocate() }

  /// The open folder's number, nil while parked.
  package var number: Int32? {
    switch folder {
    case .some(let open): open.number
    case .none: nil
    }
  }

  /// Closes the folder and forgets what was read ahead.
  package func park() {
    folder = nil
    filled = 0
    position = 0
  }

  /// Takes up where `park` stopped.
  package func resume(_ again: consuming Descriptor) throws(WorldError) {
    try checked(gp_seek(again.number, resumeAt), "read", path)
    folder = consume again
  }

  /// The entry to look at now, or nil at the end; the same one until `advance`. Of a parked folder nobody may ask: it is not at its end.
  package func peek() throws(WorldError) -> Entry? {
    while true {
      if position >= filled {
        guard let number else { preconditionFailure("a parked folder is resumed before it is read") }
        position = 0
        filled = 0
        filled = try checked(gp_read_entries(number, buffer, Self.capacity), "read", path)
        if filled == 0 { return nil }
      }
      current = Int(buffer.loadUnaligned(fromByteOffset: position + 16, as: UInt16.self))
      let type = buffer.load(fromByteOffset: position + 18, as: UInt8.self)
      let start = buffer.advanced(by: position + Self.headerLength).assumingMemoryBound(to: UInt8.self)
      let length = strnlen(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), current - Self.headerLength)
      let isDot = start[0] == UInt8(ascii: ".") && (length == 1 || (length == 2 && start[1] == UInt8(ascii: ".")))
      if !isDot { return Entry(name: UnsafeBufferPointer(start: start, count: length), type: type) }
      advance()
    }
  }

  /// Goes on to the next entry.
  package func advance() {
    guard position < filled else { return }
    resumeAt = buffer.loadUnaligned(fromByteOffset: position + 8, as: Int64.self)
    position += current
  }
}

/// Meets the entries of a folder, however many, one at a time.
package func eachEntry(
  in folder: consuming Descriptor, path: String, _ body: (DirectoryStream.Entry) -> Void
) throws(WorldError) {
  let stream = DirectoryStream(folder, path: path)
  while let entry = try stream.peek() {
    body(entry)
    stream.advance()
  }
}

/// The entries of a small folder at once.
package func entries(of name: [UInt8], in parent: Int32, path: String) throws(WorldError) -> [(
  name: [UInt8], type: UInt8
)] {
  try entries(in: Descriptor.folder(name, in: parent, shownAs: path), path: path)
}

/// The same of a folder that is open already.
package func entries(in folder: consuming Descriptor, path: String) throws(WorldError) -> [(name: [UInt8], type: UInt8)]
{
  var result: [(name: [UInt8], type: UInt8)] = []
  try eachEntry(in: folder, path: path) { result.append(($0.bytes, $0.type)) }
  return result
}
