import ArgumentParser
import Console
import Custody
import Formats
import Glibc
import GridCore
import Linux
import Rules
import Spool
import Words

struct ReloadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reload",
    abstract: say(
      "Have the daemon look at its rules now, and wait for what becomes of them.", "让值守程序立即查看规则文件，并等候结果。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var wait: WaitOption

  func run() throws {
    let clock = ContinuousClock()
    let end = clock.now + wait.duration
    var asked = ServiceClock.bootNanoseconds
    var isTold = false
    while true {
      let note = try noteOfTheHolder()
      if let look = note?.rules, look.began >= asked, look.began <= ServiceClock.bootNanoseconds {
        switch look.verdict {
        case .inForce: return tellInForce(look)
        case .refused: try refuse(look, note?.faults ?? [])
        case .held: throw held(look, note?.faults ?? [])
        }
        // What lies there now is another text than the one that was refused.
        (asked, isTold) = (ServiceClock.bootNanoseconds, false)
      }
      guard clock.now < end else { throw silence(note?.faults ?? []) }
      // A daemon that cannot be told looks by itself before long.
      if !isTold { isTold = try askForReload() }
      usleep(20_000)
    }
  }

  /// What the holder of the state shows, nil where it shows nothing yet; exit 75 where nobody holds it.
  private func noteOfTheHolder() throws -> LockNote? {
    let (isHeld, note) = try guarded { try LockNote.look(place.settings) }
    guard isHeld else {
      throw fail(
        Exit.tryLater, "no daemon holds \(neutral(place.state)): its next start reads the rules as they then are",
        "没有值守程序在 \(neutral(place.state)) 运行：下次启动时将读取届时的规则")
    }
    return note
  }

  private func askForReload() throws -> Bool {
    try guarded { try SpoolLock.askForReload(path: place.state) { LockNote(bytes: $0)?.rules != nil } }
  }

  private func tellInForce(_ look: RulesLook) {
    let (path, digest) = (neutral(look.path), look.digest?.hex.prefix(12) ?? "")
    Console.err(say("\(path): in force (\(digest))", "\(path)：已生效（\(digest)）"))
  }

  /// Prints the faults of the text that was refused and ends with 65; returns where another text lies there by now.
  private func refuse(_ look: RulesLook, _ shown: [StatusBoard.Fault]) throws {
    var faults: String?
    if let digest = look.digest, case .success(let reading) = RulesFile.read(look.path) {
      guard reading.rules.digest == digest else { return }
      if reading.rules.book == nil { faults = reading.rendered(language, colour: Console.coloured) }
    }
    if let faults {
      Console.err(faults)
    } else {
      // There is no text, none that we may read, or one that is wrong only in the place of another: the daemon's own words have to do.
      for fault in shown where fault.code == DegradationCode.rules.rawValue { Console.err(neutral(fault.text)) }
    }
    throw fail(
      Exit.badData, "\(neutral(look.path)): refused; the rules that were in force stay in force",
      "\(neutral(look.path))：未采用；原有规则继续有效")
  }

  /// The guard holds the text back: the same error that `systemctl reload` ends with.
  private func held(_ look: RulesLook, _ shown: [StatusBoard.Fault]) -> any Error {
    for fault in shown where fault.code == DegradationCode.held.rawValue { Console.err(neutral(fault.text)) }
    return fail(
      Exit.tryLater, "\(neutral(look.path)): held by the guard; the rules that were in force stay in force",
      "\(neutral(look.path))：暂缓生效；原有规则继续有效")
  }

  private func silence(_ shown: [StatusBoard.Fault]) -> any Error {
    for fault in shown { Console.err(neutral("\(fault.code): \(fault.text)")) }
    return fail(
      Exit.tryLater, "no answer from the daemon yet; it looks at its rules as soon as it can",
      "值守程序尚无答复；一有可能即会查看规则")
  }
}
