import Foundation
import Glibc
import Harness

/// A small ext4 of our own in a file, whose power can be cut: what was not synced is gone.
final class LoopDisk {
  let mount: String
  private let image: String
  private let ground: Ground
  private var isMounted = false

  /// Nil, with the reason told, where this machine does not let us.
  init?(_ ground: Ground, at mount: String, report: Report) throws {
    self.ground = ground
    self.mount = mount
    image = ground.folder + "/disk.img"
    guard Tools.isRoot else {
      report.tell("power", "skipped: mounting a disk needs root")
      return nil
    }
    for command in [["truncate", "-s", "1G", image], ["mkfs.ext4", "-q", "-F", image], holders] {
      let outcome = try ground.call(command)
      guard outcome.code == 0 else {
        report.tell("power", "skipped: \(command[0]) says \(outcome.said)")
        return nil
      }
    }
    do {
      try attach()
    } catch {
      report.tell("power", "skipped: a loop device cannot be mounted here (\(error))")
      return nil
    }
  }

  deinit {
    abandon()
  }

  /// Which loop devices have our file.
  private var holders: [String] { ["losetup", "--noheadings", "--associated", image] }

  func attach() throws {
    // Nothing is written back by itself meanwhile: only what was synced is there after a cut.
    let outcome = try ground.call(["mount", "-o", "loop,commit=300", image, mount])
    guard outcome.code == 0 else { throw HarnessFailure("mount: \(outcome.said)") }
    isMounted = true
  }

  /// Whoever still holds it (a mount namespace made meanwhile, too) is waited for: mounted again while it is held,
  /// the disk would be the one that was shut down, and every call on it would fail.
  func detach() throws {
    let end = seconds() + 60
    while umount2(mount, 0) != 0 {
      guard seconds() < end else { throw HarnessFailure("cannot unmount \(mount): errno \(errno)") }
      nap(0.02)
    }
    isMounted = false
    // Unmounted here it may still be mounted in another namespace; the loop device is let go with the last of them.
    while true {
      let held = try ground.call(holders)
      if held.code == 0 && held.out.isEmpty { return }
      guard held.code == 0, seconds() < end else { throw HarnessFailure("\(image) is still held: \(held.said)") }
      nap(0.02)
    }
  }

  /// At the very end nobody mounts it again.
  func abandon() {
    guard isMounted else { return }
    umount2(mount, Int32(MNT_DETACH))
    isMounted = false
  }

  /// Shuts the file system down as it is, without writing back its journal: FS_IOC_SHUTDOWN with NOLOGFLUSH.
  func cut() throws {
    let folder = open(mount, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw HarnessFailure("cannot open \(mount): errno \(errno)") }
    defer { close(folder) }
    // Swift does not see functions of variable arguments; this one takes the same registers without.
    typealias Control = @convention(c) (Int32, UInt, UnsafeMutablePointer<UInt32>) -> Int32
    guard let symbol = dlsym(nil, "ioctl") else { throw HarnessFailure("there is no ioctl") }
    var flags: UInt32 = 2
    guard unsafeBitCast(symbol, to: Control.self)(folder, 0x8004_587d, &flags) == 0 else {
      throw HarnessFailure("cannot shut \(mount) down: errno \(errno)")
    }
  }
}
