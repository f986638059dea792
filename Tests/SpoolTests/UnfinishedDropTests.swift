import Dispatch
import Foundation
import Glibc
import Spool
import Synchronization
import Testing

/// What a writer leaves who was killed.
@Suite struct UnfinishedDropTests {
  private let state: TemporaryState

  init() throws { state = try TemporaryState() }

  @Test func whatNobodyFinishesIsRemovedAndNothingElse() throws {
    #expect(mkdir(state.path + "/inbox/board", 0o700) == 0)
    let left = ".gridpost.0123456789abcdef.tmp"
    let others = [
      ".gridpost.tmp", ".gridpost.0123456789abcdeg.tmp", ".0123456789abcdef.tmp", "gridpost.0123456789abcdef.tmp",
      ".gridpost.0123456789abcdef.json", "a.json",
    ]
    for folder in ["", "board/"] { for name in [left] + others { try state.drop(folder + name) } }
    try state.drop(".claimed/" + left)
    let held = Glibc.open(state.path + "/inbox/.gridpost.fedcba9876543210.tmp", O_WRONLY | O_CREAT, 0o600)
    defer { close(held) }
    #expect(held >= 0 && flock(held, LOCK_EX) == 0)
    #expect(symlink("a.json", state.path + "/inbox/.gridpost.1111111111111111.tmp") == 0)
    #expect(try Inbox.clearUnfinished(path: state.path) == 2)
    let rest = others + [".gridpost.fedcba9876543210.tmp", ".gridpost.1111111111111111.tmp", ".claimed", "board"]
    #expect(Set(try state.names("inbox")) == Set(rest))
    #expect(Set(try state.names("inbox/board")) == Set(others))
    #expect(try state.names("inbox/.claimed") == [left])
    #expect(try Inbox.clearUnfinished(path: state.path) == 0)
    #expect(try Inbox.clearUnfinished(path: state.path + "/none") == 0)
  }

  @Test func whoeverWritesIsNotHinderedByOneWhoClearsUp() throws {
    let isDone = Mutex(false)
    let path = state.path
    let ended = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      while !isDone.withLock({ $0 }) { _ = try? Inbox.clearUnfinished(path: path) }
      ended.signal()
    }
    for number in 0..<300 { try Inbox.drop(path: path, name: Array("\(number).json".utf8), bytes: Array("{}".utf8)) }
    isDone.withLock { $0 = true }
    #expect(ended.wait(timeout: .now() + 20) == .success)
    #expect(try state.names("inbox").count { $0.hasSuffix(".json") } == 300)
  }
}
