internal import CLinux
internal import Couriers
internal import Glibc
internal import Linux
package import Words

/// The couriers file as it lies there, with all that it names.
package struct CourierConfig: Sendable {
  /// What it holds, or what is wrong with it.
  let loaded: LoadedCouriers
  /// Its bytes, as people may see them.
  package let shown: [UInt8]
  /// Files with secrets that others may read.
  package let open: [String]
  let path: String
  private let sight: [String]

  /// The file could not be read, and why.
  package struct Trouble: Error {
    /// The error number (errno(3)).
    package let code: Int32
  }

  /// Reads a file and what it names, now.
  package static func read(_ path: String) throws(Trouble) -> CourierConfig {
    let sight = traits([path])
    let bytes: [UInt8]?
    do throws(WorldError) {
      bytes = try DurableFile.read(path: path, max: CourierFile.largest)
    } catch {
      guard error.number == EFBIG else { throw Trouble(code: error.number ?? EIO) }
      return CourierConfig(path, CourierFile.tooLarge(name: path), shown: [], sight: sight)
    }
    guard let bytes else { throw Trouble(code: ENOENT) }
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    let loaded = CourierFile.load(
      bytes: bytes, name: path, folder: path.hasPrefix("/") && folder.isEmpty ? "/" : folder
    ) { path in
      do throws(WorldError) {
        guard let bytes = try DurableFile.read(path: path, max: 1 << 20) else {
          return .unreadable(Bilingual(en: "there is no such file", zh: "没有这个文件"))
        }
        return .bytes(bytes)
      } catch {
        return .unreadable(error.text)
      }
    }
    return CourierConfig(
      path, loaded, shown: CourierFile.masked(bytes), sight: sight + traits(loaded.files),
      open: loaded.secretFiles.filter(isOpen))
  }

  private init(_ path: String, _ loaded: LoadedCouriers, shown: [UInt8], sight: [String], open: [String] = []) {
    (self.path, self.loaded, self.shown, self.sight, self.open) = (path, loaded, shown, sight, open)
  }

  /// Whether couriers can work by it.
  package var isUsable: Bool { loaded.couriers != nil }
  /// Every fault of the file, by position.
  package var faults: [Diagnostic] { loaded.diagnostics }
  /// What the couriers are called.
  package var names: [String] { (loaded.couriers ?? []).map(\.name) }

  /// The first of its faults, in a line.
  package var firstFault: Bilingual {
    guard let fault = loaded.diagnostics.first(where: { $0.severity == .error }) else {
      return Bilingual(en: path, zh: path)
    }
    let place = "\(path):\(fault.line):\(fault.column)"
    return Bilingual(en: "\(place): \(fault.message.en)", zh: "\(place): \(fault.message.zh)")
  }

  /// Why the file cannot be read, in words.
  package static func trouble(_ trouble: Trouble, path: String) -> Bilingual {
    WorldError.io(operation: "read", path: path, errno: trouble.code).text
  }

  /// Whether none of the files was changed since, a link's target among them.
  var isCurrent: Bool { Self.traits([path] + loaded.files) == sight }

  /// Whether it is the other text, and nobody wrote in between.
  func isSame(as other: CourierConfig) -> Bool { sight == other.sight && shown == other.shown }

  private static func traits(_ paths: [String]) -> [String] {
    paths.map { path in
      var found = gp_stat()
      guard gp_stat_target(AT_FDCWD, terminated(path), &found) == 0 else { return "" }
      return "\(found.device) \(found.inode) \(found.size) \(found.modified) \(found.changed)"
    }
  }

  private static func isOpen(_ path: String) -> Bool {
    var found = gp_stat()
    return gp_stat_target(AT_FDCWD, terminated(path), &found) == 0 && found.mode & 0o004 != 0
  }
}
