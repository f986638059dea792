internal import Web

/// Figures of one name, as Prometheus takes them.
package struct MetricFamily: Sendable {
  /// What kind of figure it is.
  package enum Kind: String, Sendable {
    case counter, gauge, histogram
  }

  /// One figure.
  package struct Sample: Sendable {
    /// What is put behind the family's name: `_bucket`, `_sum`, `_count`; nothing for a plain one.
    let suffix: String
    let labels: [(name: String, value: String)]
    /// As it is written.
    let value: String

    /// A figure with its labels.
    package init(_ labels: [(name: String, value: String)] = [], suffix: String = "", _ value: String) {
      self.suffix = suffix
      self.labels = labels
      self.value = value
    }
  }

  let name: String
  let kind: Kind
  let help: String
  let samples: [Sample]

  /// Figures of this name; that of a counter ends in `_total`.
  package init(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
    precondition((kind == .counter) == name.hasSuffix("_total"), "a counter, and nothing else, is called a total")
    self.name = name
    self.kind = kind
    self.help = help
    self.samples = samples
  }

  /// The figures of a histogram.
  ///
  /// - Parameters:
  ///   - bounds: up to and with which each bucket goes, as they are written.
  ///   - counts: of each bucket alone; one more than there are bounds.
  ///   - sum: as it is written.
  package static func histogram(bounds: [String], counts: [Int], sum: String) -> [Sample] {
    var (all, samples): (Int, [Sample]) = (0, [])
    for (index, count) in counts.enumerated() {
      all += count
      let bound = index < bounds.count ? bounds[index] : "+Inf"
      samples.append(Sample([("le", bound)], suffix: "_bucket", "\(all)"))
    }
    return samples + [Sample(suffix: "_sum", sum), Sample(suffix: "_count", "\(all)")]
  }
}

/// The forms in which Prometheus takes figures.
package enum MetricFormat: Sendable {
  /// The text format 0.0.4.
  case text
  /// OpenMetrics 1.0.
  case openMetrics

  /// What whoever asks would rather have, by his `Accept`; the text format where he does not say.
  package init(accept: String?) {
    var (text, open) = (accept == nil ? 1.0 : 0, 0.0)
    for range in (accept ?? "").split(separator: ",") {
      let parts = range.split(separator: ";").map { $0.unpadded.lowercased() }
      let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
      switch parts.first {
      case "application/openmetrics-text": open = max(open, quality)
      case "text/plain", "text/*", "*/*": text = max(text, quality)
      default: break
      }
    }
    self = open > 0 && open >= text ? .openMetrics : .text
  }

  /// The media type.
  package var type: String {
    switch self {
    case .text: "text/plain; version=0.0.4; charset=utf-8"
    case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
    }
  }

  /// The bytes of an answer.
  package func bytes(_ families: [MetricFamily]) -> [UInt8] {
    var text = ""
    for family in families {
      // OpenMetrics calls a family of counters by their name without what it ends in.
      let name = self == .openMetrics && family.kind == .counter ? String(family.name.dropLast(6)) : family.name
      text += "# HELP \(name) \(Self.escaped(family.help, quotes: self == .openMetrics))\n"
      text += "# TYPE \(name) \(family.kind.rawValue)\n"
      for sample in family.samples {
        let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }
        text += family.name + sample.suffix + (labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}")
        text += " \(sample.value)\n"
      }
    }
    if self == .openMetrics { text += "# EOF\n" }
    return Array(text.utf8)
  }

  private static func escaped(_ text: String, quotes: Bool) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\"" where quotes: result += "\\\""
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
