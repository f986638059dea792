import Foundation
package import Glibc
package import Synchronization

/// Something the harness itself could not do.
package struct HarnessFailure: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}

/// A process of ours in a process group of its own, its output in files: no pipe that could fill up. Never outlives its owner.
package final class Child {
  /// Held while a file is open for writing and while a child is made, so that no child inherits a writer for a moment.
  package static let gate = Mutex(())

  /// Ends the child with us, should we crash ourselves.
  private static let leash = Tools.setpriv ? ["setpriv", "--pdeathsig", "KILL"] : []

  package let pid: pid_t
  package let output: String
  package let errors: String
  private var status: Int32?

  package init(
    _ arguments: [String], environment: [String: String], folder: String, input: String, output: String, errors: String
  ) throws {
    self.output = output
    self.errors = errors
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    // The call that changes the folder is not in Swift's Glibc; env does it and becomes the program.
    let arguments = Self.leash + ["env", "-C", folder] + arguments
    var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var pid: pid_t = 0
    let failure = Self.gate.withLock { _ in posix_spawnp(&pid, arguments[0], &actions, &attributes, &argv, &envp) }
    guard failure == 0 else {
      throw HarnessFailure("cannot start \(arguments): \(String(cString: strerror(failure)))")
    }
    self.pid = pid
  }

  deinit {
    kill()
  }

  /// The status of its end; nil while it runs.
  package var ended: Int32? {
    if status == nil {
      var found: Int32 = 0
      if waitpid(pid, &found, WNOHANG) == pid { status = found }
    }
    return status
  }

  /// Waits for its end; nil when that took too long.
  package func end(within seconds: Double) -> Int32? {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var pause: UInt32 = 1_000
    while ended == nil {
      guard ContinuousClock.now < deadline else { return nil }
      usleep(pause)
      pause = min(pause * 2, 20_000)
    }
    return status
  }

  /// Ends it and whatever it started, at once.
  package func kill() {
    guard ended == nil else { return }
    Glibc.kill(-pid, SIGKILL)
    var found: Int32 = 0
    while waitpid(pid, &found, 0) < 0 && errno == EINTR {}
    status = found
    // A tracer's child dies a moment later than the tracer.
    for _ in 0..<500 where groupLives { usleep(10_000) }
  }

  private var groupLives: Bool {
    guard Glibc.kill(-pid, 0) == 0 else { return false }
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.filter { Int($0) != nil } ?? []
    return processes.contains { process in
      // After the name in parentheses: state, parent, process group.
      let fields = Self.text("/proc/\(process)/stat").split(separator: ")").last?.split(separator: " ") ?? []
      return fields.count > 2 && fields[2] == "\(pid)" && !["Z", "X"].contains(fields[0])
    }
  }

  package var outcome: Outcome {
    let status = status ?? 0
    let signal = status & 0x7f
    return Outcome(
      code: signal == 0 ? (status >> 8) & 0xff : -signal, out: Self.text(output), err: Self.text(errors))
  }

  package static func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
}

/// How a command ended and what it said.
package struct Outcome {
  /// The exit code, or a signal's number below zero.
  package let code: Int32
  package let out: String
  package let err: String

  /// All it said, wherever.
  package var said: String { out + err }

  package func json() throws -> JSON {
    do {
      return try JSON(parsing: out)
    } catch {
      throw HarnessFailure("no JSON on stdout (exit \(code)): \(out.prefix(500)) stderr: \(err.prefix(500))")
    }
  }
}
