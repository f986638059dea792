internal import CLinux
internal import Glibc
package import Linux
internal import Synchronization

/// Rings when something happens in the inbox or a producer's folder: a hint to look, never the truth.
///
/// Hints may be lost or come for nothing; who relies on them alone misses files. `init` and `renew` throw when the
/// kernel's limits are used up, and the program goes on by its timer. Nothing is left by a crash.
package final class InboxWatcher {
  private static let events = UInt32(
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)

  private let eye: Eye

  /// Watches the inbox of this state folder; call `renew` once before relying on hints.
  ///
  /// `onHint` is called on a thread of its own, once for many events. `onLost` is called with a watch that could not be had
  /// for a new producer's folder, or with nil when the kernel dropped events or watches: then call `renew` and look.
  package init(
    _ folder: StateFolder, onHint: @escaping @Sendable () -> Void, onLost: @escaping @Sendable (WorldError?) -> Void
  ) throws(WorldError) {
    let eye = try Eye(inbox: folder.path + "/inbox")
    let arrivals = folder.arrivals
    self.eye = eye
    _ = try Strand("inbox-watcher") {
      while eye.waits() {
        let seen = eye.drain()
        arrivals.add(seen.arrivals)
        if seen.newFolder {
          do throws(WorldError) { try eye.watchAll() } catch { onLost(error) }
        }
        if seen.lost {
          arrivals.drop()
          onLost(nil)
        }
        onHint()
      }
    }
  }

  deinit { eye.shut() }

  /// Watches the inbox and all producers' folders as they are now; harmless to repeat.
  ///
  /// Throws the first watch that could not be had, after trying all.
  package func renew() throws(WorldError) {
    try eye.watchAll()
  }

  private final class Eye: Sendable {
    private let number: Int32
    private let inbox: String
    /// Rings when there is nobody left to be told.
    private let shutter: Descriptor
    private let isShut = Atomic(false)
    /// Whose folder each watch is; nil for the inbox itself.
    private let producers = Mutex<[Int32: [UInt8]?]>([:])

    init(inbox: String) throws(WorldError) {
      self.inbox = inbox
      shutter = Descriptor(owning: try checked(gp_make_bell(), "make", "eventfd"))
      number = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
      guard number >= 0 else { throw .io(operation: "watch", path: "inbox", errno: Glibc.errno) }
    }

    deinit {
      if number >= 0 { _ = gp_close(number) }
    }

    func shut() {
      isShut.store(true, ordering: .releasing)
      var one: UInt64 = 1
      _ = gp_write(shutter.number, &one, MemoryLayout<UInt64>.size)
    }

    /// Waits for an event; false once it is shut.
    func waits() -> Bool {
      while !isShut.load(ordering: .acquiring) {
        var watched = [number, shutter.number].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        // A shutter that cannot ring must not be waited for in vain.
        let answer = poll(&watched, 2, 3_600_000)
        // Nor must a poll that fails be spun on: there may be something, so somebody looks now and then.
        if answer < 0 { usleep(200_000) }
        if answer < 0 || watched[0].revents != 0 { return !isShut.load(ordering: .acquiring) }
      }
      return false
    }

    func watchAll() throws(WorldError) {
      let held = try Descriptor.folder(terminated(inbox), in: AT_FDCWD, followingLinks: true, shownAs: inbox)
      var first: WorldError?
      watch([], &first)
      let all = try Descriptor.folder(Inbox.itself, in: held.number, shownAs: inbox)
      try eachEntry(in: all, path: inbox) { entry in
        let mayBeFolder = entry.type == UInt8(DT_DIR) || entry.type == UInt8(DT_UNKNOWN)
        if mayBeFolder && entry.name.first != UInt8(ascii: ".") { watch(entry.bytes, &first) }
      }
      if let first { throw first }
    }

    private func watch(_ producer: [UInt8], _ first: inout WorldError?) {
      let path = Array(inbox.utf8) + [UInt8(ascii: "/")] + producer + [0]
      let answer = path.withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) { path -> Int32 in
          guard let start = path.baseAddress else { return EINVAL }
          let mask = InboxWatcher.events | (producer.isEmpty ? 0 : UInt32(IN_DONT_FOLLOW))
          let watch = inotify_add_watch(number, start, mask)
          if watch >= 0 { producers.withLock { $0[watch] = .some(producer.isEmpty ? nil : producer) } }
          return watch < 0 ? Glibc.errno : 0
        }
      }
      if answer != 0 && answer != ENOENT && answer != ENOTDIR && first == nil {
        first = .io(operation: "watch", path: FileName.shown(path.dropLast()), errno: answer)
      }
    }

    struct Seen {
      var newFolder = false
      var lost = false
      var arrivals: [Arrivals.Arrival] = []
    }

    /// Takes all events the kernel holds; they say only where a look is worth while.
    func drain() -> Seen {
      var seen = Seen()
      var buffer = [UInt8](repeating: 0, count: 64 * 1024)
      while true {
        let count = gp_read(number, &buffer, buffer.count)
        if count <= 0 {
          if count != -Int(EAGAIN) { usleep(100_000) }
          return seen
        }
        buffer.withUnsafeBytes { raw in
          var position = 0
          while position + MemoryLayout<inotify_event>.size <= count {
            let event = raw.loadUnaligned(fromByteOffset: position, as: inotify_event.self)
            let start = position + MemoryLayout<inotify_event>.size
            position = start + Int(event.len)
            note(event, named: Array(raw[start..<min(position, count)].prefix { $0 != 0 }), in: &seen)
          }
        }
      }
    }

    private func note(_ event: inotify_event, named name: [UInt8], in seen: inout Seen) {
      let mask = event.mask
      if mask & UInt32(IN_ISDIR) != 0 { seen.newFolder = true }
      if mask & UInt32(IN_Q_OVERFLOW | IN_IGNORED | IN_UNMOUNT | IN_DELETE_SELF | IN_MOVE_SELF) != 0 {
        seen.lost = true
      }
      if mask & UInt32(IN_IGNORED) != 0 { producers.withLock { $0[event.wd] = nil } }
      guard mask & UInt32(IN_MOVED_TO | IN_CLOSE_WRITE) != 0, mask & UInt32(IN_ISDIR) == 0 else { return }
      guard name.withUnsafeBufferPointer(FileName.kind) == .takeable,
        let producer = producers.withLock({ $0[event.wd] })
      else { return }
      let isWhole = mask & UInt32(IN_MOVED_TO) != 0
      seen.arrivals.append(Arrivals.Arrival(producer: producer, name: name, isWhole: isWhole))
    }
  }
}
