internal import Synchronization
package import Words

/// The users file while somebody works by it: read again whenever it changes; one that cannot be used leaves the last good one in force.
package final class UserFile: Sendable {
  /// What came of looking at the file.
  package enum News: Sendable {
    /// It was changed, and can be used: who is gone from it is out from now on. With what is to be told of it.
    case renewed(warning: Bilingual?)
    /// It was changed, or went away, and cannot be used; the users read last go on. Told once for each fault.
    case refused(Bilingual)
  }

  private struct State {
    var book: UserBook
    /// What was looked at last, usable or not; nil where it could not be read.
    var text: UserText?
    var fault: Bilingual?
    /// A changed text that has not lain there for long enough, and since when it does.
    var waiting: (text: UserText, since: ContinuousClock.Instant)?
  }

  private let path: String
  private let state: Mutex<State>

  /// Works by a text that was read; nil where it cannot be used.
  package init?(_ text: UserText) {
    guard let book = text.loaded.book else { return nil }
    path = text.path
    state = Mutex(State(book: book, text: text))
  }

  /// Everybody, by the last text that could be used.
  package var book: UserBook { state.withLock { $0.book } }

  /// Why the file as it lies there cannot be used; nil where it can.
  package var fault: Bilingual? { state.withLock { $0.fault } }

  /// Looks whether the file was changed, and reads it if so; to be called twice a second by one and the same.
  ///
  /// - Parameter settle: how long a changed text has to lie there unchanged: one that is written in place in two goes is a mix between
  ///   them, in which somebody may have the rights of another.
  package func look(settle: Duration = .milliseconds(250)) -> News? {
    if let text = state.withLock({ $0.text }), text.isCurrent { return nil }
    let words: Bilingual
    var found: UserText?
    do throws(UserText.Trouble) {
      let text = try UserText.read(path)
      // Still being written: the next look tells.
      guard text.isCurrent, hasSettled(text, settle) else { return nil }
      if let book = text.loaded.book {
        state.withLock { $0 = State(book: book, text: text) }
        return .renewed(warning: text.openWarning)
      }
      (found, words) = (text, text.firstFault)
    } catch {
      words = error.words
    }
    let fault = Bilingual(en: "\(words.en); the users read last go on", zh: "\(words.zh)；沿用上一次读好的用户")
    let isNew = state.withLock { state in
      defer { (state.text, state.fault) = (found, fault) }
      return state.fault != fault
    }
    return isNew ? .refused(fault) : nil
  }

  /// Whether a text has lain there for so long; one that is seen for the first time begins to.
  private func hasSettled(_ text: UserText, _ settle: Duration) -> Bool {
    let now = ContinuousClock.now
    return state.withLock { state in
      if state.waiting?.text.isSame(as: text) != true { state.waiting = (text, now) }
      guard let since = state.waiting?.since, now - since >= settle else { return false }
      state.waiting = nil
      return true
    }
  }
}
