internal import JSON

/// A notice as it lies in the outbox, read for whoever takes it out.
package struct Paper: Sendable {
  package let id: String
  package let item: String
  /// Its place among all notices; nil of one that was written before there was such a place.
  package let seq: Int64?
  package let kind: String
  /// Whom it is laid before.
  package let address: String
  /// The whole of it, one JSON object.
  package let bytes: [UInt8]
  private let tree: JSONTree

  /// The deepest nesting, the most bytes of a notice that is taken.
  package static let largest = 16 << 20

  /// Reads a file of the outbox; nil where it is no notice of that name.
  package init?(_ bytes: [UInt8], id: String) {
    guard let tree = JSONTree(bytes), tree.isObject, tree["notice"].text == id, let item = tree["item"].text,
      let kind = tree["kind"].text
    else { return nil }
    (self.id, self.item, self.kind, self.tree) = (id, item, kind, tree)
    address = Self.address(tree["to"])
    seq = tree["seq"].number.map(Int64.init)
    // One line without its end.
    self.bytes = bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes
  }

  private static func address(_ to: JSONTree) -> String {
    if to["triage"].isTrue { return "triage" }
    if let office = to["office"].text { return "subdistrict/\(office)" }
    guard let community = to["community"].text else { return "" }
    if let group = to["group"].text { return "\(community)/group/\(group)" }
    let post = to["post"].text ?? ["branch", "station"].first { to[$0].isTrue } ?? ""
    return "\(community)/\(to["grid"].text ?? "")/\(post)"
  }

  /// When what it tells of happened, as it is written.
  package var at: String? { tree["reason"]["at"].text ?? tree["received_at"].text }
  var matter: String? { tree["matter_name"].text ?? tree["event"]["matter"].text }
  var matterCode: String? { tree["matter"].text }
  var rung: Int { tree["rung"].number ?? 0 }
  var deadline: String? { tree["deadline_local"].text ?? tree["deadline"].text }
  var isProvisional: Bool { tree["provisional"].isTrue }
  var summary: String? { tree["event"]["summary"].text }
  var place: String? { tree["event"]["place"].text }
  var subject: String? { tree["event"]["subject"].text }
  var risk: String? { tree["event"]["risk"].text }
  var step: String? { tree["reason"]["step"].text }
  var by: String? { tree["reason"]["by"].text }
  var note: String? { tree["reason"]["note"].text }
}
