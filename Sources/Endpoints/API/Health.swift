internal import Custody
internal import Spool
internal import Web
internal import Words

/// Whether we live, and whether a daemon holds the state: for whoever restarts and balances.
enum Health {
  /// The endpoints, which strangers may ask.
  static func endpoints(_ desk: Desk) -> [Endpoint] {
    [
      .get("/-/healthy", .strangers) { _ in .text("ok\n") },
      .get("/-/ready", .strangers) { call throws(Problem) in
        guard let why = try unready(desk) else { return .text("ready\n") }
        return .text(why.text(call.request.language) + "\n", status: 503)
      },
    ]
  }

  /// Why nothing would be decided now; nil where a daemon holds the state and its ledger can be read.
  private static func unready(_ desk: Desk) throws(Problem) -> Bilingual? {
    let isHeld: Bool
    do { isHeld = try LockNote.look(desk.settings).isHeld } catch { return error.text }
    guard isHeld else {
      return Bilingual(en: "no daemon holds the state folder", zh: "没有值守程序管理这个状态目录")
    }
    do {
      guard try desk.window.ledger() != nil else { return Bilingual(en: "there is no ledger yet", zh: "还没有台账") }
      return nil
    } catch { return error.words }
  }
}
