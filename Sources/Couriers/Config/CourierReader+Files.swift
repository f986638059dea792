internal import Formats
internal import Words
internal import YAML

/// URLs and secrets, which stand in files of their own; nothing of them is said but a URL's scheme and host.
extension CourierReader {
  /// What a `file:` names, the first line of it that is no comment and all others; or the text itself where that is taken.
  mutating func reference(_ place: Place, orText: Bool) -> (text: String, lines: [String], place: Place)? {
    guard let value = text(place, "“file:” and a path", "“file:”加路径") else { return nil }
    guard value.hasPrefix("file:") else {
      if orText { return (value, [value], place) }
      tell(
        .badSecret, place, "a secret stands in a file of its own, not here", "密钥要写在单独的文件里，不写在这里",
        help: Bilingual(
          en: "put it into a file that only gridpost may read, and write  \"file:PATH\"",
          zh: "请存到只有 gridpost 能读的文件里，这里写  \"file:路径\""))
      return nil
    }
    let path = located(value)
    guard value != "file:" else {
      tell(.badFile, place, "there is no path behind “file:”", "“file:”后面没有路径")
      return nil
    }
    opened.append(path)
    openedSecrets.append(path)
    switch open(path) {
    case .unreadable(let why):
      tell(.badFile, place, "\(quoted(path)): \(why.en)", "\(quoted(path))：\(why.zh)")
      return nil
    case .bytes(let bytes):
      guard let text = String(validating: bytes, as: UTF8.self) else {
        tell(.badFile, place, "\(quoted(path)) is not UTF-8", "\(quoted(path)) 不是 UTF-8 文本")
        return nil
      }
      let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingBlanks }.filter {
        !$0.isEmpty && !$0.hasPrefix("#")
      }
      guard let first = lines.first else {
        tell(.badFile, place, "\(quoted(path)) is empty", "\(quoted(path)) 是空的")
        return nil
      }
      return (first, lines, place)
    }
  }

  /// Where a file lies; a path that begins nowhere begins beside the couriers file.
  private func located(_ value: String) -> String {
    let path = value.hasPrefix("file:") ? String(value.dropFirst(5)) : value
    return path.hasPrefix("/") || folder.isEmpty ? path : folder + "/" + path
  }

  mutating func target(_ place: Place, allowsPlain: Bool) -> Target? {
    guard let found = reference(place, orText: true) else { return nil }
    return url(found.text, place, allowsPlain: allowsPlain)
  }

  mutating func url(_ place: Place, allowsPlain: Bool) -> Target? {
    guard let value = text(place, "a URL", "网址") else { return nil }
    return url(value, place, allowsPlain: allowsPlain)
  }

  private mutating func url(_ text: String, _ place: Place, allowsPlain: Bool) -> Target? {
    do throws(Target.Flaw) {
      let target = try Target(text)
      guard target.isPlain, !allowsPlain else { return target }
      tell(
        .badURL, place, "the URL is http:, which anybody on the way can read", "网址是 http: 的，沿路谁都能看到",
        help: Bilingual(en: "use https:, or permit it with  allow_plain: true", zh: "请改用 https:，或写上  allow_plain: true")
      )
    } catch {
      let why: Bilingual =
        switch error {
        case .characters: Bilingual(en: "it holds characters that no URL holds, or is too long", zh: "含有网址里不能有的字符，或太长")
        case .scheme: Bilingual(en: "it does not begin with https://", zh: "不以 https:// 开头")
        case .user: Bilingual(en: "it holds a user name", zh: "带有用户名")
        case .host:
          Bilingual(en: "it names no host (a Chinese domain is written as xn--…)", zh: "没有可用的主机名（中文域名请写成 xn--…）")
        case .port: Bilingual(en: "its port is none", zh: "端口不对")
        }
      tell(.badURL, place, "the URL cannot be used: \(why.en)", "网址不能用：\(why.zh)")
    }
    return nil
  }

  mutating func secrets(_ place: Place, _ form: Courier.Form?) -> [Secret] {
    if form == .wecom {
      tell(
        .badSecret, place, "a robot of WeCom takes no signature", "企业微信机器人不验签",
        help: Bilingual(en: "delete “secret”; its URL is the secret", zh: "请删掉“secret”；它的网址本身就是密钥"))
      return []
    }
    let places = place.items ?? [place]
    return places.flatMap { place -> [Secret] in
      guard let found = reference(place, orText: false) else { return [] }
      return found.lines.compactMap { secret($0, place, form) }
    }
  }

  private mutating func secret(_ text: String, _ place: Place, _ form: Courier.Form?) -> Secret? {
    if form == .dingtalk || form == .feishu { return Secret(bytes: Array(text.utf8)) }
    let coded = text.hasPrefix("whsec_") ? text.dropFirst(6) : text[...]
    // Standard Webhooks: 24 to 64 bytes; some that are in use have fewer.
    guard text.hasPrefix("whsec_"),
      let bytes = Base64.decode(coded + String(repeating: "=", count: (4 - coded.utf8.count % 4) % 4)),
      (1...512).contains(bytes.count)
    else {
      tell(
        .badSecret, place, "the file holds no whsec_ secret: wanted whsec_ and base64 of 24 to 64 bytes",
        "文件里没有 whsec_ 密钥：应为 whsec_ 加 24 到 64 字节的 base64",
        help: Bilingual(
          en: "make one with:  echo whsec_$(openssl rand -base64 32)",
          zh: "可以这样生成：echo whsec_$(openssl rand -base64 32)"))
      return nil
    }
    if !(24...64).contains(bytes.count) {
      tell(
        .badSecret, place, "the secret has \(bytes.count) bytes; Standard Webhooks asks for 24 to 64",
        "密钥有 \(bytes.count) 字节；Standard Webhooks 要求 24 到 64 字节", severity: .warning)
    }
    return Secret(bytes: bytes)
  }

  mutating func proxy(_ text: String, _ place: Place) -> String? {
    let bare = text.split(separator: "://").last.map(String.init) ?? ""
    guard ["http://", "https://", "socks5h://"].contains(where: { text.hasPrefix($0) }), !bare.isEmpty,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else {
      tell(.badURL, place, "the proxy is none: wanted http://HOST:PORT", "代理不对：应为 http://主机:端口")
      return nil
    }
    return text
  }

  mutating func authorities(_ place: Place) -> String? {
    guard let value = text(place, "a file of certificates", "证书文件") else { return nil }
    let path = located(value)
    opened.append(path)
    switch open(path) {
    case .unreadable(let why): tell(.badFile, place, "\(quoted(path)): \(why.en)", "\(quoted(path))：\(why.zh)")
    case .bytes(let bytes):
      if String(decoding: bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----") { return path }
      tell(.badFile, place, "\(quoted(path)) holds no certificate (PEM)", "\(quoted(path)) 里没有证书（PEM）")
    }
    return nil
  }
}

extension Substring {
  /// Without blanks at its ends.
  fileprivate var trimmingBlanks: String {
    var rest = self
    while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return String(rest)
  }
}
