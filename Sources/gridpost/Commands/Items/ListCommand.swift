import Advice
import Answers
import ArgumentParser
import Console
import Custody
import Formats
import GridCore
import JSON
import Laws
import Ledger
import Linux
import Words

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: say("Items, by whose they are and how they stand.", "事项清单，可按归属和状态筛选。"))

  @Option(help: hint("The rules file.", "规则文件。", "file"))
  var rules = environment("GRIDPOST_RULES") ?? "./rules.yaml"
  @Option(
    help: hint(
      "A state to filter by (open suspended resolved closed void), or the state folder; may be given twice.",
      "按状态筛选（open suspended resolved closed void），或状态目录；可给两次。", "state|dir"))
  var state: [String] = []
  @Option(help: hint("Of this community.", "所属社区。", "id"))
  var community: String?
  @Option(help: hint("Of this grid.", "所属网格。", "id"))
  var grid: String?
  @Option(help: hint("Of this post.", "所属岗位。", "id"))
  var post: String?
  @Option(help: hint("Of this functional group.", "所属功能组。", "id"))
  var group: String?
  @Option(help: hint("Of this duty.", "所属职责。", "id"))
  var duty: String?
  @Option(help: hint("Of this matter (its code).", "所属事项（编号）。", "code"))
  var matter: String?
  @Option(help: hint("Of this reporter of events.", "此来源报送的。", "source"))
  var source: String?
  @Option(help: hint("Of this enterprise or premises.", "所涉企业或场所。", "name"))
  var subject: String?
  @Flag(help: hint("Only those past their deadline now.", "只列当前超时的。"))
  var overdue = false
  @Flag(help: hint("Only those of which some deadline has passed.", "只列曾经或当前超时的。"))
  var late = false
  @Flag(help: hint("Only those that owe a check or a visit.", "只列待核查或待回访的。"))
  var owed = false
  @Flag(help: hint("The integrity stations' own leads too.", "连同廉情监督站的线索。"))
  var own = false
  @OptionGroup var lateness: LatenessOption
  @Option(help: hint("At most so many.", "最多几条。", "n"))
  var limit: Count?
  @OptionGroup var naming: NamingOption
  @OptionGroup var output: JSONOption

  mutating func validate() throws {
    if state.filter({ ItemState(rawValue: $0) != nil }).count > 1 || folders.count > 1 {
      throw ValidationError(say("--state: one state and one folder at the most", "--state：至多一个状态和一个目录"))
    }
  }

  private var folders: [String] { state.filter { ItemState(rawValue: $0) == nil } }

  func run() throws {
    let settings = try settings()
    let ledger = try openLedger(settings)
    let book = try rulesInForce(ledger)
    let now = try guarded { try lateness.moment(settings) }
    let query = query(at: now)
    if let unknown = try guardedLedger({ try query.unknown(book, ledger) }) {
      throw fail(unknown)
    }
    try guardedLedger {
      if output.json {
        try printJSON(ledger, query, book, now)
      } else {
        try printTable(ledger, query, Naming(book, ids: naming.ids), now)
      }
    }
  }

  private func settings() throws -> Settings {
    if let typed = folders.first, !typed.contains("/"), !isFolder(typed) {
      let states = ItemState.allCases.map(\.rawValue)
      let list = states.joined(separator: " ")
      let message = Bilingual(
        en: "--state '\(neutral(typed))' is neither a state (\(list)) nor a folder",
        zh: "--state “\(neutral(typed))”既不是状态（\(list)），也不是目录"
      ).suggesting(Suggestions.nearest(to: typed, among: states))
      throw fail(Exit.usage, message.en, message.zh)
    }
    let folder = folders.first ?? environment("GRIDPOST_STATE") ?? "./state"
    return Settings(rulesPath: rules, statePath: folder, language: language)
  }

  private func query(at now: Timestamp) -> ItemQuery {
    var query = ItemQuery()
    query.state = state.lazy.compactMap(ItemState.init).first
    query.words = [
      .community: community, .grid: grid, .post: post, .group: group, .duty: duty, .matter: matter, .source: source,
      .subject: subject,
    ].compactMapValues { $0 }
    query.overdueAt = overdue ? now : nil
    query.lateAt = late ? now : nil
    query.owedOnly = owed
    query.showsLeads = own
    query.limit = limit?.number ?? .max
    return query
  }

  private func printJSON(
    _ ledger: any LedgerReading, _ query: ItemQuery, _ book: RuleBook?, _ now: Timestamp
  ) throws {
    try Console.out([UInt8(ascii: "[")])
    var isFirst = true
    let books = BookShelf()
    try query.forEach(book, ledger) { item in
      var writer = JSONWriter()
      let answer = try ItemAnswer(item, at: now, under: book, in: ledger)
      let decided = try books.book(item.facts.assignedBy.rules, from: ledger)
      writer.write(answer, decidedUnder: decided, language: language)
      try Console.out((isFirst ? [] : Array(",\n".utf8)) + writer.bytes)
      isFirst = false
    }
    try Console.out("]")
  }

  private func printTable(
    _ ledger: any LedgerReading, _ query: ItemQuery, _ naming: Naming, _ now: Timestamp
  ) throws {
    var table = Table([
      say("item", "事项编号"), say("matter", "事项"), say("state", "状态"), say("rung", "级"), say("time", "时限"),
      say("deadline", "截止"), say("holder", "承办"),
    ])
    var count = 0
    try query.forEach(naming.book, ledger) { item in
      table.add([
        item.id, item.facts.matter.map(naming.matter) ?? "-", standing(of: item).text(language), "\(item.rung)",
        timeTold(of: item, at: now, under: naming.book)?.text(language) ?? "-",
        item.clock.deadline.map(naming.time) ?? "-", naming.holder(item.holder),
      ])
      count += 1
    }
    if count > 0 { try Console.out(table.text(coloured: Console.answersColoured)) }
    Console.err(say(counted(count, "item"), "共 \(count) 件"))
  }
}
