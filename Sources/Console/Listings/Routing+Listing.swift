package import Answers
import Formats
package import GridCore
import JSON
import Words

extension Routing {
  /// The answer as people read it.
  package func text(_ book: RuleBook, _ naming: Naming) -> String {
    let offset = book.calendar.utcOffset
    var pairs = [(say("to", "派往"), naming.holder(assignment.to))]
    if let matter = assignment.matter { pairs.append((say("matter", "事项"), naming.matter(matter))) }
    if let duty = assignment.duty { pairs.append((say("duty", "职责"), naming.duty(duty))) }
    if let group = assignment.group { pairs.append((say("group", "功能组"), naming.group(group))) }
    if let limit = assignment.limit { pairs.append((say("limit", "时限"), limit.text)) }
    if let deadline = assignment.deadline {
      let mark = deadline.provisional ? say(" (provisional)", "（暂定）") : ""
      pairs.append((say("deadline", "截止"), RFC3339.localText(deadline.moment, offset: offset) + mark))
    }
    let why = explain(assignment.assignedBy.why, book: book).suggesting(meant(book)).text(language)
    let line = assignment.assignedBy.line.map { say("line \($0): ", "第 \($0) 行：") } ?? ""
    pairs.append((say("because", "依据"), line + why))
    for override in considered {
      pairs.append((say("passed over", "未采用"), explain(override).text(language)))
    }
    return listing(pairs)
  }
}
