package import GridCore

/// What the daemon brings forth at one moment, beside its records.
package struct OwnBatch: Sendable {
  /// How far a round is raised.
  package struct Progress: Sendable {
    package let name: String
    package let done: Timestamp
    package let place: String?

    package init(name: String, done: Timestamp, place: String?) {
      self.name = name
      self.done = done
      self.place = place
    }
  }

  /// Which of the batch's records are its own, with the cause of each.
  package var reports: [(index: Int, cause: OwnReport)] = []
  package var lines: [RoundLine] = []
  package var progress: [Progress] = []

  package init() {}
}

/// A row of the table `own`: an item that the daemon itself reported.
package struct OwnRow: Hashable, Sendable {
  package let position: Int64
  package let source: String
  package let name: String
  package let period: String
  package let place: String

  package init(position: Int64, source: String, name: String, period: String, place: String) {
    self.position = position
    self.source = source
    self.name = name
    self.period = period
    self.place = place
  }

  /// The row of a report's item.
  package init(position: Int64, _ cause: OwnReport) {
    switch cause {
    case .round(let call):
      self.init(
        position: position, source: EventIdentity.rounds, name: call.name, period: call.period, place: call.place)
    case .signal(let call):
      self.init(
        position: position, source: EventIdentity.integrity, name: call.name, period: call.period,
        place: "\(call.post.grid)/\(call.post.post)")
    }
  }
}
