internal import GridCore
internal import Ledger
internal import Postings
internal import Proof
internal import Words

/// The entries, whatever they are there for: that each has its cause.
extension DecisionLaw {
  mutating func checkEntries() throws {
    var causes = CauseLaw()
    var lastNotice: Int64 = 0
    var notices = try Lookahead(snapshot.notices())
    let entries = try snapshot.entries()
    while let entry = try entries.next() {
      while let notice = notices.next, notice.entry <= entry.seq {
        lastNotice = notice.row
        try notices.advance()
      }
      tell(causes.take(entry, lastNotice: lastNotice))
      switch entry.row.kind {
      case .rules:
        try checkCounts(entry)
        try checkOrder(of: entry)
      case .release: checkRules(of: entry)
      case .history, .silent, .file, .delivery, .incident: break
      }
    }
    tell(causes.end())
    try checkFiles()
  }

  private mutating func checkFiles() throws {
    var told = try Lookahead(snapshot.fileEntries())
    let files = try snapshot.files()
    while let file = try files.next() {
      let entries = try told.take { $0.row.file ?? 0 <= file.facts.row }
      tell(FileLifeLaw.findings(entries, of: file))
    }
  }

  private mutating func tell(_ findings: [EntryFinding]) {
    for finding in findings {
      let words = finding.flaw.words
      fault("entry \(finding.entry)", words.en, words.zh)
    }
  }

  private mutating func checkRules(of entry: ChainedEntry) {
    guard let rules = entry.row.rules, !shelf.wereInForce(rules, at: entry.seq) else { return }
    tell([EntryFinding(entry: entry.seq, flaw: .rulesNotInForce)])
  }

  /// What a book counts stands in the entry that puts it in force; a text that no longer reads cannot be asked.
  private mutating func checkCounts(_ entry: ChainedEntry) throws {
    guard let rules = entry.row.rules, let book = try shelf.book(rules) else { return }
    let counts = [book.duties.count, book.matters.count, book.communities.count, book.grids.count]
    guard entry.row.note != counts.map(String.init).joined(separator: " ") else { return }
    tell([EntryFinding(entry: entry.seq, flaw: .countsOtherwise)])
  }

  /// Rules that somebody released came by a record that is such an order, and stands under them.
  private mutating func checkOrder(of entry: ChainedEntry) throws {
    guard let cause = entry.row.cause else { return }
    if let record = try snapshot.record(cause), record.state == .accepted, record.rules == entry.row.rules,
      record.type == Order.Kind.apply.rawValue
    {
      return
    }
    fault(
      "entry \(entry.seq)", "says that record \(cause) put its rules in force, which is no such order",
      "称记录 \(cause) 放行了其规则，而该记录并非放行")
  }

  /// Where entries tell of a file, its records came when they say.
  mutating func checkMoment(of record: StoredRecord) throws {
    let file = record.file.row
    if fileMoments.file != file { fileMoments = (file, try snapshot.moments(ofFile: file), 0) }
    let moments = fileMoments.moments
    guard !moments.isEmpty else { return }
    let fits = { (moment: (at: Timestamp, rules: Digest?)) in
      // An order is stored under the rules that it put in force, and was read under those before.
      moment.at == record.receivedAt && (moment.rules == record.rules || record.item == RecordRow.noItem)
    }
    if fits(moments[fileMoments.place]) { return }
    guard let place = moments.firstIndex(where: fits) else {
      return fault(
        "record \(record.seq)", "came when no entry tells of its file \(file)", "收到时，经过中并无其文件 \(file)")
    }
    fileMoments.place = place
  }
}
