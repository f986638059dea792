internal import CLinux
internal import Dispatch
internal import Glibc

/// Rings when something happens in the inbox or a producer's folder: a hint to look, never the truth.
///
/// Hints may be lost or come for nothing; who relies on them alone misses files. `init` and `renew` throw when the
/// kernel's limits are used up, and the program goes on by its timer. Nothing is left by a crash.
package final class InboxWatcher {
  private static let events = UInt32(
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)

  private let eye: Eye
  private let source: any DispatchSourceRead

  /// Watches the inbox of this state folder; call `renew` once before relying on hints.
  ///
  /// `onHint` is called on a private queue, once for many events. `onLost` is called with a watch that could not be had
  /// for a new producer's folder, or with nil when the kernel dropped events or watches: then call `renew` and look.
  package init(
    _ folder: StateFolder, onHint: @escaping @Sendable () -> Void, onLost: @escaping @Sendable (SpoolError?) -> Void
  ) throws(SpoolError) {
    let number = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    guard number >= 0 else { throw .io(operation: "watch", path: "inbox", errno: Glibc.errno) }
    let eye = Eye(number: number, inbox: folder.path + "/inbox")
    self.eye = eye
    let queue = DispatchQueue(label: "gridpost.inbox-watcher")
    source = DispatchSource.makeReadSource(fileDescriptor: number, queue: queue)
    source.setEventHandler {
      let seen = eye.drain()
      if seen.newFolder {
        do throws(SpoolError) { try eye.watchAll() } catch { onLost(error) }
      }
      if seen.lost { onLost(nil) }
      onHint()
    }
    source.setCancelHandler { _ = gp_close(number) }
    source.resume()
  }

  deinit { source.cancel() }

  /// Watches the inbox and all producers' folders as they are now; harmless to repeat.
  ///
  /// Throws the first watch that could not be had, after trying all.
  package func renew() throws(SpoolError) {
    try eye.watchAll()
  }

  private struct Eye: Sendable {
    let number: Int32
    let inbox: String

    func watchAll() throws(SpoolError) {
      let held = try Descriptor.folder(terminated(inbox), in: AT_FDCWD, followingLinks: true, shownAs: inbox)
      var first: SpoolError?
      watch([], &first)
      for entry in try entries(of: Inbox.itself, in: held.number, path: inbox) {
        let mayBeFolder = entry.type == UInt8(DT_DIR) || entry.type == UInt8(DT_UNKNOWN)
        if mayBeFolder && entry.name.first != UInt8(ascii: ".") { watch(entry.name, &first) }
      }
      if let first { throw first }
    }

    private func watch(_ producer: [UInt8], _ first: inout SpoolError?) {
      let path = Array(inbox.utf8) + [UInt8(ascii: "/")] + producer + [0]
      let answer = path.withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) { path -> Int32 in
          guard let start = path.baseAddress else { return EINVAL }
          let mask = InboxWatcher.events | (producer.isEmpty ? 0 : UInt32(IN_DONT_FOLLOW))
          return inotify_add_watch(number, start, mask) < 0 ? Glibc.errno : 0
        }
      }
      if answer != 0 && answer != ENOENT && answer != ENOTDIR && first == nil {
        first = .io(operation: "watch", path: FileName.shown(path.dropLast()), errno: answer)
      }
    }

    /// Takes all events the kernel holds; they say only what kind of look is worth while.
    func drain() -> (newFolder: Bool, lost: Bool) {
      var result = (newFolder: false, lost: false)
      var buffer = [UInt8](repeating: 0, count: 64 * 1024)
      while true {
        let count = gp_read(number, &buffer, buffer.count)
        if count <= 0 { return result }
        buffer.withUnsafeBytes { raw in
          var position = 0
          while position + MemoryLayout<inotify_event>.size <= count {
            let event = raw.loadUnaligned(fromByteOffset: position, as: inotify_event.self)
            let mask = event.mask
            if mask & UInt32(IN_ISDIR) != 0 { result.newFolder = true }
            if mask & UInt32(IN_Q_OVERFLOW | IN_IGNORED | IN_UNMOUNT | IN_DELETE_SELF | IN_MOVE_SELF) != 0 {
              result.lost = true
            }
            position += MemoryLayout<inotify_event>.size + Int(event.len)
          }
        }
      }
    }
  }
}
