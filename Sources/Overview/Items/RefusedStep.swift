internal import Board
package import Web
internal import Words

/// A step that was sent by a form and not taken: why, and what was typed, which is not lost.
package struct RefusedStep: Sendable {
  package let problem: Problem
  /// As it was sent.
  package let form: Query

  /// What stands against a form.
  package init(_ problem: Problem, of form: Query) {
    self.problem = problem
    self.form = form
  }

  /// Why it was not taken, with what came between.
  ///
  /// - Parameter isOffered: whether the step may still be taken; what was typed stands in its form then, else here.
  func write(to html: inout HTML, _ reading: BoardReading, isOffered: Bool) {
    html.element(
      "section",
      [
        "class": "card fault", "id": "refused", "role": "alert",
        "data-problem": problem.kind ?? problem.code.rawValue,
      ]
    ) { html in
      html.element("p") { $0.outside(problem.words.text(reading.language)) }
      for fault in problem.faults { html.element("p") { $0.outside(fault.words.text(reading.language)) } }
      guard let note = form["note"], !note.isEmpty else { return }
      if isOffered {
        html.element(
          "p", ["class": "soft"], Bilingual(en: "What you wrote stands in the form below.", zh: "您填写的内容已保留在下方表单中。"))
      } else {
        html.element("p", ["class": "soft"], Bilingual(en: "You wrote:", zh: "您填写的内容："))
        html.element("p", ["data-kept": "note"]) { $0.outside(note) }
      }
    }
  }
}
