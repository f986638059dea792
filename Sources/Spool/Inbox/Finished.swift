internal import CLinux
internal import Glibc
package import Linux
internal import Synchronization

/// Files that are in the ledger wait in `.claimed/done-…/` until there is time to remove them: on some volumes a removal costs as
/// much as all the rest.
///
/// A folder is given that name whole, after the commit that has all its files; so the name never promises what is not durable.
/// Few of them are remembered: for the others the ledger is asked once more before one is removed. What changed after it was read
/// goes back to the inbox. A crash leaves them there, and the next run goes on. One thread at a time removes them; another one may
/// claim files and retire them meanwhile.
package final class Finished: Sendable {
  /// Files to be removed next.
  package struct Portion: Sendable {
    package var files: [ClaimedFile] = []
    /// Whether the ledger is known to have them as they are here.
    package var areKnown = true
  }

  /// So many files are remembered.
  private static let mostKnown = 8192

  private struct State {
    var batches: [(batch: Batch, known: [ClaimedFile])] = []
    /// The folder that is being cleared up, and what is left of it.
    var current: Batch?
    var known: [ClaimedFile] = []
    var places: [Place] = []
    /// What is not to be removed from it, and what of that has still to go back.
    var kept: Set<Place> = []
    var changed: [Place] = []
  }

  private let folder: StateFolder
  private let state = Mutex(State())

  init(_ folder: StateFolder) { self.folder = folder }

  /// How many folders of finished files there are.
  package var folders: Int { state.withLock { $0.batches.count + ($0.current == nil ? 0 : 1) } }

  /// Finds the finished files that an earlier run left.
  package func find() throws(WorldError) {
    let found = try folder.batches(done: true)
    state.withLock {
      $0 = State()
      $0.batches = found.map { ($0, []) }
    }
  }

  /// Adds a folder and what was in it when it was committed.
  func add(_ batch: Batch, _ files: [ClaimedFile]) {
    state.withLock { state in
      let known = state.batches.reduce(files.count) { $0 + $1.known.count }
      state.batches.append((batch, known > Self.mostKnown ? [] : files.map { $0.moved(to: batch) }))
    }
  }

  /// The next files, at most so many and of one folder: to be removed if the ledger has them as they are, and given back if not.
  package func next(_ limit: Int) throws(WorldError) -> Portion {
    while let batch = begin() {
      let known = state.withLock { state in
        defer { state.known.removeLast(min(limit, state.known.count)) }
        return state.known.suffix(limit)
      }
      if !known.isEmpty { return Portion(files: Array(known)) }
      if state.withLock({ $0.places.isEmpty }) {
        let places = try folder.places(in: batch)
        state.withLock { state in state.places = places.filter { !state.kept.contains($0) } }
      }
      var files: [ClaimedFile] = []
      while files.count < limit, let place = state.withLock({ $0.places.popLast() }) {
        var found = gp_stat()
        let answer = gp_stat_name(folder.claimed.number, place.path, &found)
        if answer == -ENOENT { continue }
        try checked(answer, "look at", place.shown)
        files.append(place.file(found, .bytes([])))
      }
      if !files.isEmpty { return Portion(files: files, areKnown: false) }
      // What cannot be removed now is met again by the next run.
      _ = batch.removeEmptyFolders(in: folder.claimed.number)
      state.withLock { state in
        state.current = nil
        state.kept = []
      }
    }
    return Portion()
  }

  private func begin() -> Batch? {
    state.withLock { state in
      if state.current == nil, let next = state.batches.popLast() { (state.current, state.known) = next }
      return state.current
    }
  }

  /// Removes such files; returns those which changed since, or which somebody has open for writing: give them back.
  package func remove(_ files: some Sequence<ClaimedFile>) throws(WorldError) -> [ClaimedFile] {
    var changed: [ClaimedFile] = []
    for file in files where try !folder.remove(file) { changed.append(file) }
    return changed
  }

  /// Has the next claim put a file back into the inbox.
  package func giveBack(_ file: ClaimedFile) {
    state.withLock { state in
      state.kept.insert(file.place)
      state.changed.append(file.place)
    }
  }

  /// What is to be put back.
  func takeChanged() -> [Place] {
    state.withLock { state in
      defer { state.changed = [] }
      return state.changed
    }
  }
}

extension Inbox {
  /// Lets go of files whose content is safely in the ledger; returns those whose folder has others too, to be `finish`ed each.
  package func retire(_ files: [ClaimedFile]) throws(WorldError) -> [ClaimedFile] {
    var rest: [ClaimedFile] = []
    for (batch, members) in Dictionary(grouping: files, by: \.place.batch) {
      guard members.count == live[batch], !batch.isDone, !again.contains(where: { $0.batch == batch }),
        members.allSatisfy({ if case .bytes = $0.content { true } else { false } })
      else {
        rest += members
        continue
      }
      let answer = gp_rename_into_ours(
        folder.claimed.number, terminated(batch.name), folder.claimed.number, terminated(batch.done.name))
      try checked(answer, "rename", folder.shown(claimed: Array(batch.name.utf8)))
      live[batch] = nil
      finished.add(batch.done, members)
    }
    return rest
  }

  /// Puts back finished files that changed; where a name is taken meanwhile, the next claim offers the file from where it lies.
  package func returnChanged() throws(WorldError) {
    for place in finished.takeChanged() { try returnToInbox(place) }
  }
}
