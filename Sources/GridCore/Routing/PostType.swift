/// A role in every grid, with its own working hours where the calendar's do not fit.
package struct PostType: Sendable {
  package let id: String
  package let name: String
  package let hours: WorkingHours?
  /// How many people it has in a grid; nil where the rules do not say.
  package let staff: Int?

  package init(id: String, name: String, hours: WorkingHours?, staff: Int? = nil) {
    self.id = id
    self.name = name
    self.hours = hours
    self.staff = staff
  }

  /// How many people it has in this grid; nil where the rules do not say.
  package func staff(in grid: Grid) -> Int? { grid.staff[ByteText(id)] ?? staff }
}
