package import Words

/// Why a request of Open311 is refused, with the codes that GeoReport v2 has.
package struct Open311Fault: Error, Sendable {
  /// 400, 403 or 404, and what else HTTP has.
  package let status: Int
  package let words: Bilingual

  /// A refusal.
  package init(_ status: Int, _ words: Bilingual) {
    self.status = status
    self.words = words
  }
}
