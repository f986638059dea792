package import GridCore

/// Something that happened to the daemon and not to an item.
package struct Incident: Hashable, Sendable {
  package var at: Timestamp
  package var code: String
  package var text: String

  package init(at: Timestamp, code: String, text: String) {
    self.at = at
    self.code = code
    self.text = text
  }
}
