/// Who looks: a person of `users.yaml`, a token, or somebody who comes to an open door.
package struct Viewer: Hashable, Sendable {
  /// What somebody may do beside his own steps.
  package enum Right: String, Hashable, Sendable, CaseIterable {
    case look, rules, report, integrity
  }

  /// The key in `users.yaml`; nil of who comes to an open door.
  package var key: String?
  /// What people call him; nil of tokens and of who is not named.
  package var name: String?
  /// His address: a post, a group, an office, a community, or `*` for all; nil of who has none.
  package var at: String?
  /// People may always look.
  package var may: Set<Right>
  /// The only source that a token may file for.
  package var source: String?
  /// Whether a person is named: only then a page may call him by name.
  package var isPerson: Bool

  /// Somebody.
  package init(
    key: String? = nil, name: String? = nil, at: String? = nil, may: Set<Right> = [], source: String? = nil,
    isPerson: Bool = false
  ) {
    self.key = key
    self.name = name
    self.at = at
    self.may = may
    self.source = source
    self.isPerson = isPerson
  }

  /// Whether he may file a report by hand: who has the right, and the people of a community.
  package var mayFile: Bool {
    if may.contains(.report) { return true }
    guard isPerson, let at else { return false }
    return at != "*" && at != "triage" && !at.contains("/")
  }

  /// Whoever comes to a door without users: may look, and with `--open` act for all.
  package static func stranger(mayAct: Bool) -> Viewer {
    Viewer(at: mayAct ? "*" : nil, may: mayAct ? [.look, .rules, .report] : [.look])
  }
}
