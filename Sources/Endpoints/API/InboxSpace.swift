internal import Custody
internal import Glibc
internal import GridCore
internal import Linux
internal import Spool
internal import Synchronization
internal import Web
internal import Words

/// How much may wait in the inbox, and how much room the disk keeps.
final class InboxSpace: Sendable {
  private struct Look {
    var at: ContinuousClock.Instant
    var files: Int
    var bytes: Int64
  }

  /// Bytes that may wait.
  private static let mostBytes: Int64 = 1 << 30
  /// How long a look is good for.
  private static let freshness = Duration.milliseconds(500)

  private let options: ServeOptions
  private let last = Mutex<Look?>(nil)

  init(_ options: ServeOptions) {
    self.options = options
  }

  /// The disk has no room for more.
  static var full: Problem {
    Problem(
      .diskFull, Bilingual(en: "the disk has no room for more events now", zh: "磁盘空间不足，暂不接收来件"), retryAfter: 60)
  }

  /// Refuses more where the disk is nearly full.
  func demandRoom() throws(Problem) {
    var disk = statvfs()
    if statvfs(options.settings.statePath, &disk) == 0,
      Int64(clamping: UInt64(disk.f_bavail) * UInt64(disk.f_frsize)) < options.keptFree
    {
      throw Self.full
    }
  }

  /// Refuses more where too much waits, or the disk is nearly full.
  func demand() throws(Problem) {
    try demandRoom()
    let state = options.settings.statePath
    let look: Look
    do {
      look = try last.withLock { last throws(WorldError) in
        if var known = last, ContinuousClock.now - known.at < Self.freshness {
          // Each that comes between two looks is one more.
          known.files += 1
          last = known
          return known
        }
        let waiting = try InboxCount.space(path: state)
        let look = Look(at: .now, files: waiting.files, bytes: waiting.bytes)
        last = look
        return look
      }
    } catch { throw Problem(.world(error)) }
    guard look.files < options.mostWaiting, look.bytes < Self.mostBytes else {
      throw Problem(
        .tooManyWaiting,
        Bilingual(en: "too much waits in the inbox already; come again", zh: "收件目录中等候的文件过多，请稍后再试"), retryAfter: 5)
    }
  }
}
