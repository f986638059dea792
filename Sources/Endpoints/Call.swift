package import Linux
package import Users
package import Web

/// One request as its handler sees it: who asks, where it led, and its body.
package struct Call: Sendable {
  package let request: WebRequest
  /// The named parts of the path.
  package let named: [String: String]
  /// Nil for strangers.
  package let viewer: Viewer?
  /// All of what was sent, where it was not put aside.
  package let body: [UInt8]
  /// What was sent to a door that takes files, where it is too long to be held before its turn comes.
  package let aside: UnnamedFile?
  /// The id that his browser shows; nil where it shows none of ours.
  package let session: String?

  /// A call.
  package init(
    _ request: WebRequest, named: [String: String] = [:], viewer: Viewer? = nil, body: [UInt8] = [],
    aside: UnnamedFile? = nil,
    session: String? = nil
  ) {
    self.request = request
    self.named = named
    self.viewer = viewer
    self.body = body
    self.aside = aside
    self.session = session
  }

  /// All of what was sent, wherever it is.
  package func whole() throws(Problem) -> [UInt8] { try aside?.whole() ?? body }
}
