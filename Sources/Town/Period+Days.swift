package import GridCore

extension Period {
  /// The one after it.
  package var next: Period { Period(unit, of: last + 1) }

  /// How many days it has.
  package var days: Int { last - first + 1 }
}
