package import GridCore
internal import Synchronization

/// Who is logged in, by the ids that browsers keep as cookies. In memory only: a restart ends all of them.
package final class Sessions: Sendable {
  /// How long a person stays logged in, in seconds; a token as long as it is one.
  package static let length: Int64 = 12 * 3_600
  /// More are not kept; the oldest give way.
  private static let most = 10_000

  private struct Session {
    let entry: UserEntry
    let began: Timestamp

    func isOver(at now: Timestamp) -> Bool {
      // A clock that was put back makes nobody's session longer.
      entry.viewer.isPerson && (now >= began.adding(Sessions.length) || now < began.adding(-60))
    }
  }

  private let sessions = Mutex<[String: Session]>([:])

  /// Nobody is logged in.
  package init() {}

  /// An id that stands for nobody yet: for who is shown the form to log in.
  package static func newID() -> String { Base64URL.encode(Random.bytes(32)) }

  /// Whether a text could be an id of ours; a cookie that could not is as none.
  package static func isID(_ text: String) -> Bool {
    text.utf8.count == 43 && Base64URL.decode(text)?.count == 32
  }

  /// Lets somebody in, under a new id; the one he came with ends.
  package func logIn(_ entry: UserEntry, leaving old: String?, at now: Timestamp) -> String {
    let id = Self.newID()
    sessions.withLock { sessions in
      if let old { sessions[old] = nil }
      sessions[id] = Session(entry: entry, began: now)
      guard sessions.count > Self.most else { return }
      sessions = sessions.filter { !$0.value.isOver(at: now) }
      guard sessions.count > Self.most, let oldest = sessions.min(by: { $0.value.began < $1.value.began }) else {
        return
      }
      sessions[oldest.key] = nil
    }
    return id
  }

  /// Ends a session; answers the id of nobody that takes its place.
  package func logOut(_ id: String) -> String {
    sessions.withLock { $0[id] = nil }
    return Self.newID()
  }

  /// Whose session it is; nil where it is over, and of whoever was changed in the book or taken out of it.
  package func viewer(of id: String, in book: UserBook, at now: Timestamp) -> Viewer? {
    guard let session = sessions.withLock({ $0[id] }) else { return nil }
    if !session.isOver(at: now), book.has(session.entry) { return session.entry.viewer }
    sessions.withLock { $0[id] = nil }
    return nil
  }
}
