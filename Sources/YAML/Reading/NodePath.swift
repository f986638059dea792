/// The way from the root to a value; put into words only when a fault is told.
package indirect enum NodePath: Sendable {
  case root
  case key(NodePath, String)
  case index(NodePath, Int)

  /// As people read it: `duties.fire.matters[2]`.
  package var text: String {
    switch self {
    case .root: ""
    case .key(.root, let key): key
    case .key(let parent, let key): "\(parent.text).\(key)"
    case .index(let parent, let index): "\(parent.text)[\(index)]"
    }
  }
}
