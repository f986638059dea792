internal import Glibc
package import Ledger
package import Linux
package import Spool
internal import Synchronization

/// Keeps the lock's note up to date: what is wrong with the daemon, and how far its ledger is.
///
/// The note is never ahead of the ledger: it is written after the commit it tells of. Before the first commit it repeats what the
/// daemon before left, so that a start that fails leaves the next one as wise as it was itself.
package final class NoteKeeper: Sendable {
  private let lock: SpoolLock
  private let journal: Journal
  private let note: Mutex<LockNote?>
  private let clock = Mutex<ServiceClock.Face?>(nil)

  /// Goes on with the note that the daemon before left, as one of our own.
  package init(_ lock: SpoolLock, _ settings: Settings, journal: Journal) throws(Failure) {
    self.lock = lock
    self.journal = journal
    var left = try LockNote.read(settings)
    left?.pid = getpid()
    left?.beat = ServiceClock.bootSeconds
    left?.faults = []
    left?.rules = nil
    left?.clock = nil
    note = Mutex(left)
    if let left { post(left) }
  }

  /// Shows these faults, as a sign of life; nothing before a ledger is open.
  package func show(_ faults: [StatusBoard.Fault]) {
    note.withLock { note in
      note?.faults = faults
      note?.beat = ServiceClock.bootSeconds
      if let note { post(note) }
    }
  }

  /// Shows the clock by which the holder of the state goes.
  package func show(_ face: ServiceClock.Face) {
    clock.withLock { $0 = face }
    note.withLock { note in
      note?.clock = face
      if let note { post(note) }
    }
  }

  /// Keeps what a look at the rules came to, and shows it at once or with the next sign of life.
  package func show(_ look: RulesLook, atOnce: Bool) {
    note.withLock { note in
      note?.rules = look
      if atOnce, let note { post(note) }
    }
  }

  /// Remembers how far the ledger is after a commit.
  package func remember(_ standing: LedgerStanding) {
    note.withLock { note in
      // Posted inside the lock, so that an older standing never overwrites a newer one.
      let next = LockNote(
        pid: getpid(), beat: note?.beat ?? ServiceClock.bootSeconds, boot: LockNote.thisBoot, standing: standing,
        faults: note?.faults ?? [], rules: note?.rules, clock: clock.withLock { $0 })
      note = next
      post(next)
    }
  }

  /// A note that cannot be written is seen by its age at worst; nothing else must stop for it.
  private func post(_ note: LockNote) {
    do { try lock.post(note.bytes) } catch { journal.warning("\(error)", "无法写入状态：\(error)") }
  }
}
