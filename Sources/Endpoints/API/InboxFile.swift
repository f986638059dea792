internal import Custody
internal import Doors
internal import Formats
internal import Glibc
internal import GridCore
package import Linux
package import Spool
package import Web
internal import Words

/// A file that a body becomes.
struct InboxFile: Sendable {
  /// The producer's folder; nil: the inbox itself.
  let folder: String?
  let name: String
  private let bytes: [UInt8]

  init(_ delivery: EventDelivery, body: [UInt8]) throws(Problem) {
    folder = delivery.folder
    do { name = "http-" + (try randomDigits()) + delivery.ending } catch { throw Problem(.world(error)) }
    bytes =
      switch delivery.content {
      case .body: body
      case .made(let made): made
      }
  }

  /// What we write ourselves for a producer.
  init(folder: String, ending: String, _ bytes: [UInt8]) throws(Problem) {
    self.folder = folder
    self.bytes = bytes
    do { name = "http-" + (try randomDigits()) + ending } catch { throw Problem(.world(error)) }
  }

  /// Its place below the inbox.
  var shown: String { (folder.map { $0 + "/" } ?? "") + name }

  /// Lays it down; behind the return it survives a power cut.
  func drop(in desk: Desk) throws(Problem) {
    do {
      try Inbox.drop(
        path: desk.settings.statePath, producer: folder, name: Array(name.utf8), bytes: bytes)
    } catch { throw Problem(droppingFailed: error) }
  }

  /// Writes it beside its place, for `Desk.lay`.
  func stage(in desk: Desk) throws(Problem) -> StagedDrop {
    do {
      return try StagedDrop(path: desk.settings.statePath, producer: folder, name: Array(name.utf8), bytes: bytes)
    } catch { throw Problem(droppingFailed: error) }
  }
}

extension Desk {
  /// Lays a file down, together with those that others bring meanwhile; behind the return it survives a power cut.
  ///
  /// - Parameter leading: runs what it is given on a thread that may block.
  package func lay(
    _ drop: StagedDrop, leading: (@escaping @Sendable () -> Void) -> Void
  ) async throws(Problem) {
    let trouble = await withCheckedContinuation { continuation in
      if drops.add(drop, tell: { continuation.resume(returning: $0) }) { leading { [drops] in drops.lead() } }
    }
    if let trouble { throw Problem(droppingFailed: trouble) }
  }

  /// Puts bytes of a body aside as they come, first of all into a new file in the inbox, the only folder that is ours to write in. It has
  /// no name: no daemon meets it, and of a body that was never answered nothing is left.
  ///
  /// - Throws: 503 where the disk has no room, or there is no state yet.
  package func putAside(_ bytes: [UInt8], in file: UnnamedFile?) throws(Problem) -> UnnamedFile {
    try space.demandRoom()
    do throws(WorldError) {
      let aside = if let file { file } else { try UnnamedFile(in: settings.statePath + "/inbox") }
      try aside.append(bytes)
      return aside
    } catch {
      guard error.number == ENOENT else { throw Problem(droppingFailed: error) }
      throw Problem(.notReady, Bilingual(en: "there is no inbox yet", zh: "还没有收件目录"), retryAfter: 5)
    }
  }
}

extension UnnamedFile {
  /// All that was put aside in it.
  package func whole() throws(Problem) -> [UInt8] {
    do { return try bytes() } catch { throw Problem(droppingFailed: error) }
  }
}
