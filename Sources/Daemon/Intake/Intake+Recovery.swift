internal import Custody
internal import GridCore
internal import Spool

extension Intake {
  /// How long a start is held up by what a crashed run had claimed.
  private static let longestRecovery = Duration.seconds(1)

  /// Takes what a crashed run had claimed; long files are begun, and go on with the passes.
  ///
  /// So does, in the daemon, what is not taken within a second: files that are read alone need a transaction each, and thousands of
  /// them must not keep it from being ready.
  func recover(_ now: Timestamp) throws(Failure) {
    try seat.demandOurs()
    try attempt { try inbox.finished.find() }
    CrashWitness.beginReading()
    defer { CrashWitness.endReading() }
    hasLeftovers = true
    var look = Look()
    try takeLeftovers(now, within: isPatient ? Self.longestRecovery : nil, &look)
  }

  /// Takes batch after batch of what a crashed run had claimed, until none is left or the time is over.
  func takeLeftovers(_ now: Timestamp, within time: Duration?, _ look: inout Look) throws(Failure) {
    let end = time.map { ContinuousClock.now + $0 }
    while hasLeftovers {
      if let end, .now > end { return }
      // What is in memory already comes first.
      try catchUp(&look)
      if time != nil, bytesReading >= IntakeDraft.mostBytes { return }
      let files = try attempt { try inbox.leftovers(maxFile: rules.current.intake.maxFile) }
      hasLeftovers = !files.isEmpty
      try take(files, now, &look)
    }
  }
}
