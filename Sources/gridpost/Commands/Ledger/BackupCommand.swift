import ArgumentParser
import Console
import Custody
import Formats
import JSON
import Ledger
import Linux
import Words

struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: say("Copy the ledger into one file, beside a running daemon too.", "把台账完整复制为一个文件，值守程序运行时亦可。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption

  @Argument(help: hint("The file to make; it must not exist.", "要建立的文件，不得已存在。", "file"))
  var file: String

  func run() throws {
    try findState(place.settings)
    try refuseStream(file)
    let copy: Backup.Copy
    do throws(Backup.Problem) {
      copy = try Backup.make(place.settings, to: file)
    } catch {
      switch error {
      case .noLedger:
        throw fail(
          Exit.noInput, "no ledger in \(neutral(place.state)); has the daemon ever run there?",
          "\(neutral(place.state)) 中没有台账；值守程序在那里运行过吗？")
      case .taken:
        throw fail(
          Exit.usage, "\(neutral(file)) exists already; it was not touched", "\(neutral(file)) 已存在，未作改动")
      case .failure(let failure): throw ending(failure)
      }
    }
    try tell(copy)
  }

  private func tell(_ copy: Backup.Copy) throws {
    guard output.json else {
      return Console.err(
        say(
          "\(neutral(copy.path)): \(copy.standing.records) records, \(copy.standing.entries) entries, epoch "
            + "\(copy.standing.epoch), \(copy.counts.noticesOwed) notices, \(copy.bytes) bytes; checked and synced",
          "\(neutral(copy.path))：记录 \(copy.standing.records) 条，经过 \(copy.standing.entries) 条，第 "
            + "\(copy.standing.epoch) 期，通知单 \(copy.counts.noticesOwed) 张，\(copy.bytes) 字节；已核对并落盘"))
    }
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("file", copy.path)
    writer.field("bytes", copy.bytes)
    writer.field("ledger", copy.standing.ledger)
    writer.field("epoch", copy.standing.epoch)
    writer.field("records", copy.standing.records)
    writer.field("entries", copy.standing.entries)
    writer.field("notices", copy.counts.noticesOwed)
    writer.endObject()
    writer.endLine()
    try Console.out(writer.bytes)
  }
}
