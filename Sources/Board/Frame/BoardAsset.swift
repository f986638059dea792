/// A file that every page asks for.
package enum BoardAsset: String, Sendable, CaseIterable {
  case style = "board.css"
  case script = "board.js"
  case icon = "board.svg"

  /// Where pages look for it.
  package var path: String { "/assets/" + rawValue }

  /// Its media type.
  package var type: String {
    switch self {
    case .style: "text/css; charset=utf-8"
    case .script: "text/javascript; charset=utf-8"
    case .icon: "image/svg+xml"
    }
  }

  /// All of it: part of the program, for no folder lies beside it.
  package var bytes: [UInt8] {
    switch self {
    case .style: PackageResources.board_css
    case .script: PackageResources.board_js
    case .icon: PackageResources.board_svg
    }
  }
}
