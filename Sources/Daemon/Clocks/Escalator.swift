package import Custody
internal import Formats
package import GridCore
internal import LedgerStore
internal import Linux

/// Presses what is overdue up the ladder.
///
/// Killed anywhere, the next pass finds the same items: a rung that fired is in the ledger, together with the notice it owes.
package final class Escalator {
  private let station: Station
  private let batch = 1024

  package init(_ station: Station) {
    self.station = station
  }

  /// Raises every rung that is due; answers how many changes it stored.
  ///
  /// - Parameter onStored: told each time that some of them are stored, so that their notices need not wait for the others.
  package func pass(_ now: Timestamp, onStored: () -> Void = {}) throws(Failure) -> Int {
    try station.assertLock()
    return try revive() + press(now, onStored)
  }

  /// The moment of the next rung of any item; nil where none is to come.
  package func nextDue() throws(Failure) -> Timestamp? {
    let ledger = station.ledger
    return try attempt { try ledger.nextDue() }
  }

  /// After the ladder has changed: items that stood at the top of the old one may have a rung above them now.
  private func revive() throws(Failure) -> Int {
    guard station.rules.ladderChanged.takeDown() else { return 0 }
    let book = station.rules.current
    var filter = ItemFilter()
    filter.state = .open
    var stored = 0
    var position: Int64 = 0
    do throws(Failure) {
      while true {
        let ledger = station.ledger
        let (wanted, start) = (filter, position)
        let page = try attempt { try ledger.items(wanted, after: start, limit: batch) }
        guard let last = page.last else { return stored }
        let changes = page.compactMap { $0.item.revival(under: book) }
        if !changes.isEmpty { stored += changes.count - (try attempt { try ledger.apply(changes) }).count }
        position = last.position
      }
    } catch {
      station.rules.ladderChanged.raise()
      throw error
    }
  }

  private func press(_ now: Timestamp, _ onStored: () -> Void) throws(Failure) -> Int {
    var stored = 0
    while true {
      let ledger = station.ledger
      let due = try attempt { try ledger.due(before: now, limit: batch) }
      let book = station.rules.current
      let changes = due.compactMap { $0.escalation(at: now, under: book) }
      if changes.isEmpty { return stored }
      // A change decided on an item that moved meanwhile is left out; the item, if still due, comes again.
      let stale = try attempt { try ledger.apply(changes) }
      stored += changes.count - stale.count
      onStored()
      tell(changes)
      if stale.count == changes.count { return stored }
    }
  }

  private func tell(_ changes: [ItemChange]) {
    guard changes.count <= 20 else {
      station.journal.notice("\(changes.count) items overdue, escalated", "\(changes.count) 件超时，已升级上报")
      return
    }
    for change in changes {
      station.journal.notice(
        "overdue: item \(change.item.id) escalated to \(change.item.holder.text)",
        "超时：\(change.item.id) 升级上报至 \(change.item.holder.text)")
    }
  }
}
