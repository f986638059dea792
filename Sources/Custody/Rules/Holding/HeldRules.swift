internal import Glibc
package import GridCore
internal import Linux
package import Spool
internal import Synchronization

/// The rules text that the guard holds back, for whoever may release it.
///
/// What lies in the state says the same, and outlives the process.
package final class HeldRules: Sendable {
  /// A text that is held.
  package struct Text: Sendable {
    package let hold: RuleHold
    package let book: RuleBook
    package let bytes: [UInt8]

    package init(_ hold: RuleHold, book: RuleBook, bytes: [UInt8]) {
      self.hold = hold
      self.book = book
      self.bytes = bytes
    }
  }

  private let text = Mutex<Text?>(nil)
  /// Nil where there is no state, in a test.
  private let folder: StateFolder?

  package init(in folder: StateFolder?) {
    self.folder = folder
  }

  package var current: Text? { text.withLock { $0 } }

  /// Holds a text in the place of whatever was held before.
  package func hold(_ held: Text) throws(Failure) {
    if let folder { try attempt { try held.hold.leave(in: folder) } }
    text.withLock { $0 = held }
  }

  /// Holds nothing any more; what lies in the state goes with it.
  package func end() throws(Failure) {
    text.withLock { $0 = nil }
    guard let folder else { return }
    let path = "\(folder.path)/\(RuleHold.fileName)"
    guard unlink(path) != 0, errno != ENOENT else { return }
    throw .world(.io(operation: "remove", path: path, errno: errno))
  }
}
