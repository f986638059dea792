internal import Glibc
internal import Linux

/// A folder of rules files.
package enum RulesFolder {
  /// Its `*.yaml` and `*.yml` by name, those aside that are hidden; nil where the path is no folder.
  package static func files(_ path: String) throws(Failure) -> [String]? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
    let listed = try attempt { () throws(WorldError) in
      try entries(
        in: Descriptor.folder(Array(path.utf8) + [0], in: AT_FDCWD, followingLinks: true, shownAs: path), path: path)
    }
    let names = listed.filter { $0.type != UInt8(DT_DIR) && isRules($0.name) }.map(\.name)
    let folder = path.hasSuffix("/") ? path : path + "/"
    return names.sorted { $0.lexicographicallyPrecedes($1) }.map { folder + String(decoding: $0, as: UTF8.self) }
  }

  private static func isRules(_ name: [UInt8]) -> Bool {
    name.first != UInt8(ascii: ".")
      && [".yaml", ".yml"].contains { name.count > $0.utf8.count && name.suffix($0.utf8.count).elementsEqual($0.utf8) }
  }
}
