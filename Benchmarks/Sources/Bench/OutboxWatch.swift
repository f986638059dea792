import Foundation
import Synchronization

/// Sees notices come into the folders of an outbox, and when. A thread of its own waits for the kernel to tell; nobody is asked.
final class OutboxWatch: Sendable {
  private let handle: Int32
  private let folders: [Int32: String]
  private let seen = Mutex<[(path: String, time: Double)]>([])

  /// Watches the folders that are there now.
  init(_ outbox: String) throws {
    handle = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    guard handle >= 0 else { throw Trouble("no inotify: \(String(cString: strerror(errno)))") }
    var folders: [Int32: String] = [:]
    for folder in Self.folders(below: outbox) {
      let watch = inotify_add_watch(handle, folder, UInt32(IN_MOVED_TO))
      guard watch >= 0 else { throw Trouble("cannot watch \(folder): \(String(cString: strerror(errno)))") }
      folders[watch] = folder
    }
    self.folders = folders
  }

  deinit {
    close(handle)
  }

  /// Begins to listen; what came before is forgotten.
  func listen() {
    drain()
    seen.withLock { $0 = [] }
    isOver.withLock { $0 = false }
    Thread.detachNewThread { [self] in
      while !isOver.withLock({ $0 }) {
        var waiting = pollfd(fd: handle, events: Int16(POLLIN), revents: 0)
        if poll(&waiting, 1, 100) > 0 { drain() }
      }
    }
  }

  private let isOver = Mutex(true)

  /// Waits for so many, and tells what was seen.
  func stop(after count: Int, within seconds: Double) -> [(path: String, time: Double)] {
    let end = now() + seconds
    while seen.withLock({ $0.count }) < count, now() < end { usleep(10_000) }
    isOver.withLock { $0 = true }
    return seen.withLock { $0 }
  }

  private func drain() {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(handle, &buffer, buffer.count)
      guard count > 0 else { return }
      let time = now()
      var at = 0
      while at < count {
        let event = buffer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: at, as: inotify_event.self) }
        let name = String(decoding: buffer[(at + 16)..<(at + 16 + Int(event.len))].prefix { $0 != 0 }, as: UTF8.self)
        at += 16 + Int(event.len)
        guard let folder = folders[event.wd], !name.hasPrefix(".") else { continue }
        seen.withLock { $0.append(("\(folder)/\(name)", time)) }
      }
    }
  }

  private static func folders(below folder: String) -> [String] {
    let below = names(in: folder).filter { !$0.hasSuffix(".json") }
    return [folder] + below.flatMap { folders(below: "\(folder)/\($0)") }
  }
}
