internal import Endpoints
internal import GridCore
internal import HTTPTypes
internal import HummingbirdCore
internal import Web
internal import Words

/// Reads what HTTP brings into what handlers decide by.
struct RequestReading {
  /// What a target has at most.
  static let targetLimit = 8 << 10

  /// All addresses of a machine (RFC 1122 §3.2.1.3, RFC 4291 §2.5.2).
  private static let everywhere: Set<String> = ["0.0.0.0", "::"]

  let options: ServeOptions
  /// `Host` may be one of these, with or without a port.
  let hosts: Set<String>

  /// The request, or why it is none of ours.
  ///
  /// - Parameter own: our address on his connection: where we listen at all of them, it is one of ours.
  func read(_ request: Request, peer: String, own: String? = nil, now: Timestamp) throws(Problem) -> WebRequest {
    let target = Array((request.head.path ?? "/").utf8)
    var headers = WebHeaders()
    for field in request.headers { headers.add(field.name.canonicalName, field.value) }
    if let authority = request.head.authority, headers["host"] == nil { headers.add("host", authority) }
    let mark = target.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
    let query = Query(target[mark...].dropFirst())
    let language = Self.language(query, headers)
    guard target.count <= Self.targetLimit else {
      throw .targetTooLong
    }
    guard target.first == UInt8(ascii: "/") else {
      throw Problem(.badRequest, Bilingual(en: "the target is no path", zh: "请求目标不是路径"))
    }
    guard let host = headers["host"], headers.all("host").count == 1 else {
      throw Problem(.badRequest, Bilingual(en: "one Host field is wanted", zh: "应有且只有一个 Host 字段"))
    }
    guard isOurs(host, own) else {
      throw Problem(
        .misdirected, Bilingual(en: "this host is not called so; see --host", zh: "本机不叫这个名字；见 --host"))
    }
    // Empty parts are kept, so that `//` is no other name of `/`.
    let path = target[..<mark].dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { Query.decoded($0) }
    return WebRequest(
      method: request.method == .head ? "GET" : request.method.rawValue, path: path == [""] ? [] : path, query: query,
      headers: headers, peer: self.peer(peer, headers), language: language, now: now)
  }

  /// The language somebody wants: of his switch (`?lang=`, remembered in a cookie), else of his browser, else Chinese.
  static func language(_ query: Query, _ headers: WebHeaders) -> Language {
    if let chosen = query["lang"].flatMap(Language.init(rawValue:)) { return chosen }
    let request = WebRequest(path: [], headers: headers, now: Timestamp(seconds: 0))
    if let kept = request.cookie("lang").flatMap(Language.init(rawValue:)) { return kept }
    return headers.list("accept-language").map { preferred($0.joined(separator: ",")) } ?? .zh
  }

  /// The first of our two by weight (RFC 9110 §12.5.4); Chinese where neither is named.
  static func preferred(_ field: String) -> Language {
    var best: (language: Language, weight: Double)?
    for part in field.split(separator: ",") {
      let pieces = part.split(separator: ";").map { $0.filter { $0 != " " } }
      guard let tag = pieces.first?.lowercased() else { continue }
      let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
      let language: Language? =
        tag == "zh" || tag.hasPrefix("zh-") ? .zh : tag == "en" || tag.hasPrefix("en-") ? .en : nil
      if let language, weight > (best?.weight ?? 0) { best = (language, weight) }
    }
    return best?.language ?? .zh
  }

  /// Behind a proxy the last element of the last field counts; a field that anybody can write does not.
  private func peer(_ peer: String, _ headers: WebHeaders) -> String {
    guard options.isBehindProxy, let last = headers.all("x-forwarded-for").last?.split(separator: ",").last else {
      return peer
    }
    let name = last.filter { $0 != " " && $0 != "\t" }
    return name.isEmpty ? peer : name
  }

  private func isOurs(_ host: String, _ own: String?) -> Bool {
    var name = host.lowercased()
    if let colon = name.lastIndex(of: ":"), name[name.index(after: colon)...].allSatisfy(\.isNumber),
      !name[..<colon].contains(":") || name[..<colon].hasSuffix("]")
    {
      name = String(name[..<colon])
    }
    if name.hasPrefix("["), name.hasSuffix("]") { name = String(name.dropFirst().dropLast()) }
    return hosts.contains(name) || name == own && !hosts.isDisjoint(with: Self.everywhere)
  }
}
