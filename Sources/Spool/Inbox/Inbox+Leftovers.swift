internal import CLinux
internal import Glibc
package import Linux

extension Inbox {
  /// The next batch a crashed run left in `.claimed/`, or nothing when there is none left; ask until it is empty.
  ///
  /// A batch comes whole at its second meeting. Had that crashed too, each of its files is moved into a folder of its
  /// own and comes alone, marked before its first byte is read; the one that ends us three times before it has `survived`
  /// comes as `.poison`, unread. So a killer takes five lives, and kills from outside, which hardly ever fall there,
  /// condemn nobody. A death the witness lays to us counts at once: then all come alone, and the killer takes three.
  package func leftovers(maxFile: Int64) throws(WorldError) -> [ClaimedFile] {
    let testimony = try witness?.testimony()
    for batch in try abandonedBatches() {
      let files =
        switch batch.attempt {
        case 0 where testimony == nil: try readMarked(try raise(batch, to: 1), insteadOf: batch, maxFile)
        case 0, 1: try readFirstAlone(of: batch, crashes: testimony == nil ? 0 : 1, maxFile)
        case Batch.condemned...: try poison(in: batch)
        case Batch.alone where batch.digits == testimony?.suspect: try readStubborn(batch, maxFile)
        default: try readAlone(batch, maxFile)
        }
      if !files.isEmpty { return files }
      _ = batch.removeEmptyFolders(in: folder.claimed.number)
    }
    // Not before: a kill from outside meanwhile must not make us forget who is suspected, and of what.
    try witness?.clear()
    isRecovered = true
    return []
  }

  private func readFirstAlone(of batch: Batch, crashes: Int, _ maxFile: Int64) throws(WorldError) -> [ClaimedFile] {
    guard let first = try folder.places(in: batch).first else { return [] }
    return try readAlone(try isolate(first, crashes).batch, maxFile)
  }

  /// It was decided on, and ended us in what came then: the mark that `survived` had lowered counts two such ends.
  private func readStubborn(_ batch: Batch, _ maxFile: Int64) throws(WorldError) -> [ClaimedFile] {
    stubborn.insert(batch.digits)
    return try readAlone(try raise(batch, to: Batch.alone + 2), maxFile)
  }

  /// Reads a suspect, marked first: what ends us from here until it has survived counts against it.
  func readAlone(_ batch: Batch, _ maxFile: Int64) throws(WorldError) -> [ClaimedFile] {
    try readMarked(try mark(batch), insteadOf: batch, maxFile)
  }

  func mark(_ batch: Batch) throws(WorldError) -> Batch {
    witness?.suspect(batch)
    return marked.insert(batch.digits).inserted ? try raise(batch, to: batch.attempt + 1) : batch
  }

  private func poison(in batch: Batch) throws(WorldError) -> [ClaimedFile] {
    var files: [ClaimedFile] = []
    for place in try folder.places(in: batch) {
      if let found = try look(at: place) { files.append(place.file(found, .poison)) }
    }
    if !files.isEmpty { live[batch] = 0 }
    return files
  }

  /// Reads a batch whose mark has been raised; what the world hinders is left to the next claims.
  ///
  /// When nothing could be read the mark is lowered again, for a fault of the world must not condemn a file.
  private func readMarked(
    _ batch: Batch, insteadOf unmarked: Batch, _ maxFile: Int64
  ) throws(WorldError) -> [ClaimedFile] {
    live[batch] = 0
    var files: [ClaimedFile] = []
    var hindered: [Place] = []
    var trouble: WorldError?
    for place in try folder.places(in: batch) {
      do throws(WorldError) {
        try files.append(contentsOf: readLeftover(place, maxFile))
      } catch {
        hindered.append(place)
        trouble = error
      }
    }
    if let trouble, files.isEmpty {
      let lowered = batch == unmarked ? batch : try raise(batch, to: unmarked.attempt)
      marked.remove(batch.digits)
      for place in hindered where !again.contains(place) {
        again.append(place.moved(to: lowered))
      }
      throw trouble
    }
    for place in hindered where !again.contains(place) { again.append(place) }
    if files.isEmpty { try removeIfEmpty(batch) }
    return files
  }

  /// Forgets the batches of this run that are gone, and removes the folders left empty by quarantining.
  func tidyBatches() throws(WorldError) {
    var present: Set<Batch> = []
    for entry in try entries(of: Self.itself, in: folder.claimed.number, path: StateFolder.claimedName) {
      guard let batch = Batch(entry.name), !batch.isDone else { continue }
      if isRecovered && live[batch] == nil { try takeBack(batch) }
      if live[batch] == nil || !batch.removeEmptyFolders(in: folder.claimed.number) { present.insert(batch) }
    }
    live = live.filter { present.contains($0.key) }
  }

  /// A daemon that was frozen while another took over may wake up in the middle of a claim: what it moved is put back.
  private func takeBack(_ batch: Batch) throws(WorldError) {
    for place in try folder.places(in: batch) where !again.contains(place) { try returnToInbox(place) }
  }

  private func abandonedBatches() throws(WorldError) -> [Batch] {
    // Suspects are decided on first, so that a killer is found before more work is begun.
    try folder.batches().filter { live[$0] == nil }.sorted { ($1.attempt, $1.digits) < ($0.attempt, $0.digits) }
  }

  private func isolate(_ place: Place, _ crashes: Int) throws(WorldError) -> Place {
    let batch = Batch(attempt: Batch.alone + crashes, digits: try randomDigits())
    let alone = Place(batch: batch, producer: place.producer, name: place.name)
    _ = try makeFolder(of: alone.producer, in: alone.batch)
    try checked(
      gp_rename_into_ours(folder.claimed.number, place.path, folder.claimed.number, alone.path), "rename", place.shown)
    return alone
  }

  private func look(at place: Place) throws(WorldError) -> gp_stat? {
    var found = gp_stat()
    let answer = gp_stat_name(folder.claimed.number, place.path, &found)
    if answer == -ENOENT { return nil }
    try checked(answer, "look at", place.shown)
    return found
  }

  /// Reads one file a crash left; one still being written goes back to the inbox, to settle there.
  private func readLeftover(_ place: Place, _ maxFile: Int64) throws(WorldError) -> [ClaimedFile] {
    guard let found = try look(at: place) else { return [] }
    if found.isSymlink || found.links > 1 {
      return [place.file(found, .unreadable(found.isSymlink ? .symlink : .hardLink))]
    }
    if !found.isRegular {
      try returnToInbox(place)
      return []
    }
    if found.size > maxFile { return [place.file(found, .tooLarge(found.size))] }
    let opened = gp_open_beneath(folder.claimed.number, place.path, Self.careful, 0)
    if opened == -EACCES || opened == -EPERM {
      try returnToInbox(place)
      return []
    }
    let file = Descriptor(owning: try checked(opened, "open", place.shown))
    guard !hasWriter(file) else {
      try returnToInbox(place)
      return []
    }
    _ = gp_end_lease(file.number)
    let bytes = try read(file.number, found.size, place)
    guard isWhole(bytes, found, try file.status(shownAs: place.shown)) else {
      try returnToInbox(place)
      return []
    }
    return [place.file(found, .bytes(bytes))]
  }
}
