import CLinux
import Glibc
import Harness
import Linux
import Synchronization
import Testing

@testable import Spool

/// A state folder of its own for one test, removed afterwards.
final class TemporaryState {
  let path: String
  let folder: StateFolder

  init() throws {
    path = "/tmp/spool-test-" + (try randomDigits())
    folder = try StateFolder(path: path, create: true)
  }

  deinit {
    remove(terminated(path))
  }

  /// Without a child process: one forked meanwhile by another test would hold our files open.
  private func remove(_ path: [UInt8]) {
    do {
      for entry in try entries(in: opened(path), path: "test") {
        remove(path.dropLast() + [UInt8(ascii: "/")] + entry.name + [0])
      }
      _ = path.withUnsafeBytes { $0.bindMemory(to: CChar.self).baseAddress.map { rmdir($0) } }
    } catch {
      _ = path.withUnsafeBytes { $0.bindMemory(to: CChar.self).baseAddress.map { unlink($0) } }
    }
  }

  private func opened(_ path: [UInt8]) throws(WorldError) -> Descriptor {
    Descriptor(owning: try checked(gp_open(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0), "open", "test"))
  }

  func inbox() -> Inbox { Inbox(folder) }

  /// A file in the inbox, `age` seconds old.
  func drop(_ name: String, _ text: String = "{}", age: Int = 60) throws {
    try drop(Array(name.utf8), text, age: age)
  }

  func drop(_ name: [UInt8], _ text: String = "{}", age: Int = 60) throws {
    // A child that another test is just making would hold our writer, and the file would not be taken.
    try Child.gate.withLock { _ in try write(name, text, age) }
  }

  private func write(_ name: [UInt8], _ text: String, _ age: Int) throws {
    let file = open(path + "/inbox/", name, O_WRONLY | O_CREAT | O_TRUNC)
    try #require(file >= 0)
    defer { close(file) }
    let bytes = Array(text.utf8)
    try #require(Glibc.write(file, bytes, bytes.count) == bytes.count)
    var times = [timespec(), timespec()]
    clock_gettime(CLOCK_REALTIME, &times[1])
    times[1].tv_sec -= age
    times[0] = times[1]
    try #require(futimens(file, times) == 0)
  }

  func open(_ folder: String, _ name: [UInt8], _ flags: Int32) -> Int32 {
    let full = Array(folder.utf8) + name + [0]
    return full.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { path in
        path.baseAddress.map { Glibc.open($0, flags | O_CLOEXEC, 0o644) } ?? -1
      }
    }
  }

  /// The names in a folder below the state, sorted.
  func names(_ folder: String) throws -> [String] {
    try entries(in: opened(terminated(path + "/" + folder)), path: folder)
      .map { FileName.shown($0.name) }.sorted()
  }

  func text(_ file: String) throws -> String? {
    try DurableFile.read(path: path + "/" + file, max: 1 << 20).map { String(decoding: $0, as: UTF8.self) }
  }

  func exists(_ file: String) -> Bool { access(path + "/" + file, F_OK) == 0 }
}

extension Inbox {
  /// A claim with roomy limits.
  func claimAll(settle: Duration? = .milliseconds(200), files: Int = 100) throws -> Sweep {
    try claim(files: files, bytes: 1 << 20, maxFile: 1 << 20, settle: settle)
  }

  func nextLeftovers() throws -> [ClaimedFile] { try leftovers(maxFile: 1 << 20) }
}

extension Sweep {
  var names: [String] { claimed.map { String(decoding: $0.name, as: UTF8.self) } }
}

extension ClaimedFile {
  var text: String? {
    if case .bytes(let bytes) = content { String(decoding: bytes, as: UTF8.self) } else { nil }
  }
}
