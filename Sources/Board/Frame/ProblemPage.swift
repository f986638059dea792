internal import Users
package import Web
internal import Words

/// Why something is not shown or not done, for people.
package enum ProblemPage {
  /// Under the problem's own status.
  package static func page(_ reading: BoardReading, _ query: Query, _ problem: Problem) throws -> Page {
    let title =
      switch problem.code {
      case .notFound: Bilingual(en: "Not found", zh: "没有找到")
      case .notYours, .notAllowed, .foreignForm: Bilingual(en: "Not allowed", zh: "无权办理")
      case .changedMeanwhile: Bilingual(en: "Changed meanwhile", zh: "情况已有变化")
      default: Bilingual(en: "Not done", zh: "未能办理")
      }
    let write = { (html: inout HTML) in
      html.element("h1", title)
      html.element("div", ["class": "card", "role": "alert", "data-problem": problem.kind ?? problem.code.rawValue]) {
        html in
        html.element("p") { $0.outside(problem.words.text(reading.language)) }
        for fault in problem.faults { html.element("p") { $0.outside(fault.words.text(reading.language)) } }
        html.element("p") { $0.element("a", ["href": "/"], Bilingual(en: "To the town", zh: "回到全街道")) }
      }
    }
    // Who may not look is told why, and nothing of the town.
    guard reading.viewer.may.contains(.look) else {
      return try Frame.strangersPage(reading, query, title, status: problem.code.status, write)
    }
    return try Frame.page(reading, query, title, nil, status: problem.code.status, write)
  }
}
