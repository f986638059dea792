import ArgumentParser
import Console
import Custody
import Formats
import JSON
import Ledger
import Linux
import Proof
import Words

struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: say(
      "Put a copy in the ledger's place, while no daemon runs, and record it.", "在值守程序停止时以副本代替台账，并记入台账。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption

  @Argument(help: hint("The copy that “backup” made.", "由“backup”建立的副本。", "file"))
  var file: String

  func run() throws {
    try refuseStream(file)
    let name = neutral(file)
    let report: Restore.Report
    do throws(Restore.Problem) {
      report = try Restore.perform(place.settings, from: file, at: ServiceClock.wallTime)
    } catch {
      switch error {
      case .noFile: throw fail(Exit.noInput, "no such file: \(name)", "没有这个文件：\(name)")
      case .unusable(let why):
        throw fail(
          Exit.badData, "\(name) is no usable copy: \(neutral(why.en)); nothing was changed",
          "\(name) 不是可用的副本：\(neutral(why.zh))；未作任何更改")
      case .inPlace:
        throw fail(Exit.usage, "\(name) is the ledger itself; nothing was changed", "\(name) 就是台账本身；未作任何更改")
      case .failure(let failure): throw ending(failure)
      }
    }
    try tell(report)
  }

  private func tell(_ report: Restore.Report) throws {
    if output.json { try Console.out(json(report)) }
    for line in words(report) { Console.err(line.text(language)) }
  }

  private func words(_ report: Restore.Report) -> [Bilingual] {
    let (restored, now) = (report.restored, report.restored.standing)
    var lines = [
      Bilingual(
        en: "restored: \(now.records) records, \(now.entries) entries, epoch \(now.epoch)",
        zh: "已恢复：记录 \(now.records) 条，经过 \(now.entries) 条，第 \(now.epoch) 期"),
      Bilingual(
        en:
          "\(restored.confirmed) notices recorded as delivered, \(restored.carried) more that will not be laid down again",
        zh: "补记已投放通知单 \(restored.confirmed) 张；另有 \(restored.carried) 张今后不再重投"),
    ]
    if let before = report.before, before.records > now.records {
      let lost = before.records - now.records
      lines.append(
        Bilingual(
          en:
            "\(lost) records came after the copy was made: drop their files again, what the copy knows is a duplicate",
          zh: "副本之后收到的记录有 \(lost) 条：请重新投入其文件，副本已有的会算作重复"))
    }
    if let kept = report.kept {
      lines.append(Bilingual(en: "the ledger before is kept as \(kept)", zh: "此前的台账保留为 \(kept)"))
    }
    if !report.isSameLedger {
      lines.append(Bilingual(en: "the copy is of another ledger than the one before", zh: "副本与此前的台账不是同一份"))
    }
    if !report.isAllKnown {
      lines.append(
        Bilingual(
          en:
            "no ledger before can tell all: a notice laid down after the copy was made, and taken from the outbox "
            + "since, may be laid down again",
          zh: "此前的台账无从查全：副本之后投放、且已被取走的通知单可能再次投放"))
    }
    return lines
  }

  private func json(_ report: Restore.Report) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("ledger", report.restored.standing.ledger)
    writer.field("epoch", report.restored.standing.epoch)
    writer.field("records", report.restored.standing.records)
    writer.field("entries", report.restored.standing.entries)
    writer.field("notices_settled", report.restored.confirmed)
    writer.field("notices_carried", report.restored.carried)
    writer.field("all_known", report.isAllKnown)
    writer.field("kept", report.kept)
    writer.key("before")
    if let before = report.before {
      writer.beginObject()
      writer.field("ledger", before.ledger)
      writer.field("epoch", before.epoch)
      writer.field("records", before.records)
      writer.field("entries", before.entries)
      writer.endObject()
    } else {
      writer.value(.null)
    }
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }
}
