import Foundation
import Glibc
import Testing

/// A disk that is full but for a few blocks ends no command by a signal, whatever the size of its blocks.
@Suite(.crew, .enabled(if: Tools.isRoot, "mounting a disk needs root")) struct FullDiskTests {
  /// A small ext4 in a file whose blocks are smaller than a page; gone with its owner.
  private final class Disk {
    let mount: String

    /// Nil, with the reason told, where this machine does not let us.
    init?(_ town: Town, at mount: String) throws {
      self.mount = mount
      let image = mount + ".img"
      for command in [
        ["truncate", "-s", "16M", image], ["mkfs.ext4", "-q", "-F", "-b", "1024", "-m", "0", image],
        ["mount", "-o", "loop", image, mount],
      ] {
        let said = town.ground.said()
        let child = try Child(
          command, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], folder: "/", input: "/dev/null",
          output: said, errors: said)
        guard child.end(within: 30) != nil, child.outcome.code == 0 else {
          print("skipped: \(command[0]) says \(child.outcome.said)")
          return nil
        }
      }
    }

    deinit { umount2(mount, Int32(MNT_DETACH)) }

    /// Fills the disk but for so many bytes.
    func fill(leaving room: Int) throws {
      let file = open(mount + "/neighbour", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
      try #require(file >= 0)
      defer { close(file) }
      _ = lseek(file, 0, SEEK_END)
      let block = [UInt8](repeating: 1, count: 1024)
      while write(file, block, block.count) == block.count {}
      let full = lseek(file, 0, SEEK_END)
      #expect(ftruncate(file, full - room) == 0 && fsync(file) == 0)
    }
  }

  @Test func nothingEndsByASignalWhereOnlyAFewBlocksAreFree() throws {
    let town = try Town()
    guard let disk = try Disk(town, at: town.state) else { return }
    #expect(mkdir(town.inbox, 0o755) == 0)
    try town.drop("a.json", report("a"))
    try town.gridpost("pass").exits(0)
    try town.drop("b.json", report("b"))
    var codes: [Int32: Int] = [:]
    for room in stride(from: 0, through: 48, by: 4) {
      try disk.fill(leaving: room * 1024)
      for command in ["status", "pass", "verify"] {
        let outcome = try town.gridpost(command)
        codes[outcome.code, default: 0] += 1
        #expect(
          [0, 74].contains(outcome.code) || command == "verify" && outcome.code == 1,
          "\(command), \(room) KiB: \(outcome.said)")
      }
    }
    #expect(codes[74] != nil, "the disk was never full: \(codes)")
    #expect(unlink(disk.mount + "/neighbour") == 0)
    try town.gridpost("pass").exits(0)
    #expect(try town.expectBalance()["records"]["accepted"] == 2)
    try town.verify()
  }
  /// The ledger's disk has room: what is told is the one that has none.
  @Test func aCopyThatHasNoRoomNamesItsOwnDisk() throws {
    let town = try Town()
    let mount = town.folder + "/stick"
    #expect(mkdir(mount, 0o755) == 0)
    guard let disk = try Disk(town, at: mount) else { return }
    try town.drop("a.json", report("a"))
    try town.gridpost("pass").exits(0)
    try disk.fill(leaving: 8 * 1024)
    let outcome = try town.gridpost("backup", "stick/copy").exits(74).says("stick/")
    #expect(!outcome.err.contains(town.state), "\(outcome.err)")
    #expect(town.names(in: mount).allSatisfy { !String(decoding: $0, as: UTF8.self).contains("copy") })
  }
}
