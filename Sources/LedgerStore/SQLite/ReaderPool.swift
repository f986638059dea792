internal import Dispatch
internal import GRDB
internal import Ledger
internal import Synchronization

/// Connections that only read, lent to one thread each: who reads waits for nobody who writes, and nobody who writes for him.
///
/// At most `most` are out at once; who comes then waits until one is back. The first is there from the beginning; another is opened
/// when all that are open are out for the first time, and stays open, for its pages are warm. Where it cannot be opened, say because
/// no descriptor is left, its borrower waits in the queue of one that is out. Nobody borrows a second one while he holds one.
final class ReaderPool: Sendable {
  /// As many as the loops that read at the same time on a busy day; each may keep 4 MiB of pages.
  static let most = 4

  private struct Shelf {
    var opened: [DatabaseQueue]
    /// The last that came back is the first to go out.
    var idle: [DatabaseQueue]
    var isClosed = false
  }

  private let shelf: Mutex<Shelf>
  private let places: DispatchSemaphore
  /// Opens another; nil where there is but one, which writes too.
  private let open: (@Sendable () throws -> DatabaseQueue)?

  /// - Parameter open: opens another connection to the very same ledger, or throws.
  init(_ first: DatabaseQueue, open: @escaping @Sendable () throws -> DatabaseQueue) {
    shelf = Mutex(Shelf(opened: [first], idle: [first]))
    places = DispatchSemaphore(value: Self.most)
    self.open = open
  }

  /// A ledger in memory has one connection: who reads takes turns with who writes.
  init(sharing only: DatabaseQueue) {
    shelf = Mutex(Shelf(opened: [only], idle: [only]))
    places = DispatchSemaphore(value: 1)
    open = nil
  }

  deinit {
    for queue in shelf.withLock({ $0.opened }) { SpentQueues.keep(queue) }
  }

  /// How many are open.
  var count: Int { shelf.withLock { $0.opened.count } }

  /// Lends a connection for as long as the body runs.
  func withReader<T>(_ body: (Database) throws -> T) throws -> T {
    places.wait()
    defer { places.signal() }
    let (queue, isMine) = try take()
    defer { if isMine { shelf.withLock { $0.idle.append(queue) } } }
    return try queue.inDatabase(body)
  }

  /// One that nobody has; or, where no other can be opened, one that somebody has.
  private func take() throws -> (DatabaseQueue, isMine: Bool) {
    let (idle, other, mayOpen) = shelf.withLock { ($0.idle.popLast(), $0.opened[0], !$0.isClosed) }
    if let idle { return (idle, true) }
    guard let open, mayOpen else { return (other, false) }
    let another: DatabaseQueue
    do {
      // Outside the lock, for a disk may be slow.
      another = try open()
    } catch let error as LedgerError {
      throw error
    } catch {
      return (other, false)
    }
    let isLate = shelf.withLock { shelf in
      shelf.opened.append(another)
      return shelf.isClosed
    }
    // Closed meanwhile: it must not outlive the others.
    if isLate { try another.close() }
    return (another, true)
  }

  /// Closes them all, each when whoever has it is done; from then on every loan fails. The one that writes too is its owner's to close.
  func close() throws {
    guard open != nil else { return }
    let opened = shelf.withLock { shelf in
      shelf.isClosed = true
      return shelf.opened
    }
    for queue in opened { try queue.close() }
  }

  /// Gives back the pages that those keep which nobody has.
  func releaseMemory() {
    for queue in shelf.withLock({ $0.idle }) { queue.releaseMemory() }
  }
}
