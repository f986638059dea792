package import GridCore

/// What becomes of a name and a password that somebody typed.
package enum LogIn: Sendable {
  case welcome(UserEntry)
  /// One of them is wrong; which is not said.
  case wrong
  /// There were too many wrong ones: after so many seconds.
  case wait(Int)

  /// Decides; it takes as long as hashing takes (`UserBook.check`). A token that may look may be typed in place of the password.
  package static func decide(
    name: String, password: String, address: String, book: UserBook, tries: Tries, at now: Timestamp
  ) -> LogIn {
    if let seconds = tries.begin(name: name, address: address, at: now) { return .wait(seconds) }
    let typed = [password, name].map { $0.trimmed }.first { Token($0) != nil }
    let entry =
      if let typed { book.entry(ofToken: typed).flatMap { $0.viewer.may.contains(.look) ? $0 : nil } } else {
        book.check(password: password, of: name)
      }
    guard let entry else { return .wrong }
    tries.forgive(name: name, address: address, at: now)
    return .welcome(entry)
  }
}

extension String {
  /// Without blanks at its ends, as what is pasted has them.
  fileprivate var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return String(rest)
  }
}
