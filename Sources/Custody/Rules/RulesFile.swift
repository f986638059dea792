internal import Formats
internal import Glibc
package import GridCore
internal import Linux
internal import Rules

/// The rules file as it lies there.
package enum RulesFile {
  /// The most bytes of it that are read.
  package static let largest = RuleFile.largest

  /// Why a file could not be read (errno(3)).
  package struct Trouble: Error, Equatable {
    package let code: Int32

    /// Whether what is under the path is to blame, and not the world: only a person puts that right.
    var isOfTheFile: Bool {
      [ENOENT, ENOTDIR, EISDIR, EINVAL, ENXIO, ELOOP, ENAMETOOLONG, EACCES, EPERM].contains(code)
    }
  }

  /// What tells a file from what lay there before, without a look inside.
  package struct Traits: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64
    let size: Int64
    /// Nanoseconds since 1970, by the clock of whoever keeps the file.
    let modified: Int64
    let changed: Int64

    /// Whether it was last touched so many seconds before this moment, or earlier, by its own times.
    func areOlder(than seconds: Int64, at now: Timestamp) -> Bool {
      max(modified, changed) / 1_000_000_000 < now.seconds - seconds
    }
  }

  /// Its bytes at one moment, and what tells them from others.
  package struct Sight: Sendable {
    let traits: Traits
    /// Nil where there are more than a rules file may have.
    package let bytes: [UInt8]?
    package let digest: Digest?

    /// Whether nothing tells this sight from the other one.
    func isSame(as other: Sight) -> Bool { traits == other.traits && digest == other.digest }
  }

  /// Reads and checks a rules file, as it lies there at this moment.
  package static func read(_ path: String) -> Result<RulesReading, Trouble> {
    bytes(path).map { RulesReading($0, name: path) }
  }

  /// Looks at a file without opening it.
  static func traits(_ path: String) -> Result<Traits, Trouble> {
    var status = stat()
    guard stat(path, &status) == 0 else { return .failure(Trouble(code: errno)) }
    return .success(
      Traits(
        device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
        modified: Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec),
        changed: Int64(status.st_ctim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_ctim.tv_nsec)))
  }

  /// Reads a file; nil where it changed while it was read.
  static func sight(_ path: String) -> Result<Sight?, Trouble> {
    traits(path).flatMap { before in
      bytes(path).flatMap { bytes in
        traits(path).map { after in
          before == after ? Sight(traits: before, bytes: bytes, digest: bytes.map { sha256(of: $0) }) : nil
        }
      }
    }
  }

  /// A file's bytes; nil where there are more than a rules file may have.
  private static func bytes(_ path: String) -> Result<[UInt8]?, Trouble> {
    do {
      guard let bytes = try DurableFile.read(path: path, max: largest) else { return .failure(Trouble(code: ENOENT)) }
      return .success(bytes)
    } catch .io(_, _, EFBIG) {
      return .success(nil)
    } catch {
      return .failure(Trouble(code: error.number ?? EIO))
    }
  }
}
