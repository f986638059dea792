/// A report as a producer writes it.
func report(
  _ id: String, matter: String? = "UM-001", grid: String? = "heshuikou-03", source: String = "test",
  _ more: [String: JSON] = [:]
) -> JSON {
  var fields: [String: JSON] = ["id": .text(id), "source": .text(source), "summary": "something is wrong"]
  if let matter { fields["matter"] = .text(matter) }
  if let grid { fields["grid"] = .text(grid) }
  return JSON.object(fields).with(more)
}

/// A step on the item of this report.
func step(_ type: String, on report: String, source: String = "test", id: String, _ more: [String: JSON] = [:]) -> JSON
{
  JSON.object([
    "id": .text(id), "source": "steps", "type": .text(type),
    "report": ["source": .text(source), "id": .text(report)], "by": "小李",
  ]).with(more)
}

/// A step on an item.
func step(_ type: String, item: String, id: String, _ more: [String: JSON] = [:]) -> JSON {
  JSON.object([
    "id": .text(id), "source": "steps", "type": .text(type), "item": .text(item), "by": "小李",
  ]).with(more)
}

/// A Monday, and what follows it.
enum Moment {
  static let monday10 = "2026-03-02T10:00:00+08:00"
  static let monday11 = "2026-03-02T11:00:00+08:00"
  static let monday12 = "2026-03-02T12:00:00+08:00"
  static let monday12AndASecond = "2026-03-02T12:00:01+08:00"
  static let tuesday12 = "2026-03-03T12:00:00+08:00"
  static let tuesday12AndASecond = "2026-03-03T12:00:01+08:00"
  static let friday10 = "2026-03-06T10:00:00+08:00"
}
