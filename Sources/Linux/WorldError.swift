internal import Glibc

/// What the world can do to us; never a judgement on a file's content.
///
/// Whoever meets one leaves the files as they are, shows it, and tries again later.
package enum WorldError: Error, Sendable, Equatable {
  /// A call failed with this error number; `path` is already fit for display.
  case io(operation: String, path: String, errno: Int32)
  /// Another process holds the state folder; its id where it can be told.
  case locked(pid: Int32?)
  /// The lock file was taken away or replaced.
  case lockLost(path: String)
  /// Two folders which must share one mount do not.
  case crossDevice(path: String)
}

extension WorldError: CustomStringConvertible {
  /// The error in plain lower-case English.
  package var description: String {
    switch self {
    case .io(let operation, let path, let number):
      "cannot \(operation) '\(path)': \(Self.words(for: number))"
    case .locked(let pid?): "another process (pid \(pid)) holds the state folder"
    case .locked(nil): "another process holds the state folder"
    case .lockLost(let path): "the lock '\(path)' was taken away or replaced"
    case .crossDevice(let path): "'\(path)' lie on different mounts, so files cannot be renamed between them"
    }
  }

  /// The error number of a failed call, nil for the other kinds.
  package var number: Int32? {
    if case .io(_, _, let number) = self { number } else { nil }
  }

  private static func words(for number: Int32) -> String {
    guard let text = strerror(number) else { return "error \(number)" }
    return String(cString: text).lowercased()
  }
}

/// Passes the answer of a `gp_` call on, or throws the error number it carries.
@discardableResult
package func checked(
  _ answer: Int32, _ operation: String, _ path: @autoclosure () -> String
) throws(WorldError) -> Int32 {
  if answer < 0 { throw WorldError(number: failure(answer), operation, path()) }
  return answer
}

/// The same for a call that answers with a length.
@discardableResult
package func checked(
  _ answer: Int, _ operation: String, _ path: @autoclosure () -> String
) throws(WorldError) -> Int {
  if answer < 0 { throw WorldError(number: failure(answer), operation, path()) }
  return answer
}

/// The positive error number inside a negative answer.
package func failure(_ answer: some BinaryInteger) -> Int32 {
  Int32(truncatingIfNeeded: 0 &- Int64(truncatingIfNeeded: answer))
}

extension WorldError {
  /// What a call with this error number throws; the path may hold anything.
  fileprivate init(number: Int32, _ operation: String, _ path: String) {
    // The fence: the state is somebody else's by now.
    self =
      number == EOWNERDEAD
      ? .lockLost(path: "lock") : .io(operation: operation, path: FileName.shown([UInt8](path.utf8)), errno: number)
  }
}
