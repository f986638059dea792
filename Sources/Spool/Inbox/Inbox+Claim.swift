internal import CLinux
internal import Glibc
internal import Linux

/// One source's entries on their way: where they are, and the folder they are renamed into.
final class Lane {
  let producer: [UInt8]?
  let folder: Int32
  /// The part of a batch that files are renamed into, and how many are to come yet.
  private var target: Descriptor?
  private var part: (batch: Batch, number: Int)?
  private var room = 0

  init(producer: [UInt8]?, folder: Int32) {
    self.producer = producer
    self.folder = folder
  }

  /// The number of the folder the next file is renamed into; nil where another one is to be made.
  func target(in batch: Batch) -> Int32? {
    guard room > 0, part?.batch == batch else { return nil }
    switch target {
    case .some(let open): return open.number
    case .none: return nil
    }
  }

  func aim(at folder: consuming Descriptor, of batch: Batch, _ number: Int) {
    target = consume folder
    part = (batch, number)
    room = Place.mostInFolder
  }

  /// The folder is gone: it was empty when a file had to be put back.
  func loseTarget() { target = nil }

  /// A file has been renamed: where it lies.
  func place(_ name: [UInt8]) -> Place? {
    guard let part else { return nil }
    room -= 1
    return Place(batch: part.batch, part: part.number, producer: producer, name: name)
  }

  func shown(_ name: [UInt8]) -> String {
    "inbox/" + FileName.shown(name, from: producer)
  }
}

extension Inbox {
  enum Look { case done, noRoom }

  /// Decides on one entry and claims it when it may be taken.
  func look(at entry: DirectoryStream.Entry, _ lane: Lane, _ round: inout Round) throws(WorldError) -> Look {
    let kind = FileName.kind(of: entry.name)
    if kind == .hidden { return .done }
    var type = entry.type
    if type == UInt8(DT_UNKNOWN) {
      var found = gp_stat()
      if gp_stat_name(lane.folder, entry.terminated, &found) != 0 { return .done }
      type = UInt8(truncatingIfNeeded: found.kind >> 12)
    }
    switch Int(type) {
    case DT_REG where kind == .takeable: return try take(entry, lane, &round)
    case DT_LNK where kind == .takeable: try takeUnread(entry, .symlink, lane, &round)
    case DT_REG, DT_LNK: skip(entry.bytes, lane.producer, .unknownKind, &round)
    case DT_DIR where lane.producer == nil: break
    default: skip(entry.bytes, lane.producer, .notAFile, &round)
    }
    return .done
  }

  private func take(
    _ entry: DirectoryStream.Entry, _ lane: Lane, _ round: inout Round
  ) throws(WorldError) -> Look {
    // Not to wait at a FIFO which took the name meanwhile, nor to follow a link.
    let opened = gp_open_beneath(lane.folder, entry.terminated, Self.careful, 0)
    if opened == -ELOOP {
      try takeUnread(entry, .symlink, lane, &round)
      return .done
    }
    guard opened >= 0 else {
      try pass(failure(opened), "open", entry, lane, &round)
      return .done
    }
    let file = Descriptor(owning: opened)
    let found = try file.status(shownAs: lane.shown(entry.bytes))
    guard found.isRegular else {
      skip(entry.bytes, lane.producer, .notAFile, &round)
      return .done
    }
    if found.links > 1 {
      try takeUnread(entry, .hardLink, lane, &round)
      return .done
    }
    guard found.links == 1,
      isSettled(entry.bytes, lane.producer, found, found.modified, isWhole: round.looksAtWhole, &round)
    else { return .done }
    let isTooLarge = found.size > round.maxFile
    if !isTooLarge && !round.large && found.size > round.bytes {
      round.wait(Self.largePause)
      return .done
    }
    if !isTooLarge && !round.hasRoom(for: found.size) { return .noRoom }
    let target = try open(lane, &round)
    if hasWriter(file) {
      round.wait(round.settle ?? Self.writerPause)
      return .done
    }
    let answer = gp_rename_into_ours(lane.folder, entry.terminated, target, entry.terminated)
    // A writer who comes now waits for the end of our lease, which is that of the descriptor, and then has a file that is no longer
    // in the inbox.
    guard answer == 0, let place = lane.place(entry.bytes) else {
      if answer == -ENOENT { lane.loseTarget() }
      if answer != -EEXIST { try pass(failure(answer), "rename", entry, lane, &round) }
      return .done
    }
    try finishClaim(place, isTooLarge ? nil : file.number, found, &round) { moved in
      gp_stat_name(target, entry.terminated, &moved)
    }
    memory.forget(place.name, place.producer)
    return .done
  }

  /// Reads a file that has been renamed aside; one which cannot be read, or changes under us, is offered again.
  ///
  /// - Parameter look: looks at what lies under the name now, after it was read: the same file as it was before, or another one that
  ///   was renamed over the name between opening and claiming; then that one is claimed now, and is offered again.
  func finishClaim(
    _ place: Place, _ file: Int32?, _ found: gp_stat, _ round: inout Round, looking look: (inout gp_stat) -> Int32
  ) throws(WorldError) {
    var content = ClaimedFile.Content.tooLarge(found.size)
    do throws(WorldError) {
      if let file { content = .bytes(try read(file, found.size, place)) }
    } catch {
      again.append(place)
      round.sweep.trouble = error
      return
    }
    var moved = gp_stat()
    guard look(&moved) == 0, moved.isSameFile(as: found) else { return again.append(place) }
    if case .bytes(let bytes) = content, !isWhole(bytes, found, moved) {
      try returnToInbox(place)
      return round.wait(round.settle ?? Self.writerPause)
    }
    add(place.file(found, content, watchedFor: watched(place, found, round.awake)), &round)
  }

  private func add(_ file: ClaimedFile, _ round: inout Round) {
    live[file.place.batch, default: 0] += 1
    round.add(file)
  }

  /// How long this process has seen the file as it is.
  func watched(_ place: Place, _ found: gp_stat, _ now: Int64) -> Int64 {
    memory.since(place.name, place.producer, found.identity).map { span(from: $0, to: now) } ?? 0
  }

  /// Reads the bytes of a file of that size; fewer or one more when it has another one by now.
  func read(_ file: Int32, _ size: Int64, _ place: Place) throws(WorldError) -> [UInt8] {
    var answer = 0
    let size = Int(size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, filled in
      repeat {
        answer = gp_read(file, buffer.baseAddress?.advanced(by: filled), size + 1 - filled)
        if answer <= 0 { return }
        filled += answer
      } while filled < size
    }
    try checked(answer, "read", place.shown)
    return bytes
  }

  /// Whether these are all bytes of a file that was the same before and after they were read.
  func isWhole(_ bytes: [UInt8], _ before: gp_stat, _ after: gp_stat) -> Bool {
    bytes.count == before.size && after.size == before.size && after.modified == before.modified
  }

  /// Whether the file has rested for long enough, and need not wait for another reason.
  func isSettled(
    _ name: [UInt8], _ producer: [UInt8]?, _ found: gp_stat, _ changed: Int64, isWhole: Bool = false,
    _ round: inout Round
  ) -> Bool {
    var rest = span(from: changed, to: min(round.now.wall, round.now.steady))
    let needed = round.settle ?? 0
    // A time in the future tells nothing: what counts is how long we have seen the file unchanged.
    if rest < 0 {
      rest = span(from: memory.firstSeen(name, producer, found.identity, now: round.awake), to: round.awake)
    }
    if rest < needed && !isWhole {
      round.wait(needed - rest)
      return false
    }
    if round.settle != nil, memory.isWatching, let until = memory.heldUntil(name, producer, found.identity),
      until > round.awake
    {
      round.wait(until - round.awake)
      return false
    }
    return true
  }

  /// Whether somebody has the file open for writing or locked; leaves our read lease on it when nobody has.
  func hasWriter(_ file: borrowing Descriptor) -> Bool {
    // Without the right to take leases (another owner's file) there is only the settle time.
    if gp_lease(file.number) == -EAGAIN { return true }
    // The shared lock ends with the descriptor.
    return gp_hold_shared(file.number) == -EWOULDBLOCK || gp_is_write_locked(file.number) == 1
  }

  /// Claims what must not be read: a link to somewhere else, or a file with a second name.
  private func takeUnread(
    _ entry: DirectoryStream.Entry, _ kind: ClaimedFile.Kind, _ lane: Lane, _ round: inout Round
  ) throws(WorldError) {
    var found = gp_stat()
    guard gp_stat_name(lane.folder, entry.terminated, &found) == 0 else { return }
    // Some producers publish by a link and then remove the first name: the change of the inode tells when.
    let changed = max(found.modified, found.changed)
    guard isSettled(entry.bytes, lane.producer, found, changed, &round) else { return }
    let target = try open(lane, &round)
    let answer = gp_rename_into_ours(lane.folder, entry.terminated, target, entry.terminated)
    guard answer == 0, let place = lane.place(entry.bytes) else {
      if answer == -ENOENT { lane.loseTarget() }
      if answer != -EEXIST { try pass(failure(answer), "rename", entry, lane, &round) }
      return
    }
    var moved = gp_stat()
    if gp_stat_name(target, entry.terminated, &moved) == 0, moved.isSameFile(as: found) {
      add(place.file(found, .unreadable(kind)), &round)
    } else {
      again.append(place)
    }
    memory.forget(place.name, place.producer)
  }

  /// The folder this lane's files are renamed into, made when the first one comes.
  private func open(_ lane: Lane, _ round: inout Round) throws(WorldError) -> Int32 {
    let batch = try batch(of: &round)
    if let target = lane.target(in: batch) { return target }
    let part = round.parts[lane.producer, default: 0]
    let opened = try makeFolder(of: lane.producer, part, in: batch)
    round.parts[lane.producer] = part + 1
    let number = opened.number
    lane.aim(at: opened, of: batch, part)
    return number
  }

  private func batch(of round: inout Round) throws(WorldError) -> Batch {
    // It is gone when its only file had to be put back.
    if let batch = round.batch, live[batch] != nil { return batch }
    let batch = Batch(attempt: 0, digits: try randomDigits())
    round.batch = batch
    live[batch] = 0
    return batch
  }

  /// One entry could not be had: gone, not ours to open, or the world is at fault.
  private func pass(
    _ number: Int32, _ operation: String, _ entry: DirectoryStream.Entry, _ lane: Lane,
    _ round: inout Round
  ) throws(WorldError) {
    switch number {
    case ENOENT: return
    case EOWNERDEAD: throw .lockLost(path: SpoolLock.name)
    case EACCES, EPERM, EXDEV: skip(entry.bytes, lane.producer, .unreadable(errno: number), &round)
    case ENXIO, ENODEV: skip(entry.bytes, lane.producer, .notAFile, &round)
    case EMFILE, ENFILE, ENOMEM, ENOSPC, EDQUOT, EROFS:
      throw .io(operation: operation, path: lane.shown(entry.bytes), errno: number)
    default:
      // One bad spot on the disk does not keep the others waiting.
      round.sweep.trouble = .io(operation: operation, path: lane.shown(entry.bytes), errno: number)
      round.wait(Self.faultPause)
    }
  }
}

extension gp_stat {
  var identity: FileIdentity { FileIdentity(inode: inode, modified: modified, born: born, size: size) }
}

extension Place {
  func file(_ found: gp_stat, _ content: ClaimedFile.Content, watchedFor length: Int64 = 0) -> ClaimedFile {
    ClaimedFile(
      name: name, producer: producer, identity: found.identity, content: content, attempt: batch.attempt,
      watchedFor: .nanoseconds(max(length, 0)), place: self)
  }
}
