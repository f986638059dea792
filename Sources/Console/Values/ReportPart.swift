import ArgumentParser

/// What `report` tells in the place of figures.
package enum ReportPart: String, CaseIterable, ExpressibleByArgument {
  /// What returns led to.
  case returns
  /// Who had the time.
  case time
  /// How much there is for how many people.
  case load
  /// What became of the rounds.
  case rounds
  /// What signals have counted at each post.
  case integrity
}
