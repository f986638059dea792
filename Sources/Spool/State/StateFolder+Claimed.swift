internal import CLinux
internal import Glibc
internal import Linux

/// What lies in `.claimed/`, for whoever works there.
extension StateFolder {
  func batches(done: Bool = false) throws(WorldError) -> [Batch] {
    try entries(of: Inbox.itself, in: claimed.number, path: Self.claimedName)
      .compactMap { Batch($0.name) }.filter { $0.isDone == done }
  }

  func places(in batch: Batch) throws(WorldError) -> [Place] {
    var result: [Place] = []
    for folder in try names(in: Array(batch.name.utf8)) {
      guard let (part, holdsProducers) = Batch.part(folder) else { continue }
      let producers: [[UInt8]?] = holdsProducers ? try names(in: Array("\(batch.name)/".utf8) + folder) : [nil]
      for producer in producers {
        for name in try names(in: batch.folder(of: producer, part)) {
          result.append(Place(batch: batch, part: part, producer: producer, name: name))
        }
      }
    }
    return result
  }

  private func names(in path: [UInt8]) throws(WorldError) -> [[UInt8]] {
    do {
      return try entries(of: path + [0], in: claimed.number, path: shown(claimed: path)).map(\.name)
    } catch .io(_, _, let number) where [ENOENT, ENOTDIR].contains(number) {
      return []
    }
  }

  /// Removes a file as it was read, or answers that it is not that any more; one that is gone is removed.
  func remove(_ file: ClaimedFile) throws(WorldError) -> Bool {
    let place = file.place
    let answer = gp_open_beneath(claimed.number, place.path, Inbox.careful, 0)
    if answer == -ENOENT { return true }
    if answer == -ELOOP { return false }
    let opened = try Descriptor(owning: checked(answer, "open", place.shown))
    let found = try opened.status(shownAs: place.shown)
    // The lease holds off a writer who would come between this look and the removal.
    guard found.identity == file.identity, gp_lease(opened.number) != -EAGAIN else { return false }
    let removed = gp_remove(claimed.number, place.path)
    if removed != -ENOENT { try checked(removed, "remove", place.shown) }
    return true
  }

  func shown(claimed path: [UInt8]) -> String {
    "\(Self.claimedName)/" + FileName.shown(path)
  }
}
