internal import NIOCore
internal import NIOPosix

/// Where the server's tasks run, and by whose clock they sleep: threads of our own.
///
/// Swift's own crew (libdispatch) asks the kernel for a better priority for each of its threads than that of a server which steps back,
/// and where it may not have it says so in lines of its own, which are no JSON (setpriority(2)). No task may block.
final class Crew: TaskExecutor {
  private let pool: NIOThreadPool
  private let clock: any EventLoopGroup

  /// Its threads stay as long as the process does.
  init(_ count: Int, clock: any EventLoopGroup) {
    pool = NIOThreadPool(numberOfThreads: count)
    self.clock = clock
    pool.start()
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    pool.submit { [self] _ in job.runSynchronously(on: asUnownedTaskExecutor()) }
  }

  /// Wakes up after so long, on one of its threads.
  func sleep(_ length: TimeAmount) async throws {
    try await clock.next().scheduleTask(in: length) {}.futureResult.get()
    try Task.checkCancellation()
  }
}
