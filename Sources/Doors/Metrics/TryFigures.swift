internal import Formats
internal import Glibc
internal import JSON
internal import Synchronization

/// How often couriers tried, and what came of it, as their log tells: it is read on from where it was read to.
package final class TryFigures: Sendable {
  private struct Key: Hashable {
    let courier: String
    let result: String
  }

  private struct State {
    var counts: [Key: Int] = [:]
    /// The file that was read last, and how far.
    var inode: UInt64 = 0
    var offset = 0
  }

  private static let kept = 4
  /// Longer than a log ever is.
  private static let most = 64 << 20

  private let path: String
  private let state = Mutex(State())

  /// Of the couriers of a state.
  package init(statePath: String) {
    path = statePath + "/outbox/.courier/courier.log.ndjson"
  }

  /// As they are told.
  package var family: MetricFamily {
    let counts = state.withLock { state in
      self.follow(&state)
      return state.counts
    }
    let samples = counts.sorted { ($0.key.courier, $0.key.result) < ($1.key.courier, $1.key.result) }.map {
      key, count in
      MetricFamily.Sample([("courier", key.courier), ("result", key.result)], "\(count)")
    }
    return MetricFamily("gridpost_courier_tries_total", .counter, "Tries of couriers, by what came of them.", samples)
  }

  /// The oldest first: those that were put aside since the last look, then the one that is written.
  private func follow(_ state: inout State) {
    let files = (1...Self.kept).reversed().map { "\(path).\($0)" } + [path]
    let known = files.firstIndex { Self.inode($0) == state.inode && state.inode != 0 }
    for file in files[(known ?? 0)...] {
      let inode = Self.inode(file)
      guard inode != 0 else { continue }
      if inode != state.inode { (state.inode, state.offset) = (inode, 0) }
      count(Self.bytes(of: file, from: state.offset), &state)
    }
  }

  private func count(_ bytes: [UInt8], _ state: inout State) {
    // A line that is being written is for the next look.
    guard let end = bytes.lastIndex(of: ASCII.lineFeed) else { return }
    state.offset += end + 1
    for line in bytes[...end].split(separator: ASCII.lineFeed) {
      guard case .success(.object(let members)) = Result(catching: { try StrictJSON.read(line, maxDepth: 4) }),
        case .string(let courier)? = members.first(where: { $0.key == "courier" })?.value,
        case .string(let result)? = members.first(where: { $0.key == "result" })?.value
      else { continue }
      state.counts[Key(courier: courier, result: result), default: 0] += 1
    }
  }

  private static func inode(_ path: String) -> UInt64 {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? UInt64(status.st_ino) : 0
  }

  private static func bytes(of path: String, from offset: Int) -> [UInt8] {
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, Int(status.st_size) > offset else { return [] }
    let count = min(Int(status.st_size) - offset, most)
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = max(0, pread(file, buffer.baseAddress, count, off_t(offset)))
    }
  }
}
