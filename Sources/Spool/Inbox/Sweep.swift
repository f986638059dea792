package import Linux

/// What one call of `Inbox.claim` found.
package struct Sweep: Sendable {
  /// Sorted by modification time, then by name as bytes.
  package internal(set) var claimed: [ClaimedFile] = []
  /// Files seen which may not be taken yet: too young, being written, or told to wait.
  package internal(set) var settling = 0
  /// Whether the end of the inbox was reached; the next claim begins anew.
  package internal(set) var exhausted = false
  /// What will not be taken as it is; each told once.
  package internal(set) var skipped: [Skipped] = []
  /// The first that this call may not open or move, told before or not.
  package internal(set) var unreadable: Skipped?
  /// When the earliest settling file may be taken, counted from now.
  package internal(set) var nextLook: Duration?
  /// The fault of the world that cut this call short or marred it; what it hindered is offered again.
  package internal(set) var trouble: WorldError?
}

/// Something in the inbox which is left where it is.
package struct Skipped: Sendable, Hashable {
  /// Why it is left where it is.
  package enum Reason: Sendable, Hashable {
    /// May not be opened or moved; a fault of the world, not of the file.
    case unreadable(errno: Int32)
    /// A FIFO, socket, device or a folder too deep; never opened.
    case notAFile
    /// Has an ending that no format has (`FileName.kind`).
    case unknownKind
  }

  package let name: [UInt8]
  package let producer: [UInt8]?
  package let why: Reason

  /// The name for people, with the producer's folder in front of it.
  package var shown: String { FileName.shown(name, from: producer) }
}

/// One call's limits and what it has gathered.
struct Round {
  let files: Int
  let bytes: Int
  let maxFile: Int64
  /// Nanoseconds; nil takes what nobody is writing, however young.
  let settle: Int64?
  /// Whether a file larger than `bytes` may be claimed, alone.
  let large: Bool
  /// The clocks are read once, when the call begins.
  let now: (wall: Int64, steady: Int64)
  let awake: Int64

  var sweep = Sweep()
  var taken = 0
  /// Entries it may still look at, so that a folder full of what cannot be taken does not hold the caller up.
  var looks: Int
  /// Whether what is being looked at came by a rename, so that its writer has finished.
  var looksAtWhole = false
  /// The folder for what this call claims, made with the first file.
  var batch: Batch?
  /// How many parts of it each producer has.
  var parts: [[UInt8]?: Int] = [:]

  var hasRoom: Bool {
    sweep.claimed.count < files && looks > 0 && (sweep.claimed.isEmpty || taken < bytes)
  }

  func hasRoom(for size: Int64) -> Bool {
    sweep.claimed.isEmpty || size <= Int64(bytes - taken)
  }

  mutating func add(_ file: ClaimedFile) {
    if case .bytes(let content) = file.content { taken += content.count }
    sweep.claimed.append(file)
  }

  mutating func wait(_ length: Int64) {
    sweep.settling += 1
    let length = Duration.nanoseconds(max(length, 1_000_000))
    sweep.nextLook = min(sweep.nextLook ?? length, length)
  }
}
