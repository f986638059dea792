internal import Advice
internal import GridCore
internal import Words
internal import YAML

extension CourierReader {
  /// One courier; nil where a part of it could not be read, which was told.
  mutating func courier(_ fields: YAMLFields, _ names: inout [ByteText: YAMLSpan]) -> Courier? {
    let before = faults.count
    let name = need("name", fields, "a name", "名称").flatMap { self.name($0, &names) }
    let take = need("take", fields, "addresses", "地址").map { patterns($0) } ?? []
    let kinds = fields["kind"].map { self.kinds($0) }
    let form = need("form", fields, "the form of its messages", "消息的形式").flatMap { self.form($0) }
    let isPlain = fields["allow_plain"].map { truth($0) } ?? false
    let target = need("to", fields, "a file with the URL, “file:…”", "写有网址的文件，“file:…”").flatMap {
      self.target($0, allowsPlain: isPlain)
    }
    let secrets = fields["secret"].map { self.secrets($0, form) } ?? []
    if fields["secret"] == nil, form == .standard {
      tell(
        .missingKey, fields.place, "“secret” is missing: what the standard form signs with",
        "缺少“secret”：standard 形式要用它签名",
        help: Bilingual(
          en: "add  secret: \"file:…\"  with a whsec_ secret in it", zh: "请加上  secret: \"file:…\"，文件里写 whsec_ 密钥"))
    }
    guard let name, let form, let target, faults.count == before || !take.isEmpty else { return nil }
    var courier = Courier(name: name, take: take, kinds: kinds, target: target, form: form, secrets: secrets)
    courier.allowsLocal = fields["allow_local"].map { truth($0) } ?? false
    courier.rate = fields["rate"].flatMap { rate($0) }
    courier.giveUp = fields["give_up"].flatMap { length($0, 1_000...30 * Courier.day, "1s", "30d") } ?? Courier.day
    courier.digest = fields["digest"].flatMap { digest($0, form) } ?? 0
    courier.link = fields["link"].flatMap { url($0, allowsPlain: true) }.map { String($0.url.trimmingSuffix("/")) }
    courier.proxy = fields["proxy"].flatMap { reference($0, orText: true) }.flatMap { proxy($0.text, $0.place) }
    courier.authorities = fields["ca"].flatMap { authorities($0) }
    courier.language = fields["language"].flatMap { word($0, ["zh", "en"]) }.flatMap(Language.init)
    return courier
  }

  // A name is also that of a folder.
  private mutating func name(_ place: Place, _ names: inout [ByteText: YAMLSpan]) -> String? {
    guard let name = text(place, "a name", "名称") else { return nil }
    let isSound =
      !name.unicodeScalars.contains { isUnsafeToShow($0) || $0 == "/" } && !name.hasPrefix(".")
      && name.first?.isWhitespace == false && name.last?.isWhitespace == false && name.utf8.count <= 120
    guard isSound else {
      tell(
        .badName, place,
        "\(quoted(name)) cannot be a courier's name: at most 120 bytes, no slash, no dot in front, no blank at an end",
        "\(quoted(name)) 不能作投递的名称：最多 120 字节，不含斜线，不以点开头，前后不留空格")
      return nil
    }
    guard names.updateValue(place.span, forKey: ByteText(name)) == nil else {
      tell(.duplicateName, place, "\(quoted(name)) is another courier's name already", "已有名为 \(quoted(name)) 的投递")
      return nil
    }
    return name
  }

  private mutating func patterns(_ place: Place) -> [AddressPattern] {
    let wanted = Bilingual(en: "an address such as heshuikou/*/patrol", zh: "地址，如 heshuikou/*/patrol")
    return texts(place, wanted.en, wanted.zh, orNone: false).compactMap { text, place in
      if let pattern = AddressPattern(text) { return pattern }
      tell(
        .badAddress, place,
        "\(quoted(text)) is no address: wanted parts of letters, digits, - and _ with / between, * for one part or a piece of it, ** for any number",
        "\(quoted(text)) 不是地址：各段用英文字母、数字、- 和 _，中间用 /；* 代表一段或一段里的一截，** 代表任意多段")
      return nil
    }
  }

  private mutating func kinds(_ place: Place) -> Set<Notice.Kind> {
    let known = Notice.Kind.allCases.map(\.rawValue)
    return Set(
      texts(place, "a kind of notice", "通知单的类别", orNone: false).compactMap { text, place in
        Notice.Kind(rawValue: text) ?? unknown(text, place, known)
      })
  }

  private mutating func form(_ place: Place) -> Courier.Form? {
    word(place, Courier.Form.allCases.map(\.rawValue)).flatMap(Courier.Form.init)
  }

  private mutating func word(_ place: Place, _ known: [String]) -> String? {
    guard let text = text(place, "one of \(Suggestions.list(known).en)", "\(Suggestions.list(known).zh) 之一") else {
      return nil
    }
    return known.contains(text) ? text : unknown(text, place, known)
  }

  private mutating func unknown<Value>(_ text: String, _ place: Place, _ known: [String]) -> Value? {
    unknownWord(text, place, known)
    return nil
  }

  private mutating func truth(_ place: Place) -> Bool {
    word(place, ["true", "false"]) == "true"
  }

  private mutating func rate(_ place: Place) -> Rate? {
    guard let text = text(place, "a rate such as 20/m", "频率，如 20/m") else { return nil }
    if let rate = Rate(text) { return rate }
    tell(
      .badRate, place, "\(quoted(text)) is no rate: wanted a whole number, a slash and s, m, h or d",
      "\(quoted(text)) 不是频率：应为整数、斜线加 s、m、h 或 d",
      help: Bilingual(en: "write it like 20/m", zh: "请写成 20/m 的样子"))
    return nil
  }

  private mutating func digest(_ place: Place, _ form: Courier.Form) -> Int64? {
    guard form.isRobot else {
      tell(
        .wrongKind, place, "“digest” gathers lines for people; \(form.rawValue) sends every notice by itself",
        "“digest”是给人看的合并；\(form.rawValue) 形式一单一发",
        help: Bilingual(en: "delete “digest”", zh: "请删掉“digest”"))
      return nil
    }
    return length(place, 0...3_600_000, "0s", "1h")
  }

  /// A length in milliseconds.
  private mutating func length(
    _ place: Place, _ range: ClosedRange<Int64>, _ least: String, _ most: String
  ) -> Int64? {
    guard let text = text(place, "a time such as 30s, 15m, 2h or 1d", "时长，如 30s、15m、2h、1d") else { return nil }
    let units: [(String, Int64)] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)]
    for (unit, size) in units where text.hasSuffix(unit) {
      let digits = text.dropLast(unit.count)
      guard !digits.isEmpty, digits.utf8.count <= 9, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        digits.utf8.first != 0x30 || digits.utf8.count == 1, let amount = Int64(digits)
      else { continue }
      guard range.contains(amount * size) else {
        tell(
          .outOfRange, place, "\(quoted(text)) is outside \(least) to \(most)",
          "\(quoted(text)) 超出范围，应在 \(least) 到 \(most) 之间")
        return nil
      }
      return amount * size
    }
    tell(
      .badDuration, place, "\(quoted(text)) is not a time: wanted a whole number and s, m, h or d",
      "\(quoted(text)) 不是时长：应为整数加 s、m、h 或 d",
      help: Bilingual(en: "write it like 30s, 15m, 2h or 1d", zh: "请写成 30s、15m、2h、1d 的样子"))
    return nil
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: Character) -> Substring {
    var rest = self[...]
    while rest.last == suffix { rest = rest.dropLast() }
    return rest
  }
}
