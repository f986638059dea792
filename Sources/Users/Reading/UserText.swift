internal import CLinux
internal import Glibc
internal import Linux
package import Words

/// A users file as it lies there now.
package struct UserText: Sendable {
  /// What it says, or what is wrong with it.
  package let loaded: LoadedUsers
  /// Its bytes, as people may see them.
  package let shown: [UInt8]
  /// Whether others on this machine may read the hashes in it.
  package let isOpen: Bool
  let path: String
  private let sight: String

  /// The file could not be read, and why.
  package struct Trouble: Error {
    /// Why, in words.
    package let words: Bilingual
  }

  /// Reads it.
  package static func read(_ path: String) throws(Trouble) -> UserText {
    let (sight, mode) = traits(path)
    do throws(WorldError) {
      guard let bytes = try DurableFile.read(path: path, max: LoadedUsers.largest) else {
        throw WorldError.io(operation: "read", path: path, errno: ENOENT)
      }
      return UserText(
        loaded: LoadedUsers(bytes: bytes), shown: LoadedUsers.masked(bytes), isOpen: mode & 0o004 != 0, path: path,
        sight: sight)
    } catch {
      guard error.number == EFBIG else { throw Trouble(words: error.text) }
      return UserText(loaded: .tooLarge, shown: [], isOpen: false, path: path, sight: sight)
    }
  }

  private init(loaded: LoadedUsers, shown: [UInt8], isOpen: Bool, path: String, sight: String) {
    (self.loaded, self.shown, self.isOpen, self.path, self.sight) = (loaded, shown, isOpen, path, sight)
  }

  /// Whether it was not changed since, a link's target included.
  var isCurrent: Bool { Self.traits(path).sight == sight }

  /// Whether it is the other text, and nobody wrote in between.
  func isSame(as other: UserText) -> Bool { sight == other.sight && shown == other.shown }

  /// The first of its faults, in a line.
  package var firstFault: Bilingual {
    guard let fault = loaded.diagnostics.first(where: { $0.severity == .error }) else {
      return Bilingual(en: path, zh: path)
    }
    let place = "\(path):\(fault.line):\(fault.column)"
    return Bilingual(en: "\(place): \(fault.message.en)", zh: "\(place): \(fault.message.zh)")
  }

  /// That others may read it, and what to do.
  package var openWarning: Bilingual? {
    guard isOpen else { return nil }
    return Bilingual(
      en: "anybody on this machine may read \(path), with the hashes of passwords in it; chmod o= it",
      zh: "本机任何人都能读 \(path)，里面有密码的哈希；请 chmod o=")
  }

  // A link's own place counts as well: another target may look like the one before.
  private static func traits(_ path: String) -> (sight: String, mode: UInt32) {
    var (link, target) = (gp_stat(), gp_stat())
    guard gp_stat_name(AT_FDCWD, terminated(path), &link) == 0,
      gp_stat_target(AT_FDCWD, terminated(path), &target) == 0
    else { return ("", 0) }
    let sight = [link, target].map { "\($0.device) \($0.inode) \($0.size) \($0.modified) \($0.changed)" }
    return (sight.joined(separator: " "), UInt32(target.mode))
  }
}
