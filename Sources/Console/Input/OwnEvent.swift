package import Custody
import Formats
import Glibc
package import GridCore
package import JSON
import Spool

/// An event that this program itself sends, through the inbox like any producer.
package struct OwnEvent {
  package let identity: EventIdentity
  private let name: String

  /// - Parameter prefix: what its file's name begins with.
  package init(_ prefix: String) {
    var generator = SystemRandomNumberGenerator()
    let (high, low) = (generator.next() as UInt64, generator.next() as UInt64)
    identity = EventIdentity(
      source: EventIdentity.act, id: EventKey(high: high, low: UInt16(truncatingIfNeeded: low)).itemID)
    name = "\(prefix)-\(identity.id).json"
  }

  /// Writes it into the inbox.
  ///
  /// - Parameter fields: writes what it says beside who sends it, what kind it is and when.
  package func drop(_ settings: Settings, type: String, _ fields: (inout JSONWriter) -> Void) throws {
    // The daemon's now: it refuses what happened more than a day later.
    let now = try guarded { try LockNote.now(settings) }
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("id", identity.id)
    writer.field("source", identity.source)
    writer.field("type", type)
    writer.field("time", now)
    fields(&writer)
    writer.endObject()
    writer.endLine()
    let bytes = writer.bytes
    try guarded { try Inbox.drop(path: settings.statePath, name: Array(name.utf8), bytes: bytes) }
  }
}

/// Who is logged in, as the system calls him; nil where it does not know.
package func loginName() -> String? {
  if let name = environment("USER"), !name.isEmpty { return name }
  return getpwuid(getuid()).flatMap { String(cString: $0.pointee.pw_name) }
}
