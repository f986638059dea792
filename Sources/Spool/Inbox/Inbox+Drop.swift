internal import Glibc
package import Linux

extension Inbox {
  /// Lays a file into the inbox of the state folder at `path`, as any producer should.
  ///
  /// Needs no lock. It is written under a dot name, synced, renamed and the folder synced: after the return it survives
  /// a power cut. A crash leaves at most the dot file, which nobody reads. Throws `EEXIST` when the name is taken.
  package static func drop(path: String, name: [UInt8], bytes: [UInt8]) throws(WorldError) {
    precondition(!name.isEmpty && !name.contains { $0 == 0 || $0 == UInt8(ascii: "/") }, "a name is not a path")
    let inbox = try Descriptor.folder(
      terminated(path + "/inbox"), in: AT_FDCWD, followingLinks: true, shownAs: path + "/inbox")
    // Whose the state is must be able to read it, whoever drops it.
    try DurableFile.write(
      bytes, as: terminated(name), in: inbox, temporary: ".\(randomDigits()).tmp", replacing: false,
      ownedBy: Ownership(ofFolder: path), shownAs: path + "/inbox")
  }
}
