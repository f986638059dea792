package import Custody
package import GridCore
internal import Linux
package import Words

/// What shows whether a daemon lives: who holds the lock, and when it last moved.
package enum SignsOfLife: Sendable {
  /// Nobody holds the state; the moment the ledger was last known to have a daemon, where one is known.
  case none(since: Timestamp?)
  /// A daemon holds the state; what it wrote into the lock, and now as its beats are counted.
  case held(LockNote?, bootSeconds: Int64)

  /// A daemon shows that it lives with every beat: silence is a fault, and so is its absence.
  ///
  /// - Parameter wall: the time of day, from which a silence is counted back.
  package func faults(at now: Timestamp, wall: Timestamp, language: Language) -> [StatusBoard.Fault] {
    switch self {
    case .none(let since):
      let text = Bilingual(en: "no daemon holds this state", zh: "没有值守程序在运行")
      return [.init(code: DegradationCode.notRunning.rawValue, since: since ?? now, text: text.text(language))]
    case .held(let note, let bootSeconds):
      guard let note, bootSeconds - note.beat > 2 * ServiceClock.beat else { return [] }
      let silence = bootSeconds - note.beat
      let text = Bilingual(
        en: "the daemon (pid \(note.pid)) has not moved for \(silence) s",
        zh: "值守程序（进程 \(note.pid)）已 \(silence) 秒没有动静")
      return [
        .init(code: DegradationCode.stalled.rawValue, since: wall.adding(-silence), text: text.text(language))
      ]
    }
  }
}
