package import GridCore
package import Words

/// Finds what somebody may have meant by a word that is not known.
package enum Suggestions {
  /// The known word nearest to one that is not: the same but for case, the id of a thing called so, or at most two slips away.
  package static func nearest(to word: String, among known: [Named]) -> String? {
    nearest(to: word, among: known, most: 1).first
  }

  /// All that are nearest to it, where several are equally near, but no more than so many.
  package static func nearest(to word: String, among known: [Named], most: Int) -> [String] {
    // Of thousands nobody learns anything, and many faults against many names would take long.
    guard known.count <= 2000 else { return [] }
    let folded = word.lowercased()
    if let same = known.first(where: { $0.id.lowercased() == folded }) { return [same.id] }
    if let called = known.first(where: { $0.name == word }) { return [called.id] }
    let letters = Array(folded.unicodeScalars)
    guard letters.count <= 64 else { return [] }
    var best: (ids: [String], slips: Int) = ([], 2)
    for candidate in known {
      let other = Array(candidate.id.lowercased().unicodeScalars)
      // Of two letters, two slips would leave nothing. A full list gives way to nearer ones only.
      let worst = min(best.slips - (best.ids.count < most ? 0 : 1), max(letters.count, other.count) - 1)
      guard worst >= 1, abs(letters.count - other.count) <= worst else { continue }
      let slips = distance(letters, other)
      if slips <= worst { best = ((slips < best.slips ? [] : best.ids) + [candidate.id], slips) }
    }
    return best.ids
  }

  /// The same among words that have no other name.
  package static func nearest(to word: String, among known: [String]) -> String? {
    nearest(to: word, among: known.map { Named(id: $0, name: $0) })
  }

  /// The same for the keys of a mapping, which people also write in Chinese or by another common name.
  package static func key(for word: String, among known: [String]) -> String? {
    // `name：值`: the colon of a Chinese keyboard does not end a name.
    let word = word.unicodeScalars.firstIndex(of: "：").map { String(word[..<$0]) } ?? word
    if let meant = otherNames[word]?.first(where: known.contains) { return meant }
    return nearest(to: word.replacing("-", with: "_"), among: known)
  }

  /// "info, patrol, livelihood", or the first of many and how many there are.
  package static func list(_ known: some Collection<String>) -> Bilingual {
    let most = 8
    let names = known.prefix(most).joined(separator: ", ")
    guard known.count > most else { return Bilingual(en: names, zh: names.replacing(", ", with: "、")) }
    return Bilingual(
      en: "\(names), … (\(known.count) in all)", zh: "\(names.replacing(", ", with: "、"))……（共 \(known.count) 个）")
  }

  /// Slips of the keyboard between two words: a letter too many, missing, wrong, or two swapped.
  package static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var before: [Int] = []
    var above = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      current.reserveCapacity(right.count + 1)
      for column in 0..<right.count {
        let same = left[row] == right[column]
        var best = min(above[column] + (same ? 0 : 1), above[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, before[column - 1] + 1)
        }
        current.append(best)
      }
      before = above
      above = current
    }
    return above[right.count]
  }

  /// The words that people write where a key of the file is meant.
  package static var otherNamesOfKeys: Set<String> { Set(otherNames.keys) }

  private static let otherNames: [String: [String]] = [
    "版本": ["version"], "总数": ["declares"], "街道": ["subdistrict"], "社区": ["communities", "community"],
    "岗位": ["posts", "post"], "功能组": ["groups", "group"], "日历": ["calendar"], "上报": ["ladder"],
    "职责": ["duties", "duty"],
    "事项": ["matters", "matter"], "收件": ["intake"], "特殊规定": ["overrides"], "例外": ["overrides"], "样例": ["examples"],
    "名称": ["name"], "名字": ["name"], "分格": ["grids", "grid"], "小分格": ["grids", "grid"], "网格": ["grids", "grid"],
    "时限": ["deadline", "limit"], "急缓": ["urgency"], "叫法": ["keywords"], "关键词": ["keywords"], "时间": ["hours"],
    "上班时间": ["hours"], "节假日": ["holidays"], "假期": ["holidays"], "调休": ["make_up_days"], "时区": ["utc_offset"],
    "条件": ["when"], "风险": ["risk"], "来源": ["source", "sources"], "结果": ["expect"], "编号": ["id"], "办公室": ["offices"],
    "limit": ["deadline", "after"], "sla": ["deadline", "limit"], "due": ["deadline", "limit"],
    "timezone": ["utc_offset"],
    "time_zone": ["utc_offset"], "tz": ["utc_offset"], "vacations": ["holidays"], "makeup": ["make_up_days"],
    "escalation": ["ladder"], "escalations": ["ladder"], "exceptions": ["overrides"], "tests": ["examples"],
    "if": ["when"],
    "match": ["when"], "time": ["hours", "at", "times"], "title": ["name"], "priority": ["urgency"], "role": ["post"],
    "office": ["offices"], "expected": ["expect"], "delay": ["after"], "target": ["to"],
    "办理": ["lifecycle"], "办理过程": ["lifecycle"], "签收": ["accept_within"], "提醒": ["remind_at"], "核查": ["check"],
    "核查时限": ["check_within"], "回访": ["visit"], "回访岗位": ["visit_by"], "审批": ["approve"], "延期": ["extensions"],
    "挂账": ["suspensions"], "退单": ["bounces"], "重开": ["reopenings"], "复发": ["recurrence"], "待分拨": ["triage_within"],
    "重复": ["repeat"], "次数": ["times"], "截至": ["until"], "有效期": ["until"], "可报": ["may"], "其他": ["others"],
    "缺省": ["default"], "默认": ["default"], "紧急": ["emergency"], "急": ["urgent"], "一般": ["normal"], "平时": ["routine"],
    "every": ["repeat"], "interval": ["repeat", "every"], "life_cycle": ["lifecycle"], "accept": ["accept_within"],
    "reminder": ["remind_at"], "remind": ["remind_at"], "checker": ["check"], "approval": ["approve"],
    "expires": ["until"], "valid_until": ["until"], "allow": ["may"], "types": ["may"], "else": ["default", "others"],
    "other": ["others", "default"],
    "改动上限": ["guard"], "闸门": ["guard"], "guards": ["guard"], "limits": ["guard"], "moved": ["moved_percent"],
    "changed": ["changed_percent"], "emptied": ["emptied_posts"], "orphaned": ["orphaned_items"],
    "late": ["late_items"],
    "定期": ["rounds"], "定期任务": ["rounds"], "轮次": ["rounds"], "round": ["rounds"], "schedule": ["rounds"],
    "频次": ["every"], "周期": ["every", "per"], "frequency": ["every"], "日": ["day"], "weekday": ["day"], "on": ["day"],
    "遇假日": ["holidays"], "对象": ["for"], "audience": ["for"], "范围": ["where"], "派给": ["to"], "说明": ["summary"],
    "综合查一次": ["visits"], "检查": ["inspections"], "inspection": ["inspections"], "上限": ["cap"], "caps": ["cap"],
    "廉情": ["integrity"], "廉情监督": ["integrity"], "信号": ["signals"], "signal": ["signals"], "谈话": ["talk"],
    "colour": ["risk"], "color": ["risk"], "颜色": ["risk"], "threshold": ["times"], "type": ["kind"],
  ]
}
