import Answers
import ArgumentParser
import Console
import Custody
import Formats
import GridCore
import JSON
import Ledger
import Linux
import Words

struct RedispatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redispatch",
    abstract: say(
      "Move open items to the posts that the rules in force decide.", "按现行规则改派在办事项。"),
    discussion: say(
      "Without --yes it only lists them. Deadlines stay as they are; the new holder gets a task, the old one is told.",
      "不带 --yes 时只列出清单。截止时间不变；新承办收到派单，原承办收到告知。"))

  @OptionGroup var place: PlaceOptions
  @Option(help: hint("Of this matter (code or name).", "所属事项（编号或名称）。", "code"))
  var matter: String?
  @Option(help: hint("Of this duty.", "所属职责。", "id"))
  var duty: String?
  @Option(help: hint("Of this community.", "所属社区。", "id"))
  var community: String?
  @Option(help: hint("Of this grid.", "所属网格。", "id"))
  var grid: String?
  @Option(name: .customLong("item"), help: hint("This item; may be given again.", "指定事项；可重复给出。", "item"))
  var items: [String] = []
  @Flag(name: .long, help: hint("Only what nobody has accepted.", "只改派尚未签收的。"))
  var notAccepted = false
  @Flag(help: hint("Do it.", "确认执行。"))
  var yes = false
  @Option(help: hint("Who orders it.", "经办人。", "who"))
  var by: String?
  @Option(help: hint("Why.", "说明。", "text"))
  var note: String?
  @OptionGroup var wait: WaitOption
  @OptionGroup var naming: NamingOption
  @OptionGroup var output: JSONOption

  func run() throws {
    let settings = place.settings
    let ledger = try openLedger(settings)
    guard let book = try rulesInForce(ledger) else {
      throw fail(Exit.noInput, "no rules were ever in force there", "那里从未有过生效的规则")
    }
    let order = try order(under: book, ledger)
    let list = try guardedLedger { try RedispatchList(order, under: book, in: ledger) }
    if output.json {
      var writer = JSONWriter()
      list.write(to: &writer)
      writer.endLine()
      try Console.out(writer.bytes)
    } else {
      try tell(list, Naming(book, ids: naming.ids))
    }
    guard yes, !list.rows.isEmpty else { return }
    try send(.redispatch, to: settings, wait: wait.duration) { write(order, to: &$0) }
    Console.err(
      say(
        "the order is taken, and \(counted(list.rows.count, "item")) are being moved; “gridpost redispatch” shows what is left",
        "指令已受理，正在改派 \(list.rows.count) 件；“gridpost redispatch” 可看剩余"))
  }

  /// What is typed, with whole ids; what nobody knows ends the command before anything is written.
  private func order(under book: RuleBook, _ ledger: any LedgerReading) throws -> Redispatch {
    var query = ItemQuery()
    query.words = [.community: community, .grid: grid, .duty: duty, .matter: matter].compactMapValues { $0 }
    if let unknown = try guardedLedger({ try query.unknown(book, ledger) }) {
      throw fail(unknown)
    }
    var order = Redispatch(rules: book.digest.hex)
    (order.matter, order.duty, order.community, order.grid) = (matter, duty, community, grid)
    (order.notAccepted, order.by, order.note) = (notAccepted, by ?? loginName(), note)
    for name in items {
      let id = try find(name, in: ledger).id
      if !order.items.contains(id) { order.items.append(id) }
    }
    let most = StepRequest.mostItems
    guard order.items.count <= most else {
      throw fail(
        Exit.usage, "an order names \(most) items at the most, not \(order.items.count)",
        "一条指令至多列 \(most) 件，给出了 \(order.items.count) 件")
    }
    return order
  }

  private func write(_ order: Redispatch, to writer: inout JSONWriter) {
    writer.field("rules", order.rules)
    let words = [
      ("matter", order.matter), ("duty", order.duty), ("community", order.community), ("grid", order.grid),
      ("by", order.by), ("note", order.note),
    ]
    for (key, word) in words { if let word { writer.field(key, word) } }
    if order.notAccepted { writer.field("not_accepted", true) }
    guard !order.items.isEmpty else { return }
    writer.key("items")
    writer.beginArray()
    for item in order.items { writer.string(item) }
    writer.endArray()
  }

  private func tell(_ list: RedispatchList, _ naming: Naming) throws {
    var table = Table([
      say("item", "事项编号"), say("matter", "事项"), say("from", "原承办"), say("to", "新承办"), say("accepted", "签收"),
      say("deadline", "截止"),
    ])
    for row in list.rows {
      table.add([
        row.item.itemID, row.matter.map(naming.matter) ?? "-", naming.holder(row.from), naming.holder(row.to),
        row.accepted.map { naming.time($0.at) } ?? "-", row.deadline.map(naming.time) ?? "-",
      ])
    }
    if !list.rows.isEmpty, !yes { try Console.out(table.text(coloured: Console.answersColoured)) }
    let (count, transferred, orphaned) = (list.rows.count, list.transferred, list.orphaned)
    Console.err(
      say(
        "\(counted(count, "item")) to be moved; left as they are: \(transferred) transferred by people, \(orphaned) that the rules do not list",
        "可改派 \(count) 件；不动的：人工转派 \(transferred) 件，规则未列 \(orphaned) 件"))
    if let held = try guarded({ () throws(Failure) in try attempt { try RuleHold.read(in: place.settings.statePath) } })
    {
      Console.err(say("by the rules in force; ", "按现行规则计；") + held.line.text(language))
    }
    if !yes, count > 0 { Console.err(say("with --yes they are moved", "加 --yes 即执行")) }
  }
}
