package import GridCore
package import JSON
package import Receiving
internal import Words

/// What became of a step at each item of its list: as the ledger keeps it beside the record, and as it is told.
package struct ListVerdicts: Hashable, Sendable {
  /// The step at one item.
  package struct Entry: Hashable, Sendable {
    /// The item's id as it was given.
    package let item: String
    /// Why it was not taken; nil where it was.
    package let refusal: Refusal?

    /// `accepted` or `rejected`, as of records.
    package var state: String { refusal == nil ? "accepted" : "rejected" }
    /// The code of its refusal.
    package var reason: String? { refusal?.code.rawValue }
  }

  /// In the order in which the items were named first.
  package let entries: [Entry]

  /// What the core decided.
  package init(_ verdicts: [Reception.ItemVerdict], as version: DecidingVersion = .current) {
    entries = verdicts.map { Entry(item: $0.item, refusal: $0.refusal.map { Refusal(decided: $0, as: version) }) }
  }

  /// The code that all refusals share; nil where there are several, or none.
  var sharedCode: RejectionCode? {
    guard let first = entries.first?.refusal?.code else { return nil }
    return entries.allSatisfy { $0.refusal?.code == first } ? first : nil
  }
}

/// As it is stored: `{"items":[{"item":…},{"item":…,"code":…,"params":{…}}]}`, of a refused list within the refusal's parameters.
extension ListVerdicts {
  /// One JSON object; equal verdicts have equal parameters.
  package var parameters: String {
    var writer = JSONWriter()
    writer.beginObject()
    writeMember(to: &writer)
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// Reads what was stored, of an accepted list or of a refused one; nil where it holds no list.
  package init?(parameters: String) {
    let value: JSONValue
    do { value = try StrictJSON.read(Array(parameters.utf8)[...], maxDepth: 4) } catch { return nil }
    guard case .object(let members) = value else { return nil }
    self.init(members)
  }

  init?(_ members: [JSONMember]) {
    guard case .array(let elements)? = members.first(where: { $0.key == "items" })?.value else { return nil }
    var entries: [Entry] = []
    for element in elements {
      guard case .object(let parts) = element, case .string(let item)? = parts.first(where: { $0.key == "item" })?.value
      else { return nil }
      guard case .string(let code)? = parts.first(where: { $0.key == "code" })?.value else {
        entries.append(Entry(item: item, refusal: nil))
        continue
      }
      let parameters = parts.first { $0.key == "params" }?.value
      guard let refusal = Refusal(code: code, parameters ?? .object([])) else { return nil }
      entries.append(Entry(item: item, refusal: refusal))
    }
    self.entries = entries
  }

  func writeMember(to writer: inout JSONWriter) {
    writer.key("items")
    writer.beginArray()
    for entry in entries {
      writer.beginObject()
      writer.field("item", entry.item)
      if let refusal = entry.refusal {
        writer.field("code", refusal.code.rawValue)
        writer.key("params")
        refusal.write(to: &writer)
      }
      writer.endObject()
    }
    writer.endArray()
  }

  /// The member of `export`: `"items":[{"item","state","reason"}]`.
  package func writeExported(to writer: inout JSONWriter) {
    writer.key("items")
    writer.beginArray()
    for entry in entries {
      writer.beginObject()
      writer.field("item", entry.item)
      writer.field("state", entry.state)
      writer.field("reason", entry.reason)
      writer.endObject()
    }
    writer.endArray()
  }
}

extension Refusal {
  /// What became of the whole list, and of the first few that did not take it.
  func ofList(_ verdicts: ListVerdicts) -> Bilingual {
    let (all, most) = (verdicts.entries, 3)
    let told = all.prefix(most).map { entry in
      entry.refusal.map { both("\(quoted(entry.item)): \($0.message.en)", "\(quoted(entry.item))：\($0.message.zh)") }
        ?? both("\(quoted(entry.item)): taken", "\(quoted(entry.item))：已受理")
    }
    let rest = all.count - told.count
    return both(
      "no item of \(all.count) took the step: " + told.map(\.en).joined(separator: "; ")
        + (rest > 0 ? "; and \(rest) more" : ""),
      "所列 \(all.count) 件均未受理：" + told.map(\.zh).joined(separator: "；") + (rest > 0 ? "；另有 \(rest) 件" : ""))
  }
}
