internal import Glibc

/// Lets one thread through for each time another opens it (sem_overview(7)).
package final class Turnstile: Sendable {
  // Made once and given back once; in between only the kernel's own calls touch it.
  private nonisolated(unsafe) let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  /// A turnstile that nobody may pass yet.
  package init() { sem_init(semaphore, 0, 0) }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  /// Lets one through, now or later.
  package func open() { sem_post(semaphore) }

  /// Waits until it may pass.
  package func pass() {
    while sem_wait(semaphore) != 0 {}
  }
}
