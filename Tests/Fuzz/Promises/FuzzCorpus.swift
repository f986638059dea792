import Glibc

/// The kept inputs of the targets, `Tests/Fuzz/Corpus/<target>/`: seeds, and every find for good.
package enum FuzzCorpus {
  /// The inputs of a target, by name.
  package static func inputs(of target: FuzzTarget) -> [(name: String, bytes: [UInt8])] {
    let folder = folder + "/" + target.rawValue
    return names(in: folder).compactMap { name in read(folder + "/" + name).map { (name, $0) } }
  }

  /// What lies in a folder and is not hidden, in order; nothing where there is none.
  package static func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// Found from this source file.
  private static let folder = parent(of: parent(of: #filePath)) + "/Corpus"

  /// The folder that something lies in, by its path.
  package static func parent(of path: String) -> String {
    String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return bytes
  }
}
