package import Web
package import Words

extension Problem {
  /// Nothing is called so.
  package static func nothing(_ what: Bilingual, _ name: String) -> Problem {
    Problem(
      .notFound,
      Bilingual(en: "there is no \(what.en) \(quoted(name))", zh: "没有这个\(what.zh)：\(quoted(name))"))
  }
}
