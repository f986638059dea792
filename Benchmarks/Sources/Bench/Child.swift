import Foundation
import Synchronization

/// A process of ours in a process group of its own; its output goes to files, so that nobody waits for a reader.
final class Child {
  /// What a process came to.
  struct End {
    var status: Int32
    /// Wall seconds from its start.
    var seconds: Double
    /// CPU seconds, user and system.
    var cpu: Double
    /// MiB, as last seen while it ran.
    var peak: Double
  }

  /// Those that run now; none of them may outlive us.
  private static let running = Mutex<Set<pid_t>>([])

  let pid: pid_t
  let output: String
  let started = now()
  private var end: End?
  private(set) var peak = 0.0

  init(_ arguments: [String], output: String, errors: String = "/dev/null") throws {
    self.output = output
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What we ignore ourselves is not to be ignored by them.
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF))
    var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for pointer in argv { free(pointer) } }
    var pid: pid_t = 0
    let failure = posix_spawnp(&pid, arguments[0], &actions, &attributes, &argv, environ)
    guard failure == 0 else { throw Trouble("cannot start \(arguments[0]): \(String(cString: strerror(failure)))") }
    self.pid = pid
    Self.running.withLock { _ = $0.insert(pid) }
  }

  /// Ends all of them when we are told to end. What they made is removed by the next run.
  static func endWithUs() -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM, SIGHUP].map { number in
      Glibc.signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        running.withLock { for pid in $0 { kill(-pid, SIGKILL) } }
        exit(128 + number)
      }
      source.resume()
      return source
    }
  }

  deinit {
    if end == nil {
      kill(-pid, SIGKILL)
      _ = reap(WNOHANG)
    }
  }

  func signal(_ number: Int32) {
    kill(pid, number)
  }

  /// Looks once; answers its end if it has come to one.
  func look() -> End? {
    if end == nil {
      if let seen = ProcessView(pid).peak { peak = max(peak, seen) }
      _ = reap(WNOHANG)
    }
    return end
  }

  /// Waits for its end.
  func wait(atMost seconds: Double = 3600) throws -> End {
    let deadline = now() + seconds
    var pause: UInt32 = 500
    while true {
      if let end = look() { return end }
      guard now() < deadline else { throw Trouble("process \(pid) did not end within \(Int(seconds)) s") }
      usleep(pause)
      pause = min(pause * 2, 10_000)
    }
  }

  private func reap(_ options: Int32) -> Bool {
    var status: Int32 = 0
    var usage = rusage()
    guard wait4(pid, &status, options, &usage) == pid else { return false }
    Self.running.withLock { _ = $0.remove(pid) }
    let cpu =
      Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    let code = status & 0x7f == 0 ? status >> 8 & 0xff : -(status & 0x7f)
    end = End(status: code, seconds: now() - started, cpu: cpu, peak: peak)
    return true
  }
}

/// Seconds of the monotonic clock.
func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Seconds of the wall clock, which is what files are stamped with.
func wallTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
