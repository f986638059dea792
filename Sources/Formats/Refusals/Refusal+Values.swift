import GridCore
internal import Words

/// The words for values that cannot be.
extension Refusal {
  var badValue: Bilingual {
    let (name, found, other, wanted) = (self[.name], quoted(self[.found]), self[.other], self[.wanted])
    switch self[.fault] {
    case "both": return both("“\(name)” and “\(other)” exclude each other", "“\(name)”与“\(other)”不能并存")
    case "absent": return both("a rating needs “\(name)”", "评级须写明“\(name)”")
    case "many":
      return both(
        "“\(name)” holds \(self[.count]) texts, more than \(self[.limit])",
        "“\(name)”列出 \(self[.count]) 条，超过 \(self[.limit]) 条")
    case "count":
      return both(
        "“\(name)” names \(self[.count]) items, more than \(self[.limit])",
        "“\(name)”列出 \(self[.count]) 件，超过 \(self[.limit]) 件")
    case let fault:
      if let problem = StepRefusal.BadValue.Problem(rawValue: fault) { return ofStep(problem) }
    }
    if details[.other] != nil {
      return both(
        "“item” and “report” name two items: \(found) and “\(other)”", "“item”与“report”指向不同事项：\(found)和“\(other)”")
    }
    guard details[.reason] == nil else { return stillInTriage }
    return both("“\(name)” is \(found), wanted one of: \(wanted)", "“\(name)”的值\(found)无效，应为：\(wanted)")
  }

  private func ofStep(_ problem: StepRefusal.BadValue.Problem) -> Bilingual {
    let (name, found) = (self[.name], quoted(self[.found]))
    switch problem {
    case .missing where self[.step] == StepKind.return.rawValue:
      return both(
        "“return” needs a corrected “grid” or “matter”, or “to”", "“\(steps(.step).zh)”须写明更正后的“grid”或“matter”，或“to”")
    case .missing: return both("“\(self[.step])” needs “\(name)”", "“\(steps(.step).zh)”须写明“\(name)”")
    case .unknown where details[.wanted] != nil:
      return both("“\(name)” is \(found), wanted one of: \(self[.wanted])", "“\(name)”的值\(found)无效，应为：\(self[.wanted])")
    case .unknown:
      return suggesting(
        both("“\(name)” is \(found), which the rules do not know", "“\(name)”的值\(found)不在规则之内"))
    case .holder: return both("“\(name)” is \(found), who has the item already", "“\(name)”的值\(found)就是现在的承办")
    case .triage: return both("an item is not transferred to triage", "事项不能转派到待分拨")
    case .past: return both("“\(name)” is not in the future", "“\(name)”应在此步骤收到之后")
    case .tooLong:
      return both(
        "“\(name)” is further ahead than the rules' lifecycle.longest_suspension",
        "“\(name)”超过规则 lifecycle.longest_suspension 的上限")
    case .outOfRange: return both("“\(name)” is \(found), wanted 1 to 5", "“\(name)”的值\(found)无效，应为 1 至 5")
    }
  }

  /// Facts that lead to no post yet, and what may have been meant.
  var stillInTriage: Bilingual {
    let reason = AssignmentReason.Kind(rawValue: self[.reason]).map {
      explain(AssignmentReason(kind: $0, subject: self[.subject]), book: nil)
    }
    return suggesting(
      both(
        "the facts given still lead to no post: \(reason?.en ?? self[.reason])",
        "所给信息仍无法确定岗位：\(reason?.zh ?? self[.reason])"))
  }

  func suggesting(_ words: Bilingual) -> Bilingual {
    let meant = self[.meant].split(separator: ",").map { "“\($0)”" }
    guard let last = meant.last else { return words }
    let others = meant.dropLast().joined(separator: ", ")
    return both(
      "\(words.en); did you mean \(others.isEmpty ? last : "\(others) or \(last)")?",
      "\(words.zh)；是不是\(meant.joined(separator: "、"))？")
  }
}
