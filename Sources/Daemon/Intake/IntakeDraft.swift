internal import Formats
internal import GridCore
internal import Ledger
internal import Spool
internal import Translation
internal import Words

/// A claimed file on its way through the intake.
struct OpenFile {
  /// What came of its records so far.
  struct Progress {
    /// Its row, once a part of it is in the ledger.
    var row: Int64?
    /// Records that were not rejected.
    var acceptable = 0
    /// Records that were, and the first few of them; those of parts that an earlier run read are only counted.
    var rejected = 0
    var faults: [RecordFault] = []
  }

  var claimed: ClaimedFile
  let sha256: Digest?
  var progress = Progress()
  /// Cuts what is not read yet; nil once the whole file is read.
  var slicer: FileSlicer?
  /// Why the file as a whole is refused.
  var refusal: FileRefusal?

  init(_ claimed: ClaimedFile, sha256: Digest?) {
    self.claimed = claimed
    self.sha256 = sha256
  }
}

extension Intake {
  /// Files of one batch at the most.
  package static let mostFiles = IntakeDraft.mostFiles
  /// Rejected records of a file that its reason file tells one by one.
  package static let mostTold = RecordFault.mostTold
}

/// A rejected record, as the reason file of its file tells it.
struct RecordFault {
  static let mostTold = 20

  let line: Int
  let column: Int
  let code: String
  let text: Bilingual
}

/// Why a file goes to quarantine: what its reason file says.
struct FileRefusal {
  let code: String
  let text: Bilingual
  let line: Int?
  let column: Int?
}

/// A record and its file's place in the draft.
struct DraftRecord {
  let file: Int
  let reading: RecordReading
}

/// What one transaction of the intake will hold: bounded in records and bytes, whatever the files are like.
struct IntakeDraft {
  static let mostFiles = 2048
  static let mostBytes = 4 << 20
  private static let mostRecords = 2048

  var files: [OpenFile] = []
  private(set) var records: [DraftRecord] = []
  /// Files that came back after they had been taken: to be removed, or moved to their place in the quarantine.
  var replayed: [(file: ClaimedFile, quarantined: (code: String, name: String)?)] = []
  private var bytes = 0

  /// Whether the last record is an order: what comes behind it is decided under other rules, in a draft of its own.
  private var endsInOrder = false

  var isFull: Bool { records.count >= Self.mostRecords || bytes >= Self.mostBytes || endsInOrder }
  var isEmpty: Bool { files.isEmpty && replayed.isEmpty }

  mutating func add(_ record: DraftRecord) {
    records.append(record)
    bytes += record.reading.bytes.count
    if case .success(let event) = record.reading.result, case .order = event.body { endsInOrder = true }
  }

  mutating func add(_ file: ClaimedFile, sha256: Digest?, refusal: FileRefusal) {
    var open = OpenFile(file, sha256: sha256)
    open.refusal = refusal
    files.append(open)
  }

  /// What the ledger must tell before the batch can be decided, and the batch's steps.
  func question(under book: RuleBook, _ now: Timestamp) -> (IntakeQuestion, steps: [StepRequest]) {
    var question = IntakeQuestion()
    var steps: [StepRequest] = []
    question.keys.reserveCapacity(records.count)
    question.reports.reserveCapacity(records.count)
    question.troubles.reserveCapacity(records.count)
    for index in records.indices {
      guard case .success(let event) = records[index].reading.result else { continue }
      question.keys.append(event.key)
      switch event.body {
      case .report(let report):
        question.reports.append(event.key.itemID)
        if let subject = report.rated { question.subjects.insert(ByteText(subject)) }
        if let subject = book.sheetSubject(of: report) { question.sheets.insert(subject) }
        if let trouble = book.trouble(of: report, received: now) {
          question.troubles[trouble] = book.recurrenceBegins(of: trouble, at: now)
        }
      case .step(let step):
        let keys = step.items.compactMap { EventKey(itemID: $0) }
        question.items += keys
        if step.seen != nil { question.lines += keys }
        steps.append(step)
      case .order: break
      case .rating(let rating): question.subjects.insert(ByteText(rating.subject))
      }
    }
    return (question, steps)
  }
}

extension FileTrace {
  init(_ file: ClaimedFile) {
    self.init(
      producer: file.producer, name: file.name, inode: file.identity.inode, modified: file.identity.modified,
      born: file.identity.born, size: file.identity.size)
  }
}

extension FileRefusal {
  init(_ refusal: Refusal, line: Int? = nil, column: Int? = nil) {
    self.init(code: refusal.code.rawValue, text: refusal.message, line: line, column: column)
  }

  init(_ fault: InputFault) {
    self.init(fault.refusal, line: fault.line, column: fault.column)
  }

  /// For what was set aside without being read.
  init(unread content: ClaimedFile.Content) {
    switch content {
    case .tooLarge(let size): self.init(Refusal(.tooLarge, [.bytes: "\(size)"]))
    case .unreadable(.symlink): self.init(Refusal(.symlink))
    case .unreadable(.hardLink): self.init(Refusal(.hardLink))
    case .poison, .bytes: self.init(Refusal(.poison))
    }
  }
}
