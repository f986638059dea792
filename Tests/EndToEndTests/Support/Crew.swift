import Dispatch
import Foundation
import Synchronization
import Testing

/// A few threads that may block: the stories wait for processes and files, and must not hold up the cooperative pool meanwhile.
///
/// Their number bounds how many stories run at once.
final class Crew: TaskExecutor {
  static let shared = Crew(size: 6)

  private let jobs = Mutex<[UnownedJob]>([])
  private let arrivals = DispatchSemaphore(value: 0)

  private init(size: Int) {
    for _ in 0..<size {
      Thread.detachNewThread { [self] in
        while true {
          arrivals.wait()
          let job = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
          job?.runSynchronously(on: asUnownedTaskExecutor())
        }
      }
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    arrivals.signal()
  }
}

/// Runs each test of a suite on the crew.
struct CrewTrait: SuiteTrait, TestTrait, TestScoping {
  var isRecursive: Bool { true }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(Crew.shared) { try await function() }
  }
}

extension Trait where Self == CrewTrait {
  static var crew: Self { CrewTrait() }
}
