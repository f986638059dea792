package import GridCore
package import Receiving

/// A row of the table `rating`: a subject as the rating of a record left it.
package struct RatingRow: Hashable, Sendable {
  /// The number of the rating's record.
  package let seq: Int64
  package let at: Timestamp
  package let subject: RatedSubject
  package let note: String?

  package init(seq: Int64, at: Timestamp, subject: RatedSubject, note: String?) {
    self.seq = seq
    self.at = at
    self.subject = subject
    self.note = note
  }

  /// The row of a rating that a record caused.
  package init(_ rating: CausedRating, seq: Int64, at: Timestamp) {
    self.init(seq: seq, at: at, subject: rating.subject, note: rating.note)
  }

  /// The risk points in one text: each as the count of its bytes, a colon and the bytes.
  package static func text(of points: [String]) -> String? {
    points.isEmpty ? nil : points.map { "\($0.utf8.count):\($0)" }.joined()
  }

  /// Reads risk points; nil for what is none of ours.
  package static func points(in text: String) -> [String]? {
    var points: [String] = []
    var rest = text.utf8[...]
    while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
      guard let count = Int(Substring(rest[..<colon])), count >= 0 else { return nil }
      let start = rest.index(after: colon)
      guard let end = rest.index(start, offsetBy: count, limitedBy: rest.endIndex) else { return nil }
      points.append(String(Substring(rest[start..<end])))
      rest = rest[end...]
    }
    return rest.isEmpty ? points : nil
  }
}
