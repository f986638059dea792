package import Web

extension Form {
  /// One step on one item.
  package static func steps(ofItem id: String) -> String { HTML.path("items", id, "steps") }
}
