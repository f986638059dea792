internal import Custody
internal import Linux
internal import Spool
internal import Words

extension Intake {
  /// What may not be opened or moved is shown until a whole sweep has met none of it.
  func show(_ sweep: Sweep) {
    if let file = sweep.unreadable, case .unreadable(let code) = file.why, !meetsUnreadable {
      meetsUnreadable = true
      let name = file.shown
      alarms.raise(
        .unreadable,
        WorldFault.text(code, en: "\(name) cannot be taken and stays in the inbox", zh: "\(name) 无法收取，留在收件目录"))
    }
    guard sweep.exhausted else { return }
    if !meetsUnreadable { alarms.lower(.unreadable) }
    wasHindered = meetsUnreadable
    meetsUnreadable = false
  }
}
