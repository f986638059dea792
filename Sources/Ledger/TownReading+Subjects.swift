package import GridCore

extension TownReading {
  /// Hands out the subjects of the register in the order of their names: read in pages, so that more need no more memory.
  package func eachSubject(_ body: (RatedSubject) throws -> Void) throws {
    let size = 1_000
    var last = ""
    while true {
      let page = try subjects(after: last, limit: size)
      for subject in page { try body(subject) }
      guard page.count == size, let end = page.last else { return }
      last = end.name
    }
  }
}
