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

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: say("Check the ledger's laws.", "核对台账的各项规律。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption
  @Flag(help: hint("Also take every decision again.", "并重新作出每一项判定。"))
  var deep = false
  @OptionGroup var lateness: LatenessOption

  func run() throws {
    try findState(place.settings)
    let report = try checked(place.settings)
    if output.json {
      var writer = JSONWriter()
      report.write(to: &writer, language: language)
      writer.endLine()
      try Console.out(writer.bytes)
    } else {
      try Console.out(text(report))
    }
    if !report.ok { throw Exit.brokenLaw }
  }

  /// A ledger that is missing or damaged is a broken law too.
  private func checked(_ settings: Settings, again: Bool = true) throws -> LawReport {
    do throws(Failure) {
      let report = try LedgerDoor.verify(settings, isDeep: deep) { () throws(Failure) in
        try lateness.moment(place.settings)
      }
      return report
        ?? broken("\(settings.ledgerPath): there is no ledger", "\(settings.ledgerPath)：没有台账")
    } catch {
      switch error {
      // A daemon that starts meanwhile takes the file from under a reader that thought itself alone.
      case .ledger(.unavailable) where again: return try checked(settings, again: false)
      case .untrustworthyLedger, .ledger(.corrupt), .ledger(.missing): return broken(error.text.en, error.text.zh)
      default: throw ending(error)
      }
    }
  }

  private func broken(_ en: String, _ zh: String) -> LawReport {
    LawReport(laws: [.init(law: "ledger", ok: false, words: Bilingual(en: en, zh: zh))], counts: LedgerCounts())
  }

  private func text(_ report: LawReport) -> String {
    var table = Table([say("law", "规律"), say("holds", "成立"), ""])
    for law in report.laws {
      table.add([law.law, law.ok ? say("yes", "是") : say("NO", "否"), say(law.words.en, law.words.zh)])
    }
    let end = report.ok ? say("all laws hold", "全部成立") : say("a law is broken", "有规律不成立")
    return table.text(coloured: Console.answersColoured) + "\n" + end
  }
}
