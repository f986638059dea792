internal import CLinux
internal import Glibc
package import Linux

extension Inbox {
  /// Puts a claimed file back under its name; with `waiting`, it is not offered again that long unless it changes.
  ///
  /// Where the name is taken meanwhile the file stays claimed, and the next claim offers it again. A crash leaves it in
  /// the one place or the other.
  package func putBack(_ file: ClaimedFile, waiting: Duration = .zero) throws(WorldError) {
    let now = gp_awake_clock()
    if waiting > .zero { memory.hold(file, now: now, until: later(now, by: nanoseconds(waiting))) }
    try returnToInbox(file.place)
  }

  /// Removes files whose content is safely in the ledger; returns those which must be looked at again.
  ///
  /// A file comes back when it has changed since it was read, or somebody has it open for writing: put it back. Only files
  /// that were read are removed, never one moved aside unread. Nothing is synced: a power cut may bring a file back. May be
  /// called again after an error.
  package func finish(_ files: [ClaimedFile]) throws(WorldError) -> [ClaimedFile] {
    var changed: [ClaimedFile] = []
    var batches: Set<Batch> = []
    for file in files {
      batches.insert(file.place.batch)
      guard case .bytes = file.content else { continue }
      if try !folder.remove(file) { changed.append(file) }
    }
    for batch in batches { try removeIfEmpty(batch) }
    return changed
  }

  /// Marks a suspect that is looked into once more, so that a crash from here to `survived` is counted.
  ///
  /// Does nothing for other files, nor where `leftovers` has just marked it. The file returned takes the place of the one
  /// given; so with `survived`.
  package func begin(_ file: ClaimedFile) throws(WorldError) -> ClaimedFile {
    file.attempt < Batch.alone ? file : file.moved(to: try mark(file.place.batch))
  }

  /// Tells that a suspect was decided on without harm: what ended earlier runs was not this one.
  package func survived(_ file: ClaimedFile) throws(WorldError) -> ClaimedFile {
    let digits = file.place.batch.digits
    guard marked.contains(digits), !stubborn.contains(digits) else { return file }
    let lowered = try raise(file.place.batch, to: Batch.alone)
    marked.remove(digits)
    return file.moved(to: lowered)
  }

  /// Puts back all that is claimed and under no suspicion, for a stop in good order; what cannot be put back stays claimed.
  package func release() throws(WorldError) {
    for batch in try folder.batches() where batch.attempt < Batch.alone {
      for place in try folder.places(in: batch) { try returnToInbox(place) }
      _ = batch.removeEmptyFolders(in: folder.claimed.number)
    }
  }

  static let careful = O_RDONLY | O_NONBLOCK | O_NOCTTY

  func returnToInbox(_ place: Place) throws(WorldError) {
    let answer = gp_rename_new(folder.claimed.number, place.path, folder.inbox.number, place.origin)
    switch answer {
    // The name, or the producer's folder, belongs to somebody else by now.
    case -EEXIST, -ENOTDIR, -EXDEV: again.append(place)
    // A file system that cannot tell whether the name is taken: nobody's new file may be overwritten for it.
    case -EINVAL, -ENOSYS: again.append(place)
    case -ENOENT:
      var found = gp_stat()
      if gp_stat_name(folder.claimed.number, place.path, &found) == 0 { again.append(place) }
    default:
      if answer < 0 { again.append(place) }
      try checked(answer, "rename", place.shown)
      remember(returned: place)
      try removeIfEmpty(place.batch)
    }
  }

  /// Offers the claimed files which could not be had before.
  func offerAgain(_ round: inout Round) {
    let waiting = again
    again = []
    for (index, place) in waiting.enumerated() {
      guard round.hasRoom else {
        again += waiting[index...]
        return
      }
      do {
        try offer(place, &round)
      } catch {
        if !again.contains(place) { again.append(place) }
        round.sweep.trouble = error
        round.wait(Self.faultPause)
      }
    }
  }

  private func offer(_ place: Place, _ round: inout Round) throws(WorldError) {
    let kept = { [self] in again.append(place) }
    var found = gp_stat()
    let answer = gp_stat_name(folder.claimed.number, place.path, &found)
    if answer == -ENOENT { return }
    try checked(answer, "look at", place.shown)
    guard isSettled(place.name, place.producer, found, found.modified, &round) else { return kept() }
    if place.batch.attempt >= Batch.alone {
      for file in try readAlone(place.batch, round.maxFile) { round.add(file) }
      return
    }
    if found.isSymlink || found.links > 1 {
      return round.add(place.file(found, .unreadable(found.isSymlink ? .symlink : .hardLink)))
    }
    guard found.isRegular else {
      // A folder or a device renamed over the name goes back to be skipped, as it would have been.
      return try returnToInbox(place)
    }
    if found.size > round.maxFile {
      return round.add(place.file(found, .tooLarge(found.size)))
    }
    guard round.large || found.size <= round.bytes else {
      round.wait(Self.largePause)
      return kept()
    }
    guard round.hasRoom(for: found.size) else { return kept() }
    let opened = gp_open_beneath(folder.claimed.number, place.path, Self.careful, 0)
    if opened < 0 {
      kept()
      round.sweep.trouble = .io(operation: "open", path: place.shown, errno: failure(opened))
      return
    }
    let file = Descriptor(owning: opened)
    if hasWriter(file) {
      round.wait(round.settle ?? Self.writerPause)
      return kept()
    }
    _ = gp_end_lease(file.number)
    try finishClaim(place, file.number, try file.status(shownAs: place.shown), &round) { moved in
      gp_stat_file(file.number, &moved)
    }
  }

  /// Makes a batch's folder for a part of one producer's files, and those above it.
  func makeFolder(of producer: [UInt8]?, _ part: Int = 0, in batch: Batch) throws(WorldError) -> Descriptor {
    let path = batch.folder(of: producer, part)
    for end in path.indices where path[end] == UInt8(ascii: "/") {
      try make(path[..<end])
    }
    try make(path[...])
    return try Descriptor.folder(path + [0], in: folder.claimed.number, shownAs: folder.shown(claimed: path))
  }

  private func make(_ path: ArraySlice<UInt8>) throws(WorldError) {
    let shown = { [folder] in folder.shown(claimed: Array(path)) }
    let answer = try folder.ownership.makeFolder(
      terminated(path), in: folder.claimed.number, mode: folder.ownership.forFolders, shownAs: shown())
    if answer != -EEXIST { try checked(answer, "make", shown()) }
  }

  /// Removes a batch's folders from the inside, as far as they are empty.
  func removeIfEmpty(_ batch: Batch) throws(WorldError) {
    if batch.removeEmptyFolders(in: folder.claimed.number) { live[batch] = nil }
  }

  /// Renames a batch's folder, whose name is what counts the crashes.
  func raise(_ batch: Batch, to attempt: Int) throws(WorldError) -> Batch {
    let raised = Batch(attempt: attempt, digits: batch.digits)
    try checked(
      gp_rename_into_ours(
        folder.claimed.number, terminated(batch.name), folder.claimed.number, terminated(raised.name)),
      "rename", folder.shown(claimed: Array(batch.name.utf8)))
    if let files = live.removeValue(forKey: batch) { live[raised] = files }
    return raised
  }
}

extension Batch {
  /// Removes the empty folders of this batch; answers whether nothing of it is left.
  func removeEmptyFolders(in claimed: Int32) -> Bool {
    // Most have one.
    _ = gp_remove_folder(claimed, folder(of: nil, 0) + [0])
    if removeItself(in: claimed) { return true }
    let own = Array("\(name)/".utf8)
    do throws(WorldError) {
      for part in try entries(of: own.dropLast() + [0], in: claimed, path: StateFolder.claimedName) {
        let path = own + part.name
        guard gp_remove_folder(claimed, path + [0]) == -ENOTEMPTY, Self.part(part.name)?.holdsProducers == true else {
          continue
        }
        for entry in try entries(of: path + [0], in: claimed, path: StateFolder.claimedName) {
          _ = gp_remove_folder(claimed, path + [UInt8(ascii: "/")] + entry.name + [0])
        }
        _ = gp_remove_folder(claimed, path + [0])
      }
    } catch {
      // A folder that cannot be listed now is found again by the next sweep.
      return false
    }
    return removeItself(in: claimed)
  }

  private func removeItself(in claimed: Int32) -> Bool {
    let answer = gp_remove_folder(claimed, terminated(name))
    return answer == 0 || answer == -ENOENT
  }
}
