internal import Board
internal import Custody
internal import Formats
internal import Glibc
package import GridCore
package import JSON
internal import Linux
internal import Spool
package import Users
package import Web
internal import Words

/// An event that the board or the API brings in for a person: a file in `inbox/board/`, under the person's key and address.
///
/// Guarantee: after `drop` it survives a power cut, and the daemon takes it as any producer's. There is no second way into the ledger.
package struct OwnDrop: Sendable {
  /// Under which it is asked for.
  package let identity: EventIdentity

  /// A new one, under a random id.
  package init() {
    var generator = SystemRandomNumberGenerator()
    let (high, low) = (generator.next() as UInt64, generator.next() as UInt64)
    self.init(id: EventKey(high: high, low: UInt16(truncatingIfNeeded: low)).itemID)
  }

  private init(id: String) { identity = EventIdentity(source: EventIdentity.board, id: id) }

  /// One that is the same for all that a form of one showing says alike: sent twice, it is brought in once.
  ///
  /// - Parameters:
  ///   - mark: the form's own; nil: as good as a new one.
  ///   - fields: what it says. Whoever changed something and sends it again says something else.
  package init(once mark: String?, by viewer: Viewer?, _ fields: [(name: String, text: String)]) {
    guard let mark, !mark.isEmpty else {
      self.init()
      return
    }
    // Each with its length before it, so that no two ways to say different things come to the same bytes.
    let said = [mark, viewer?.key ?? "", viewer?.at ?? ""] + fields.flatMap { [$0.name, $0.text] }
    let bytes = said.flatMap { Array("\($0.utf8.count):".utf8) + Array($0.utf8) }
    self.init(id: EventKey(sha256(of: bytes)).itemID)
  }

  /// Lays it down.
  ///
  /// - Parameters:
  ///   - type: what kind of event it is.
  ///   - call: of who does it.
  ///   - saysWhen: whether it says the moment; what may come twice says none, for it must be the same.
  ///   - fields: writes what it says beside.
  package func drop(
    _ desk: Desk, type: String, for call: Call, saysWhen: Bool = true, _ fields: (inout JSONWriter) -> Void
  ) throws(Problem) {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("id", identity.id)
    writer.field("source", identity.source)
    writer.field("type", type)
    if saysWhen { writer.field("time", call.request.now) }
    if let key = call.viewer?.key { writer.field("by", key) }
    if let at = call.viewer?.at { writer.field("as", at) }
    fields(&writer)
    writer.endObject()
    writer.endLine()
    try Self.refuse(writer.bytes, desk, at: call.request.now)
    do throws(WorldError) {
      try Inbox.drop(
        path: desk.settings.statePath, producer: EventIdentity.board, name: Array("\(identity.id).json".utf8),
        bytes: writer.bytes)
    } catch .io(_, _, EEXIST) where !saysWhen {
      // The same waits there already.
    } catch { throw Problem(droppingFailed: error) }
  }
}

extension OwnDrop {
  /// What the daemon could not read it will not be asked to: the same reader says so at once, and nothing is written.
  private static func refuse(_ bytes: [UInt8], _ desk: Desk, at now: Timestamp) throws(Problem) {
    let limits = try desk.limits()
    guard case .failure(let rejection) = EventReader(limits: limits).read(bytes.dropLast(), received: now) else {
      return
    }
    throw Problem(.refused, rejection.message, kind: rejection.code.rawValue)
  }
}

extension Problem {
  /// A file could not be laid into the inbox: a full disk may have room again soon, the rest is told as it is.
  init(droppingFailed error: WorldError) {
    switch error {
    case .io(_, _, ENOSPC), .io(_, _, EDQUOT): self.init(.diskFull, error.text, retryAfter: 30)
    default: self.init(.worldFailed, error.text)
    }
  }
}
