package import GridCore

/// A product of kinds as a line tells it; what is nil stands for all.
package struct KindProduct: Hashable, Sendable {
  /// Nil in it is a report without a risk, or with one that no override names.
  package var risks: [Risk?]?
  /// Nil in it is every source that no override names.
  package var sources: [ByteText?]?
  /// Spans of the local day; one that ends before it begins wraps midnight.
  package var hours: [Override.DailyHours]?

  package init(risks: [Risk?]? = nil, sources: [ByteText?]? = nil, hours: [Override.DailyHours]? = nil) {
    self.risks = risks
    self.sources = sources
    self.hours = hours
  }

  /// Whether it is every kind.
  package var isAll: Bool { risks == nil && sources == nil && hours == nil }
}
