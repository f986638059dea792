internal import Custody
internal import GridCore
internal import Ledger
internal import Spool

extension Delivery {
  /// Removes staged papers that no notice waits for, once a minute and at the start: a daemon that was frozen while another one took
  /// over may have laid one down in the moment it woke up.
  ///
  /// To be called when nothing is owed; announced notices keep their papers, which are their witnesses, and what the ledger does not
  /// know is left alone.
  func tidyStaging() throws(Failure) {
    let staged = try attempt { try outbox.stagedIDs() }
    guard !staged.isEmpty else { return }
    var waiting: Set<String> = []
    var last: Int64 = 0
    while true {
      let (ledger, after) = (seat.ledger, last)
      let announced = try attempt { try ledger.announced(after: after, limit: page) }
      guard let end = announced.last else { break }
      last = end.row
      waiting.formUnion(announced.map(\.notice.id))
    }
    let idle = staged.filter { !waiting.contains($0) }
    let known = try attempt { try seat.ledger.knownNotices(among: idle) }
    for id in idle where known[id] != nil {
      try attempt { try outbox.unstage(id) }
      journal.warning(
        "a staged paper nobody waits for was removed: \(id)", "已删除无人等待的待投通知单：\(id)")
    }
  }
}
