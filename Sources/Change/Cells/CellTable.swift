package import GridCore

/// What the overrides of a book do at every cell: a function of kinds for each pair of a class of matters and a class of places.
///
/// The value of an override stands for all kinds of a cell that it takes; 0 stands where none does.
package struct CellTable: Sendable {
  private var functions: [KindFunctions.Number]
  private let width: Int

  /// - Parameters:
  ///   - number: of the book among those that the classes were made of.
  ///   - value: what stands for an override, by its index; not 0.
  package init(
    _ book: RuleBook, number: Int, _ classes: CellClasses, _ space: KindSpace, _ kinds: inout KindFunctions,
    value: (Int) -> KindFunctions.Value
  ) {
    let none = kinds.constant(0)
    width = classes.places.count
    functions = Array(repeating: none, count: classes.matters.count * width)
    // The last first: what an earlier one takes is painted over it.
    for (index, override) in book.overrides.enumerated().reversed() {
      let when = override.when
      let matters = classes.matters.indices.filter {
        Self.fits(classes.matters[$0].keys[number], whole: when.duty, part: when.matter)
      }
      let places = classes.places.indices.filter {
        Self.fits(classes.places[$0].keys[number], whole: when.community, part: when.grid)
      }
      var brush = KindFunctions.Brush(space.box(of: when), value(index), kinds)
      for matter in matters {
        let row = matter * width
        for place in places { functions[row + place] = kinds.paint(functions[row + place], with: &brush) }
      }
    }
  }

  private static func fits(_ key: CellClasses.Key?, whole: Int?, part: Int?) -> Bool {
    guard let key else { return false }
    return (whole == nil || key.whole == whole) && (part == nil || key.part == part)
  }

  /// The function of the cells of a class of matters at a class of places, by their indices; of no meaning where the book has none.
  package subscript(matter: Int, place: Int) -> KindFunctions.Number { functions[matter * width + place] }
}
