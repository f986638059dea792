internal import CLinux
internal import Glibc
internal import Linux

/// Tells a death that reading brought about from one that came from outside.
///
/// A fault of our own (a trap, a bad address, an abort) on a thread that is reading leaves a testimony in the lock file before it
/// ends the process; whoever is killed, and whoever runs out of memory, leaves none. The hot path pays two additions a batch.
/// A crash while the testimony is looked at leaves it for the next start. One a process.
package final class CrashWitness: Sendable {
  /// What the run before left.
  struct Testimony: Equatable {
    /// The digits of the batch that was being read alone.
    let suspect: String?
  }

  private static let head = Array("crashed ".utf8)

  private let lock: SpoolLock

  /// Calls the witness: a death by a trap from now on is written into the lock.
  package init(_ lock: SpoolLock) {
    self.lock = lock
    gp_call_witness(lock.file.number, Int64(SpoolLock.noteLength))
  }

  deinit { gp_dismiss_witness() }

  /// From here to `endReading` a fault of this thread is laid to what it reads.
  package static func beginReading() { gp_begin_reading() }

  /// What was read has been decided on: a crash from here on is no fault of it.
  package static func endReading() { gp_end_reading() }

  /// Names who is being read alone until the reading ends.
  func suspect(_ batch: Batch) { gp_suspect(terminated(batch.digits)) }

  /// Nil when the run before came to no such end.
  func testimony() throws(WorldError) -> Testimony? {
    let line = try SpoolLock.read(lock.file, at: SpoolLock.noteLength, Int(GP_TESTIMONY), lock.path)
    guard line.starts(with: Self.head) else { return nil }
    let name = line.dropFirst(Self.head.count).prefix { $0 > UInt8(ascii: " ") }
    return Testimony(suspect: name.isEmpty ? nil : String(decoding: name, as: UTF8.self))
  }

  /// Takes the testimony away, once it has been acted upon.
  func clear() throws(WorldError) {
    guard try testimony() != nil else { return }
    try lock.write(SpoolLock.blank(Int(GP_TESTIMONY)), at: SpoolLock.noteLength)
  }
}
