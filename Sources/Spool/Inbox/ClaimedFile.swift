internal import Linux

/// What tells one file from every other one of the same name: which inode, and in which state.
package struct FileIdentity: Sendable, Hashable {
  package let inode: UInt64
  /// Nanoseconds since 1970.
  package let modified: Int64
  /// Nanoseconds since 1970, 0 where the file system does not keep it.
  package let born: Int64
  package let size: Int64
}

/// A file taken out of the inbox: nobody can rename another one over it any more.
///
/// It stays in `inbox/.claimed/` until it is finished, put back or quarantined; a crash leaves it there, with its name
/// and its producer, for `Inbox.leftovers`.
package struct ClaimedFile: Sendable {
  /// Why it is not opened.
  package enum Kind: Sendable, Equatable { case symlink, hardLink }

  /// What could be read of it.
  package enum Content: Sendable, Equatable {
    case bytes([UInt8])
    /// Larger than allowed, never read; its size.
    case tooLarge(Int64)
    /// Moved aside unread, because what is behind the name may be somebody else's.
    case unreadable(Kind)
    /// Ended us three times while it was read alone, or so near to it that two of them were enough: not read again.
    case poison
  }

  /// The name as bytes, as the producer gave it: a label, never a path.
  package let name: [UInt8]
  /// The producer's folder, nil for a file that lay in `inbox/` itself.
  package let producer: [UInt8]?
  package let identity: FileIdentity
  package private(set) var content: Content
  /// 0 for a file fresh from the inbox, 1 for what a crash left, more for a suspect: one that is read alone.
  package let attempt: Int
  /// How long this process had seen the file as it is when it was claimed; zero at first sight. No clock that is set changes it.
  package let watchedFor: Duration
  private let batch: Batch
  private let part: Int

  var place: Place { Place(batch: batch, part: part, producer: producer, name: name) }

  /// The name for people, with the producer's folder in front of it.
  package var shown: String { FileName.shown(name, from: producer) }

  /// How many of its bytes are in memory.
  package var bytesHeld: Int {
    if case .bytes(let bytes) = content { bytes.count } else { 0 }
  }

  /// The same without its bytes, to be kept until it can be removed or moved.
  package var stripped: ClaimedFile {
    guard case .bytes = content else { return self }
    var copy = self
    copy.content = .bytes([])
    return copy
  }

  /// The same in a folder of another name.
  func moved(to batch: Batch) -> ClaimedFile {
    ClaimedFile(
      name: name, producer: producer, identity: identity, content: content, attempt: batch.attempt,
      watchedFor: watchedFor, place: place.moved(to: batch))
  }

  init(
    name: [UInt8], producer: [UInt8]?, identity: FileIdentity, content: Content, attempt: Int, watchedFor: Duration,
    place: Place
  ) {
    self.name = name
    self.producer = producer
    self.identity = identity
    self.content = content
    self.attempt = attempt
    self.watchedFor = watchedFor
    (batch, part) = (place.batch, place.part)
  }
}

/// Where a claimed file lies: `.claimed/<attempt>-<digits>/root/<name>` or `…/p/<producer>/<name>`, or, where there are many, in
/// `root.1`, `p.1` and so on.
///
/// Whoever renames into a folder has the file system look through whole blocks of names: into folders that do not fill one it takes
/// two thirds of the time.
struct Place: Sendable, Hashable {
  /// So many files are laid into one folder.
  static let mostInFolder = 64

  let batch: Batch
  var part = 0
  let producer: [UInt8]?
  let name: [UInt8]

  /// The path below `.claimed`, ended by 0.
  var path: [UInt8] {
    batch.folder(of: producer, part) + [UInt8(ascii: "/")] + name + [0]
  }

  /// The same in a batch of another name.
  func moved(to batch: Batch) -> Place {
    Place(batch: batch, part: part, producer: producer, name: name)
  }

  /// The path for messages.
  var shown: String {
    "\(StateFolder.claimedName)/" + FileName.shown(path.dropLast())
  }

  /// The place in the inbox the file came from, ended by 0.
  var origin: [UInt8] {
    if let producer { producer + [UInt8(ascii: "/")] + name + [0] } else { name + [0] }
  }
}

/// One folder of claimed files; its name tells how often its files were met, or that all of them are in the ledger.
package struct Batch: Sendable, Hashable {
  /// A suspect lies alone in its batch; the number above this one counts the ends it is thought to have brought about.
  static let alone = 2
  /// So many of them cannot all be kills that came from outside.
  static let condemned = alone + 3

  private static let doneMark = "done"

  let attempt: Int
  let digits: String
  /// Whether all its files are in the ledger, and only wait to be removed.
  let isDone: Bool

  /// The folder's name.
  package var name: String { "\(isDone ? Self.doneMark : "\(attempt)")-\(digits)" }

  init(attempt: Int, digits: String, isDone: Bool = false) {
    self.attempt = attempt
    self.digits = digits
    self.isDone = isDone
  }

  /// The same folder when all its files are in the ledger.
  var done: Batch { Batch(attempt: 0, digits: digits, isDone: true) }

  /// Reads a folder's name; nil when it is none of ours.
  package init?(_ name: [UInt8]) {
    let parts = name.split(separator: UInt8(ascii: "-"), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let digits = String(validating: parts[1], as: UTF8.self), FileName.isSafe(digits)
    else { return nil }
    isDone = parts[0].elementsEqual(Self.doneMark.utf8)
    guard isDone || parts[0].allSatisfy({ (0x30...0x39).contains($0) }),
      let number = isDone ? 0 : String(validating: parts[0], as: UTF8.self).flatMap({ Int($0) })
    else { return nil }
    attempt = number
    self.digits = digits
    if Array(self.name.utf8) != name { return nil }
  }

  private static let root = "root"
  private static let producers = "p"

  /// The folder of a part of one producer's files below `.claimed`, not ended by 0.
  func folder(of producer: [UInt8]?, _ part: Int) -> [UInt8] {
    let ending = part == 0 ? "" : ".\(part)"
    guard let producer else { return Array("\(name)/\(Self.root)\(ending)".utf8) }
    return Array("\(name)/\(Self.producers)\(ending)/".utf8) + producer
  }

  /// Reads the name of a folder in a batch: the number of the part, and whether it holds producers' folders; nil when it is none of ours.
  static func part(_ name: [UInt8]) -> (number: Int, holdsProducers: Bool)? {
    for (head, holdsProducers) in [(Self.root, false), (Self.producers, true)] {
      if name.elementsEqual(head.utf8) { return (0, holdsProducers) }
      guard name.starts(with: "\(head).".utf8),
        let number = String(validating: name.dropFirst(head.utf8.count + 1), as: UTF8.self).flatMap({ Int($0) }),
        number > 0, name.elementsEqual("\(head).\(number)".utf8)
      else { continue }
      return (number, holdsProducers)
    }
    return nil
  }
}
