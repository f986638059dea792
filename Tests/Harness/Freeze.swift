import Foundation
package import Glibc

/// Stops a process (SIGSTOP), and waits until none of its threads moves any more: one may still be in a sync.
package func freeze(_ pid: pid_t) throws {
  kill(pid, SIGSTOP)
  let end = ContinuousClock.now + .seconds(10)
  while .now < end {
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
    let states = threads.map { Child.text("/proc/\(pid)/task/\($0)/stat").split(separator: ")").last?.prefix(2) }
    if states.allSatisfy({ $0 == " T" }) { return }
    usleep(2_000)
  }
  throw HarnessFailure("process \(pid) cannot be stopped")
}
