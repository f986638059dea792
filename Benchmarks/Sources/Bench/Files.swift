import Foundation

/// The text of a file; nil when it cannot be read.
func contents(_ path: String) -> String? {
  guard let file = fopen(path, "re") else { return nil }
  defer { fclose(file) }
  var text: [UInt8] = []
  var bytes = [UInt8](repeating: 0, count: 16_384)
  while case let count = fread(&bytes, 1, bytes.count, file), count > 0 { text += bytes[..<count] }
  return String(decoding: text, as: UTF8.self)
}

/// The names in a folder, but for those with a dot in front; none when it cannot be read.
func names(in folder: String) -> [String] {
  guard let stream = opendir(folder) else { return [] }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names
}

/// When a file was last changed or renamed, in seconds of the wall clock.
func changed(_ path: String) -> Double? {
  var status = stat()
  guard lstat(path, &status) == 0 else { return nil }
  return Double(status.st_ctim.tv_sec) + Double(status.st_ctim.tv_nsec) / 1e9
}

/// When a file's bytes last changed; nil where there is none. (Whoever opens a ledger as root has SQLite see to the owner of its log,
/// which changes its inode.)
func written(_ path: String) -> Double? {
  var status = stat()
  guard lstat(path, &status) == 0 else { return nil }
  return Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
}

/// Visits every notice below a folder, passing over names with a dot in front.
func walk(_ folder: String, _ visit: (_ path: String, _ changed: Double) -> Void) {
  for name in names(in: folder) {
    let path = "\(folder)/\(name)"
    if name.hasSuffix(".json") {
      if let when = changed(path) { visit(path, when) }
    } else {
      walk(path, visit)
    }
  }
}

/// Writes a file whole.
func write(_ bytes: [UInt8], to path: String) throws {
  let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  guard file >= 0, Glibc.write(file, bytes, bytes.count) == bytes.count else {
    throw Trouble("cannot write \(path): \(String(cString: strerror(errno)))")
  }
  close(file)
}

/// Whether a folder holds nothing, or is not there.
func isEmpty(_ folder: String) -> Bool {
  guard let stream = opendir(folder) else { return errno == ENOENT }
  defer { closedir(stream) }
  var count = 0
  while readdir(stream) != nil { count += 1 }
  return count == 2
}

/// A path from the root.
func absolute(_ path: String) -> String {
  path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
}
