/// A door: which requests it takes, who may come in, and what answers.
package struct Route: Sendable {
  /// Who may come in.
  package enum Access: Hashable, Sendable {
    /// Whoever can reach us.
    case strangers
    /// Who may look; where nobody is named, everybody.
    case viewers
    /// The handler decides: a token that may not look has doors of its own.
    case handler
  }

  /// A part of a path.
  package enum Part: Hashable, Sendable {
    case word(String)
    /// Any one part, under a name.
    case any(String)
    /// All parts that are left, at least one, under a name, with slashes between.
    case rest(String)
  }

  package let method: String
  package let parts: [Part]
  package let access: Access
  /// Whether people come here with a browser: then who must log in is sent to the page where one does.
  package let isPage: Bool

  /// A door at a path like `/items/{id}`.
  package init(_ method: String, _ path: String, _ access: Access, isPage: Bool = false) {
    self.method = method
    parts = path.split(separator: "/").map { part in
      guard part.first == "{" else { return .word(String(part)) }
      let name = String(part.dropFirst().dropLast())
      return name.hasSuffix("*") ? .rest(String(name.dropLast())) : .any(name)
    }
    self.access = access
    self.isPage = isPage
  }

  /// The path as it is written down: the label of a metric.
  package var label: String {
    "/"
      + parts.map { part in
        switch part {
        case .word(let word): word
        case .any(let name), .rest(let name): "{\(name)}"
        }
      }.joined(separator: "/")
  }

  /// The named parts of a path, where it leads here.
  package func match(_ path: [String]) -> [String: String]? {
    var named: [String: String] = [:]
    var left = path[...]
    for part in parts {
      guard let word = left.first else { return nil }
      switch part {
      case .word(let wanted): guard wanted == word else { return nil }
      case .any(let name):
        guard !word.isEmpty else { return nil }
        named[name] = word
      case .rest(let name):
        guard !left.contains("") else { return nil }
        named[name] = left.joined(separator: "/")
        return named
      }
      left = left.dropFirst()
    }
    return left.isEmpty ? named : nil
  }
}
