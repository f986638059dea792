package import Users
package import Web
internal import Words

/// Who comes in, and by what he shows it: a token in `Authorization`, or the cookie of a session.
///
/// Guarantees: a page of another host brings nothing in (its `Origin`, and the token that every form of ours carries); the API takes a
/// cookie only from our own script, which shows a form's token in `X-Gridpost-Form`. Where there are no users everybody who can reach
/// us comes in, which is why nobody from beyond this machine can.
package final class Entrance: Sendable {
  /// Nil: there are none.
  package let users: UserFile?
  package let sessions = Sessions()
  package let tries = Tries()
  let forms = FormToken()
  /// Of this process: what was shown by the one before holds tokens that are no longer ours.
  private let epoch = Sessions.newID()
  private let isOpen: Bool
  private let isBehindProxy: Bool

  /// - Parameter users: nil where everybody may look.
  package init(users: UserFile?, _ options: ServeOptions) {
    self.users = users
    (isOpen, isBehindProxy) = (options.isOpen, options.isBehindProxy)
  }

  /// Somebody as he comes in.
  package struct Visitor: Sendable {
    /// Nil for strangers.
    package var viewer: Viewer?
    /// The id in his cookie; nil where he shows none of ours.
    package var session: String?
    /// Whether he shows a token, which no browser sends by itself.
    package var showsToken = false

    /// A stranger.
    package init() {}
  }

  /// Who asks.
  ///
  /// - Throws: 401 of a token that nobody has.
  package func visitor(_ request: WebRequest) throws(Problem) -> Visitor {
    var visitor = Visitor()
    visitor.session = request.cookie(cookieName(request)).flatMap { Sessions.isID($0) ? $0 : nil }
    guard let users else {
      visitor.viewer = .stranger(mayAct: isOpen)
      return visitor
    }
    if let field = request.headers["authorization"] {
      visitor.showsToken = true
      guard let token = Self.bearer(field), let viewer = users.book.viewer(ofToken: token) else {
        throw Problem(.notLoggedIn, Bilingual(en: "nobody has this token", zh: "没有这个令牌"))
      }
      visitor.viewer = viewer
      return visitor
    }
    if let session = visitor.session {
      visitor.viewer = sessions.viewer(of: session, in: users.book, at: request.now)
    }
    return visitor
  }

  /// Lets somebody through a door, or says why not.
  package func admit(_ visitor: inout Visitor, to route: Route, _ request: WebRequest) throws(Problem) {
    if request.method != "GET" { try refuseForeign(request) }
    // A cookie that a browser sends by itself is no word of its user.
    if users != nil, !route.isPage, !visitor.showsToken, route.access != .strangers,
      visitor.viewer != nil, !isOurScript(visitor, request)
    {
      visitor.viewer = nil
    }
    guard route.access == .viewers else { return }
    guard let viewer = visitor.viewer else {
      throw Problem(.notLoggedIn, Bilingual(en: "log in first", zh: "请先登录"))
    }
    guard viewer.may.contains(.look) || request.method != "GET" else {
      throw Problem(.notAllowed, Bilingual(en: "this token may not look", zh: "此令牌无查看权限"))
    }
  }

  /// Whether a form is one of ours, shown in this session.
  package func acceptsForm(_ token: String?, _ visitor: Visitor) -> Bool {
    guard let session = visitor.session else { return false }
    return forms.isGood(token, for: session)
  }

  /// Whether a browser says that one of our own pages sent this; an older one says nothing.
  package func isOwnPage(_ request: WebRequest) -> Bool {
    // Another host's `Origin` was refused before.
    request.headers["origin"] != nil || request.headers["sec-fetch-site"] == "same-origin"
  }

  /// What a page's `ETag` holds of the session it is shown in, whose token stands in its forms.
  package func mark(of session: String) -> [UInt8] { Array((epoch + session).utf8) }

  /// Writes into an answer what its forms carry in this session, another way each time.
  package func fill(_ answer: inout WebAnswer, for session: String) {
    for blank in answer.blanks {
      answer.body.replaceSubrange(blank..<blank + FormToken.length, with: forms.text(for: session).utf8)
    }
  }

  // MARK: Cookies

  /// The cookie that makes a browser show a session from now on.
  ///
  /// - Parameter isLasting: of a token, whose session lasts as long as the token does: as long as browsers keep a cookie.
  package func cookie(_ id: String, _ request: WebRequest, isLasting: Bool = false) -> String {
    let secure = isSecure(request) ? "; Secure" : ""
    let age = isLasting ? Self.longestAge : Sessions.length
    return "\(cookieName(request))=\(id); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(age)\(secure)"
  }

  /// 400 days (RFC 6265bis §5.5), in seconds.
  private static let longestAge: Int64 = 400 * 86_400

  /// With the prefix that keeps other hosts from setting it (RFC 6265bis §4.1.3), where that may be.
  private func cookieName(_ request: WebRequest) -> String {
    isSecure(request) ? "__Host-gridpost" : "gridpost"
  }

  /// Whether the browser speaks TLS with the proxy before us.
  func isSecure(_ request: WebRequest) -> Bool {
    isBehindProxy && request.headers["x-forwarded-proto"]?.lowercased() != "http"
  }

  // MARK: Other hosts

  private func refuseForeign(_ request: WebRequest) throws(Problem) {
    let foreign = Problem(
      .foreignForm, Bilingual(en: "this form is of another host", zh: "此表单来自其他站点"))
    if let site = request.headers["sec-fetch-site"], site == "cross-site" || site == "same-site" { throw foreign }
    guard let origin = request.headers["origin"] else { return }
    let host = origin.components(behind: "://") ?? ""
    guard host.lowercased() == request.headers["host"]?.lowercased() else { throw foreign }
  }

  private func isOurScript(_ visitor: Visitor, _ request: WebRequest) -> Bool {
    guard let session = visitor.session else { return false }
    return forms.isGood(request.headers["x-gridpost-form"], for: session)
  }

  private static func bearer(_ field: String) -> String? {
    let parts = field.split(separator: " ", omittingEmptySubsequences: true)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    return String(parts[1])
  }
}

extension String {
  /// What stands behind a mark; nil where the mark is not there.
  fileprivate func components(behind mark: String) -> String? {
    guard let first = mark.first else { return self }
    var rest = self[...]
    while let start = rest.firstIndex(of: first) {
      rest = rest[start...]
      if rest.hasPrefix(mark) { return String(rest.dropFirst(mark.count)) }
      rest = rest.dropFirst()
    }
    return nil
  }
}
