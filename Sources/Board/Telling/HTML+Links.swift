internal import Answers
package import GridCore
internal import Web
internal import Words

extension HTML {
  /// A report's risk: its letter, its word, its colour.
  package mutating func chip(_ risk: Risk) {
    let colour = Colour(risk)
    text(" ")
    element("span", ["class": "sign " + colour.rawValue, "title": risk.rawValue], colour.wording)
  }

  /// Whoever has something, as a link to what he has.
  package mutating func holder(_ holder: Addressee, _ names: Names) {
    element("a", ["href": Self.page(of: holder)], names[holder])
  }

  /// Where that is; its parts are separated as in the address.
  package static func page(of holder: Addressee) -> String {
    "/posts/" + holder.parts.map(Query.encoded).joined(separator: "/")
  }
}
