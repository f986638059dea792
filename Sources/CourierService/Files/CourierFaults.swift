package import Custody
internal import Formats
internal import GridCore
internal import JSON
internal import Linux
package import Words

/// What is wrong with couriers, for whoever asks: `outbox/.courier/faults`, kept by the couriers, and what lies undelivered.
package enum CourierFaults {
  static let name = "faults"

  /// A courier that takes nothing, or a file of couriers that cannot be used.
  struct Fault: Hashable {
    var since: Timestamp
    var text: Bilingual
  }

  static func bytes(_ faults: [Fault]) -> [UInt8] {
    var json = JSONWriter()
    json.beginArray()
    for fault in faults {
      json.beginObject()
      json.field("since", fault.since)
      json.field("en", fault.text.en)
      json.field("zh", fault.text.zh)
      json.endObject()
    }
    json.endArray()
    json.endLine()
    return json.bytes
  }

  /// The faults as they stand, of any process and without a lock.
  ///
  /// An outbox that cannot be looked into is the daemon's to tell, and hides nothing else.
  package static func read(statePath: String, language: Language) -> [StatusBoard.Fault] {
    do throws(WorldError) { return try look(statePath: statePath, language) } catch { return [] }
  }

  private static func look(statePath: String, _ language: Language) throws(WorldError) -> [StatusBoard.Fault] {
    var faults: [StatusBoard.Fault] = []
    let path = "\(statePath)/outbox/\(CourierFolder.name)/\(name)"
    if let bytes = try DurableFile.read(path: path, max: 1 << 20) {
      for fault in parsed(bytes) {
        faults.append(
          StatusBoard.Fault(code: code, since: fault.since, text: fault.text.text(language)))
      }
    }
    for (courier, count, since) in try Undelivered.counts(statePath: statePath) {
      let text = Bilingual(
        en:
          "\(counted(count, "notice")) of courier \(quoted(courier)) could not be delivered; see outbox/.undelivered/, and courier --again",
        zh: "投递 \(quoted(courier)) 有 \(count) 张通知单送不出去；见 outbox/.undelivered/，可用 courier --again 重试")
      faults.append(StatusBoard.Fault(code: code, since: Timestamp(seconds: since), text: text.text(language)))
    }
    return faults
  }

  private static var code: String { DegradationCode.courier.rawValue }

  private static func parsed(_ bytes: [UInt8]) -> [Fault] {
    let value: JSONValue
    do { value = try StrictJSON.parse(bytes[...], maxDepth: 4).value } catch { return [] }
    guard case .array(let list) = value else { return [] }
    return list.compactMap { entry in
      guard case .object(let members) = entry else { return nil }
      let text = { (key: String) -> String? in
        guard case .string(let text)? = members.first(where: { $0.key == key })?.value else { return nil }
        return text
      }
      guard let since = text("since").flatMap(RFC3339.timestamp), let en = text("en"), let zh = text("zh") else {
        return nil
      }
      return Fault(since: since, text: Bilingual(en: en, zh: zh))
    }
  }
}
