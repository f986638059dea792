internal import Formats
package import GridCore
package import JSON
package import Ledger
package import Linux
internal import Spool

/// What a daemon writes into its lock file: for `status` in other processes who it is and what is wrong with it right now, and for
/// the next start how far its ledger was.
///
/// It outlives a killed daemon, and is not synced: of another boot, it proves only that there was a ledger.
package struct LockNote: Sendable {
  package var pid: Int32
  /// Seconds since the machine was started (CLOCK_BOOTTIME), renewed with every beat.
  package var beat: Int64
  /// The boot it was written in; empty where the machine does not tell.
  package var boot: String
  /// Where the ledger stood after the last commit, or earlier.
  package var standing: LedgerStanding
  package var faults: [StatusBoard.Fault]
  /// What a running daemon's last look at its rules came to; nil where no daemon runs, or one that does not heed SIGHUP yet.
  package var rules: RulesLook?
  /// The clock the holder of the state goes by.
  package var clock: ServiceClock.Face?

  package init(
    pid: Int32, beat: Int64, boot: String, standing: LedgerStanding, faults: [StatusBoard.Fault],
    rules: RulesLook? = nil, clock: ServiceClock.Face? = nil
  ) {
    self.pid = pid
    self.beat = beat
    self.boot = boot
    self.standing = standing
    self.faults = faults
    self.rules = rules
    self.clock = clock
  }

  /// What time it is for a state: what the clock of the daemon shows that holds it, or the wall clock where none does.
  package static func now(_ settings: Settings) throws(Failure) -> Timestamp {
    try clock(settings)?.now ?? ServiceClock.wallTime
  }

  /// The clock of the daemon that holds a state; nil where none does, or none tells.
  static func clock(_ settings: Settings) throws(Failure) -> ServiceClock.Face? {
    let (isHeld, note) = try look(settings)
    return isHeld ? note?.clock : nil
  }

  /// The note in the lock of a state, whether or not anybody holds it; nil where none was ever written, or none that can be read.
  package static func read(_ settings: Settings) throws(Failure) -> LockNote? {
    try look(settings).note
  }

  /// Whether anybody holds a state, and the note in its lock.
  package static func look(_ settings: Settings) throws(Failure) -> (isHeld: Bool, note: LockNote?) {
    let (isHeld, bytes) = try attempt { try SpoolLock.look(path: settings.statePath) }
    return (isHeld, LockNote(bytes: bytes))
  }

  package var isOfThisBoot: Bool { !boot.isEmpty && boot == Self.thisBoot }

  /// The kernel's name of this boot (random(4)); empty where there is no `/proc`.
  package static let thisBoot: String = {
    do {
      let bytes = try DurableFile.read(path: "/proc/sys/kernel/random/boot_id", max: 64) ?? []
      return String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self)
    } catch {
      return ""
    }
  }()

  /// One line of JSON; the standing comes first, so that it lies on one page and a killed writer cannot tear it.
  package var bytes: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("pid", pid)
    writer.field("epoch", standing.epoch)
    writer.field("beat", beat)
    writer.field("boot", boot)
    writer.field("ledger", standing.ledger)
    writer.field("revision", standing.revision)
    writer.field("records", standing.records)
    writer.field("record_chain", standing.recordChain.hex)
    writer.field("entries", standing.entries)
    writer.field("entry_chain", standing.entryChain.hex)
    writer.key("degraded")
    Self.write(faults, to: &writer)
    if let rules {
      writer.field("rules_path", rules.path)
      writer.field("rules_looked", rules.began)
      writer.field("rules_verdict", rules.verdict.rawValue)
      writer.field("rules_digest", rules.digest?.hex)
    }
    switch clock {
    case .ahead(let nanoseconds): writer.field("clock_ahead", nanoseconds)
    case .standing(let moment): writer.field("clock_stands", moment.seconds)
    case nil: break
    }
    writer.endObject()
    return writer.bytes
  }

  /// The faults as `status` shows them.
  package static func write(_ faults: [StatusBoard.Fault], to writer: inout JSONWriter) {
    writer.beginArray()
    for fault in faults {
      writer.beginObject()
      writer.field("code", fault.code)
      writer.field("since", fault.since)
      writer.field("text", fault.text)
      writer.endObject()
    }
    writer.endArray()
  }

  /// Reads a note; nil for anything else, such as the room a daemon has not written to yet.
  package init?(bytes: [UInt8]) {
    let value: JSONValue
    do { value = try StrictJSON.read(bytes[...], maxDepth: 4) } catch { return nil }
    guard case .object(let members) = value else { return nil }
    var numbers: [String: Int64] = [:]
    var texts: [String: String] = [:]
    var faults: [StatusBoard.Fault] = []
    for member in members {
      switch member.value {
      case .number(let text): numbers[member.key] = Int64(text)
      case .string(let text): texts[member.key] = text
      case .array(let values): faults = values.compactMap(StatusBoard.Fault.init)
      default: continue
      }
    }
    guard let pid = numbers["pid"], let beat = numbers["beat"], let boot = texts["boot"],
      let standing = LedgerStanding(numbers, texts)
    else { return nil }
    self.init(
      pid: Int32(clamping: pid), beat: beat, boot: boot, standing: standing, faults: faults,
      rules: RulesLook(numbers, texts),
      clock: numbers["clock_ahead"].map { .ahead($0) }
        ?? numbers["clock_stands"].map { Timestamp(seconds: $0) }.flatMap { RFC3339.holds($0) ? .standing($0) : nil })
  }
}

extension RulesLook {
  fileprivate init?(_ numbers: [String: Int64], _ texts: [String: String]) {
    guard let path = texts["rules_path"], let began = numbers["rules_looked"],
      let verdict = texts["rules_verdict"].flatMap(Verdict.init(rawValue:))
    else { return nil }
    self.init(path: path, began: began, verdict: verdict, digest: texts["rules_digest"].flatMap(Digest.init(hex:)))
  }
}

extension LedgerStanding {
  fileprivate init?(_ numbers: [String: Int64], _ texts: [String: String]) {
    guard let ledger = texts["ledger"], let epoch = numbers["epoch"], let revision = numbers["revision"],
      let records = numbers["records"], let recordChain = texts["record_chain"].flatMap(Digest.init(hex:)),
      let entries = numbers["entries"], let entryChain = texts["entry_chain"].flatMap(Digest.init(hex:))
    else { return nil }
    self.init(
      ledger: ledger, epoch: epoch, revision: revision, records: records, recordChain: recordChain, entries: entries,
      entryChain: entryChain)
  }
}

extension StatusBoard.Fault {
  fileprivate init?(_ value: JSONValue) {
    guard case .object(let members) = value else { return nil }
    var texts: [String: String] = [:]
    for member in members {
      if case .string(let text) = member.value { texts[member.key] = text }
    }
    guard let code = texts["code"], let since = texts["since"].flatMap(RFC3339.timestamp), let text = texts["text"]
    else { return nil }
    self.init(code: code, since: since, text: text)
  }
}
