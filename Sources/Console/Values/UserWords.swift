import ArgumentParser
import Users
import Words

/// What is done about users and tokens.
package enum UserWords: String, CaseIterable, ExpressibleByArgument {
  case add
}

extension UserWords {
  /// Refuses a key that no file may hold.
  package static func demand(key: String) throws {
    guard UserKey.isSound(key) else {
      throw ValidationError(say("a name has \(UserKey.wanted.en)", "名字：\(UserKey.wanted.zh)"))
    }
  }
}
