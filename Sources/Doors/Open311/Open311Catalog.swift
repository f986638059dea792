package import GridCore
internal import JSON
package import Words

/// What a town offers over Open311: its matters, in groups of duties (GeoReport v2, `services`, `services/{code}`, `discovery`).
package struct Open311Catalog: Sendable {
  private let book: RuleBook
  private let today: Int

  /// The matters that are listed at a moment.
  package init(_ book: RuleBook, at now: Timestamp) {
    self.book = book
    today = book.calendar.local(now).day
  }

  /// The matter of a code, where it is listed.
  package func matter(_ code: String) -> Matter? {
    book.matters.first { ByteText($0.code) == ByteText(code) && isListed($0) }
  }

  private func isListed(_ matter: Matter) -> Bool {
    matter.until.map { today <= $0 } ?? true
  }

  /// All services.
  package var services: Open311Document {
    Open311Document(
      root: "services",
      value: .list(
        of: "service",
        book.matters.filter(isListed).map { matter in
          .object([
            ("service_code", .text(matter.code)), ("service_name", .text(matter.name)),
            ("description", .text("\(book.duties[matter.duty].name) \(matter.name)")), ("metadata", .flag(true)),
            ("type", .text("realtime")), ("keywords", .text(matter.keywords.joined(separator: ","))),
            ("group", .text(book.duties[matter.duty].name)),
          ])
        }))
  }

  /// What may be said of a service beside what may be said of all.
  package func definition(of matter: Matter, _ language: Language) -> Open311Document {
    let grids = book.grids.map { Named(id: $0.id, name: $0.name) }
    let risks = Risk.allCases.map { Named(id: $0.rawValue, name: $0.rawValue) }
    let attributes: [Open311Value] = [
      attribute(1, "grid", Bilingual(en: "grid", zh: "网格").text(language), grids),
      attribute(2, "subject", Bilingual(en: "enterprise or premises", zh: "所涉企业或场所").text(language), []),
      attribute(3, "risk", Bilingual(en: "risk", zh: "风险等级").text(language), risks),
    ]
    return Open311Document(
      root: "service_definition",
      value: .object([
        ("service_code", .text(matter.code)), ("attributes", .list(of: "attribute", attributes)),
      ]))
  }

  private func attribute(_ order: Int, _ code: String, _ words: String, _ values: [Named]) -> Open311Value {
    .object([
      ("variable", .flag(true)), ("code", .text(code)),
      ("datatype", .text(values.isEmpty ? "string" : "singlevaluelist")), ("required", .flag(false)),
      ("datatype_description", .none), ("order", .number("\(order)")), ("description", .text(words)),
      (
        "values",
        .list(of: "value", values.map { .object([("key", .text($0.id)), ("name", .text($0.name))]) })
      ),
    ])
  }

  /// Where and in which formats all this is offered; the moment is that of the rules.
  ///
  /// - Parameter url: of this API, without a slash at its end.
  package static func discovery(url: String, changed: Timestamp, _ language: Language) -> Open311Document {
    let words = Bilingual(
      en:
        "Ask the operator of this board for a key. Updates of service requests (GeoReport v2 service request updates) are "
        + "not offered.",
      zh: "请向平台管理方申请密钥。不提供工单更新(service request updates)。")
    let changeset = Open311Value.text(RFC3339.text(changed))
    return Open311Document(
      root: "discovery",
      value: .object([
        ("changeset", changeset), ("contact", .text(words.text(language))),
        ("key_service", .text(words.text(language))),
        (
          "endpoints",
          .list(
            of: "endpoint",
            [
              .object([
                ("specification", .text("http://wiki.open311.org/GeoReport_v2")), ("url", .text(url)),
                ("changeset", changeset), ("type", .text("production")),
                ("formats", .list(of: "format", [.text("text/xml"), .text("application/json")])),
                ("service_request_updates", .flag(false)),
              ])
            ])
        ),
      ]))
  }
}
