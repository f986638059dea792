internal import CLinux
internal import Glibc
internal import Synchronization

/// A thread of our own: it runs one body, and ends with it.
///
/// It bears a name (15 bytes of it, as the kernel keeps them) and leaves the signals that stop or reload us to the main thread.
/// Throws where the machine has no room for another thread.
package final class Strand: Sendable {
  private final class Work: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(_ name: String, _ body: @escaping @Sendable () -> Void) {
      self.name = name
      self.body = body
    }
  }

  private let thread: UInt
  private let isJoined = Atomic(false)

  /// Starts a thread of this name; throws where the machine has no room for it.
  package init(_ name: String, _ body: @escaping @Sendable () -> Void) throws(WorldError) {
    let work = Unmanaged.passRetained(Work(name, body))
    var thread: UInt = 0
    let answer = gp_start_thread(&thread, work.toOpaque()) { context in
      guard let context else { return }
      let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
      gp_name_thread(work.name)
      work.body()
    }
    if answer < 0 {
      work.release()
      throw .io(operation: "start", path: "thread", errno: -answer)
    }
    self.thread = thread
  }

  /// Waits until the body has returned; only the first to call it waits.
  package func join() {
    if !isJoined.exchange(true, ordering: .relaxed) { gp_join_thread(thread) }
  }

  deinit {
    if !isJoined.load(ordering: .relaxed) { gp_leave_thread(thread) }
  }
}
