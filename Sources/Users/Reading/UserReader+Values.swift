internal import GridCore
internal import Words
internal import YAML

extension UserReader {
  /// A person; nil where a part could not be read, which was told.
  mutating func person(_ named: (key: String, place: Place)) -> UserEntry? {
    let (key, place) = named
    let wanted = Bilingual(en: "a person: name, secret, at, may", zh: "一个用户：name、secret、at、may")
    guard let fields = fields(of: place, keys: Self.keysOfPeople, wanted) else { return nil }
    let name = fields["name"].map { self.name($0) } ?? key
    let at = fields["at"].flatMap { address($0) }
    let may = fields["may"].map { rights($0) } ?? []
    guard let place = need("secret", fields, "the hash of his password", "密码的哈希"),
      let secret = passwordHash(place)
    else { return nil }
    // People may always look.
    let viewer = Viewer(key: key, name: name, at: at, may: may.union([.look]), isPerson: true)
    return UserEntry(viewer, .password(secret))
  }

  /// Tokens; none is there twice.
  mutating func tokens(_ named: [(key: String, place: Place)]) -> [UserEntry] {
    var known: [Digest: String] = [:]
    var found: [UserEntry] = []
    let wanted = Bilingual(en: "a token: secret, source, may, at", zh: "一个令牌：secret、source、may、at")
    for (key, place) in named {
      guard let fields = fields(of: place, keys: Self.keysOfTokens, wanted) else { continue }
      let source = fields["source"].flatMap { self.source($0) }
      let at = fields["at"].flatMap { address($0) }
      let may = fields["may"].map { rights($0) } ?? []
      if fields.lacks("source", "at", "may"), !fields.meant.contains("secret") {
        tell(
          .missingKey, place, "the token may do nothing: it has only what it says", "这个令牌什么都做不了：写了什么才有什么权限",
          help: Bilingual(en: "add “source”, “may” or “at”", zh: "请补上 source、may 或 at"), severity: .warning)
      }
      guard let secretPlace = need("secret", fields, "the SHA-256 of the token", "令牌的 SHA-256"),
        let secret = tokenDigest(secretPlace)
      else { continue }
      if let other = known.updateValue(key, forKey: secret) {
        tell(.badSecret, secretPlace, "the token is that of \(quoted(other)) already", "这个令牌已经是 \(quoted(other)) 的")
        continue
      }
      found.append(UserEntry(Viewer(key: key, at: at, may: may, source: source), .token(secret)))
    }
    return found
  }

  // MARK: Values

  private mutating func name(_ place: Place) -> String? {
    guard let name = text(place, "a name", "姓名") else { return nil }
    guard UserKey.isSound(name) else {
      tell(
        .badName, place, "\(quoted(name)) cannot be a name: \(UserKey.wanted.en)",
        "\(quoted(name)) 不能作姓名：\(UserKey.wanted.zh)")
      return nil
    }
    return name
  }

  private mutating func address(_ place: Place) -> String? {
    guard let text = text(place, "an address, a community or *", "地址、社区或 *") else { return nil }
    if UserKey.isAddress(text) { return text }
    tell(
      .badAddress, place,
      "\(quoted(text)) is neither an address such as heshuikou/heshuikou-03/patrol, heshuikou/group/… or subdistrict/…, nor a community, nor *",
      "\(quoted(text)) 不是地址（如 heshuikou/heshuikou-03/patrol、heshuikou/group/…、subdistrict/…），不是社区，也不是 *",
      help: text == "**" ? Bilingual(en: "write “*” for all", zh: "全部请写“*”") : nil)
    return nil
  }

  private mutating func rights(_ place: Place) -> Set<Viewer.Right> {
    Set(
      texts(place, "a list of rights", "权限列表", orNone: true).compactMap { text, place in
        if let right = Viewer.Right(rawValue: text) { return right }
        unknownWord(
          text, place, Viewer.Right.allCases.map(\.rawValue),
          saying: Bilingual(en: "\(quoted(text)) is no right; there are", zh: "没有 \(quoted(text)) 这种权限"))
        return nil
      })
  }

  private mutating func source(_ place: Place) -> String? {
    guard let text = text(place, "a source", "来源") else { return nil }
    if UserKey.isSource(text) { return text }
    let isOurs = UserKey.reservedSources.contains(text)
    tell(
      .badSource, place,
      isOurs
        ? "no token may send as \(quoted(text)), which is our own"
        : "\(quoted(text)) cannot be a token's source: letters, digits and . _ -, first a letter or a digit, at most 200",
      isOurs
        ? "\(quoted(text)) 是本系统自己的来源，令牌不能用"
        : "\(quoted(text)) 不能作令牌的来源：只用英文字母、数字和 . _ -，以字母或数字开头，最多 200 个")
    return nil
  }

  private mutating func passwordHash(_ place: Place) -> String? {
    guard let text = text(place, "the hash of a password", "密码的哈希") else { return nil }
    if PasswordHash.isOne(text) { return text }
    tell(
      .badSecret, place, "the secret is no hash that people log in by: wanted crypt(3) text of $y$, $6$ or $2b$",
      "这不是可用的密码哈希：应为 $y$、$6$ 或 $2b$ 的 crypt(3) 文本",
      help: Bilingual(en: "make one with:  gridpost user add NAME", zh: "可以这样生成：gridpost user add 名字"))
    return nil
  }

  private mutating func tokenDigest(_ place: Place) -> Digest? {
    guard let text = text(place, "sha256: and 64 hex digits", "sha256: 加 64 位十六进制数字") else { return nil }
    if text.hasPrefix(Token.secretMark), text.utf8.count == Token.secretMark.utf8.count + 64,
      let digest = Digest(hex: String(text.dropFirst(Token.secretMark.count)))
    {
      return digest
    }
    let isToken = Token(text) != nil
    tell(
      .badSecret, place,
      isToken
        ? "here stands the token itself; only its SHA-256 belongs here"
        : "wanted sha256: and 64 hex digits of the token",
      isToken ? "这里写的是令牌本身；只应写它的 SHA-256" : "这里应为 sha256: 加令牌的 64 位十六进制摘要",
      help: Bilingual(en: "make one with:  gridpost token add NAME", zh: "可以这样生成：gridpost token add 名字"))
    return nil
  }
}
