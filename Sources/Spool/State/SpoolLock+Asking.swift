internal import CLinux
internal import Glibc
package import Linux

extension SpoolLock {
  /// Sends SIGHUP to the process that holds the state folder at `path`, for any other process.
  ///
  /// Only a process whose posting is a listener's is sent anything: SIGHUP would end another one. The process is held before its
  /// posting is read again, so that nobody else is meant who has got its number meanwhile.
  ///
  /// - Parameter isListener: whether these bytes were posted by a process that heeds the signal.
  /// - Returns: false where nothing was sent: nobody holds the folder, the holder is no listener, or this process may not signal it.
  package static func askForReload(
    path: String, isListener: ([UInt8]) -> Bool
  ) throws(WorldError) -> Bool {
    let path = path + "/" + name
    let opened = gp_open(AT_FDCWD, terminated(path), O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0)
    if [-ENOENT, -ENOTDIR].contains(opened) { return false }
    let file = Descriptor(owning: try checked(opened, "open", path))
    let pid = gp_read_pid(file.number)
    guard pid > 0 else { return false }
    let held = gp_hold_process(pid)
    guard held >= 0 else { return false }
    let process = Descriptor(owning: held)
    let posted = posting(in: try page(of: file, path))
    guard gp_is_write_locked(file.number) == 1, isListener(posted), gp_read_pid(file.number) == pid else {
      return false
    }
    return gp_ask_for_reload(process.number) >= 0
  }
}
