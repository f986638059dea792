internal import Linux

/// What the inbox remembers of files it has not taken: what was told already, and who has to wait since when.
///
/// It holds numbers instead of names, and forgets what a whole sweep did not meet, so it stays small.
struct InboxMemory {
  private struct Watch {
    let identity: FileIdentity
    let since: Int64
    var until: Int64
    var sweep: Int
  }

  private var told: Set<Int> = []
  private var toldBefore: Set<Int> = []
  private var watches: [Int: Watch] = [:]
  private var sweep = 0

  mutating func beginSweep() {
    toldBefore = told
    told = []
    watches = watches.filter { $0.value.sweep >= sweep }
    sweep += 1
  }

  /// Whether this is news; remembers it until a sweep does not meet it any more.
  mutating func isNews(_ skipped: Skipped) -> Bool {
    let key = skipped.hashValue
    let isNew = !toldBefore.contains(key) && !told.contains(key)
    told.insert(key)
    return isNew
  }

  /// Since when, on the clock of the machine that is awake, this process has seen the file in this state.
  mutating func firstSeen(_ name: [UInt8], _ producer: [UInt8]?, _ identity: FileIdentity, now: Int64) -> Int64 {
    let key = Self.key(name, producer)
    if let known = watches[key], known.identity == identity {
      watches[key]?.sweep = sweep
      return known.since
    }
    watches[key] = Watch(identity: identity, since: now, until: now, sweep: sweep)
    return now
  }

  /// Since when it has been seen in this state, nil at first sight.
  func since(_ name: [UInt8], _ producer: [UInt8]?, _ identity: FileIdentity) -> Int64? {
    guard isWatching, let known = watches[Self.key(name, producer)], known.identity == identity else { return nil }
    return known.since
  }

  /// Has the file wait until this moment, as long as it does not change.
  mutating func hold(_ file: ClaimedFile, now: Int64, until: Int64) {
    watches[Self.key(file.name, file.producer)] = Watch(
      identity: file.identity, since: now - nanoseconds(file.watchedFor), until: until, sweep: sweep)
  }

  /// The moment up to which the file has to wait, nil when it has not.
  mutating func heldUntil(_ name: [UInt8], _ producer: [UInt8]?, _ identity: FileIdentity) -> Int64? {
    let key = Self.key(name, producer)
    guard let known = watches[key], known.identity == identity else { return nil }
    watches[key]?.sweep = sweep
    return known.until
  }

  var isWatching: Bool { !watches.isEmpty }

  mutating func forget(_ name: [UInt8], _ producer: [UInt8]?) {
    if isWatching { watches[Self.key(name, producer)] = nil }
  }

  private static func key(_ name: [UInt8], _ producer: [UInt8]?) -> Int {
    var hasher = Hasher()
    hasher.combine(name)
    hasher.combine(producer)
    return hasher.finalize()
  }
}
