internal import Formats
package import GridCore
internal import JSON
package import Web
internal import Words

/// A request as somebody posts it (GeoReport v2, `POST requests`), and the report that it is here.
package struct Open311Form: Sendable {
  /// What the report says beside its identity.
  private let fields: [(name: String, value: JSONValue)]
  /// What makes it the same as another of the same key.
  private let sameness: Digest

  /// A day: within it the same is the same.
  package static let window: Int64 = 86_400
  private static let longestSummary = 4_000
  /// What of a form says who sends it, and not what.
  private static let ofSender = ["first_name", "last_name", "phone", "email"]
  private static let ofRequest = ["api_key", "service_code", "description", "address_string"]
  /// The attributes that are fields of ours.
  private static let ofReport = ["grid", "subject", "risk"]
  /// Fields that mean something to the daemon: under these names nothing that a form says may come in.
  private static let meant: Set<String> = Set(
    ["type", "source", "id", "specversion", "data", "data_base64", "datacontenttype", "resolved", "points", "items"]
      + [
        "item", "report", "by", "as", "note", "to", "until", "by_limit", "outcome", "satisfaction", "ground", "digest",
      ]
      + ["rules", "duty", "not_accepted", "round", "signal", "time", "matter", "community", "grid", "summary", "place"]
      + ["subject", "reporter", "risk"])

  /// Reads a form.
  ///
  /// - Parameters:
  ///   - key: whose it is; only his own requests are the same.
  ///   - idempotencyKey: what he calls the request, where he does; then nothing else makes it the same.
  ///   - outlines: where the grids lie, where that is known.
  /// - Throws: 400 of a value that is missing or cannot be, 404 of a service that is not offered.
  package init(
    _ form: Query, key: String, idempotencyKey: String?, _ catalog: Open311Catalog, _ outlines: Outlines?
  ) throws(Open311Fault) {
    guard let code = form["service_code"] else {
      throw Open311Fault(400, Bilingual(en: "service_code was not provided", zh: "缺少 service_code"))
    }
    guard let matter = catalog.matter(code) else {
      throw Open311Fault(404, Bilingual(en: "service_code was not found", zh: "没有这个 service_code"))
    }
    var fields: [(name: String, value: JSONValue)] = [("type", .string("report")), ("matter", .string(matter.code))]
    if let description = form["description"] {
      guard description.count <= Self.longestSummary else {
        throw Open311Fault(
          400, Bilingual(en: "description has more than 4,000 characters", zh: "description 超过 4000 字"))
      }
      fields.append(("summary", .string(description)))
    }
    if let place = form["address_string"] { fields.append(("place", .string(place))) }
    let sender = Self.ofSender.compactMap { form[$0] }
    if !sender.isEmpty { fields.append(("reporter", .string(sender.joined(separator: ", ")))) }
    for name in Self.ofReport {
      if let text = form["attribute[\(name)]"] { fields.append((name, .string(text))) }
    }
    if let risk = form["attribute[risk]"], Risk(rawValue: risk) == nil {
      throw Open311Fault(400, Bilingual(en: "attribute[risk] is no risk", zh: "attribute[risk] 不是风险等级"))
    }
    let point = try Self.point(form)
    if form["attribute[grid]"] == nil, let point, let grid = outlines?.grid(lat: point.lat, long: point.long) {
      fields.append(("grid", .string(grid)))
    }
    let hasPlace = ["address_string", "address_id", "attribute[grid]"].contains { form[$0] != nil }
    guard point != nil || hasPlace else {
      throw Open311Fault(
        400,
        Bilingual(
          en: "lat and long, address_string or address_id was not provided",
          zh: "缺少位置：lat 与 long、address_string 或 address_id"))
    }
    self.fields = fields + Self.kept(form)
    sameness = Self.sameness(form, key, idempotencyKey)
  }

  /// Everything else, under its own name; of many of one name all.
  private static func kept(_ form: Query) -> [(name: String, value: JSONValue)] {
    let ours = Set(ofSender + ofRequest + ofReport.map { "attribute[\($0)]" })
    var fields: [(name: String, value: JSONValue)] = []
    var seen: Set<ByteText> = []
    for pair in form.pairs where !ours.contains(pair.name) && !pair.value.isEmpty && !pair.name.isEmpty {
      guard seen.insert(ByteText(pair.name)).inserted else { continue }
      let name = meant.contains(pair.name) ? "open311_" + pair.name : pair.name
      let all = form.all(pair.name).map { JSONValue.string($0) }
      fields.append((name, pair.name.hasSuffix("[]") || all.count > 1 ? .array(all) : all[0]))
    }
    return fields
  }

  private static func point(_ form: Query) throws(Open311Fault) -> (lat: Double, long: Double)? {
    switch (form["lat"], form["long"]) {
    case (nil, nil): return nil
    case (let lat?, let long?):
      guard let lat = number(lat), let long = number(long), abs(lat) <= 90, abs(long) <= 180 else {
        throw Open311Fault(400, Bilingual(en: "lat and long are no place in WGS84", zh: "lat、long 不是有效的 WGS84 坐标"))
      }
      return (lat, long)
    default: throw Open311Fault(400, Bilingual(en: "lat and long go together", zh: "lat 与 long 须同时给出"))
    }
  }

  /// Digits with a sign and a point, and none of the other ways in which a number may be written.
  private static func number(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ ASCII.isDigit($0) || [ASCII.dot, ASCII.minus, ASCII.plus].contains($0) }) else {
      return nil
    }
    return Double(text)
  }

  // MARK: Its identity

  private static func sameness(_ form: Query, _ key: String, _ idempotencyKey: String?) -> Digest {
    var bytes = Array(key.utf8) + [0]
    if let idempotencyKey {
      bytes += Array("key".utf8) + [0] + Array(idempotencyKey.utf8)
    } else {
      let pairs = form.pairs.filter { $0.name != "api_key" }
        .map { Array($0.name.utf8) + [1] + Array($0.value.utf8) }
      for pair in pairs.sorted(by: { $0.lexicographicallyPrecedes($1) }) { bytes += pair + [0] }
    }
    return sha256(of: bytes)
  }

  /// The identity of the report: of the first request that is the same, and of those that came a day and more after each other.
  ///
  /// - Parameter number: from 1.
  package func identity(number: Int, source: String) -> EventIdentity {
    let id = "open311-" + String(sameness.hex.prefix(32))
    return EventIdentity(source: source, id: number > 1 ? "\(id)-\(number)" : id)
  }

  /// The report as it lies in the inbox; the same request gives the same bytes.
  package func report(_ identity: EventIdentity) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("id", identity.id)
    writer.field("source", identity.source)
    for field in fields {
      writer.key(field.name)
      writer.value(field.value)
    }
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }
}
