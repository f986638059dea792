internal import CLinux
internal import Glibc

/// Files that are in the ledger wait in `.claimed/done-…/` until there is time to remove them: on some volumes a removal costs as
/// much as all the rest.
///
/// A folder is given that name whole, after the commit that has all its files; so the name never promises what is not durable.
/// Nothing is remembered of them: the ledger is asked once more before one is removed, and what it does not know, because the file
/// changed after it was read, goes back to the inbox. A crash leaves them there, and the next run goes on.
extension Inbox {
  /// Lets go of files whose content is safely in the ledger; returns those whose folder has others too, to be `finish`ed each.
  package func retire(_ files: [ClaimedFile]) throws(SpoolError) -> [ClaimedFile] {
    var rest: [ClaimedFile] = []
    for (batch, members) in Dictionary(grouping: files, by: \.place.batch) {
      guard members.count == live[batch], !again.contains(where: { $0.batch == batch }),
        members.allSatisfy({ if case .bytes = $0.content { true } else { false } })
      else {
        rest += members
        continue
      }
      let answer = gp_rename_into_ours(
        folder.claimed.number, terminated(batch.name), folder.claimed.number, terminated(batch.done.name))
      try checked(answer, "rename", shown(Array(batch.name.utf8)))
      live[batch] = nil
      done.append(batch.done)
    }
    return rest
  }

  /// How many folders of finished files there are.
  package var finishedFolders: Int { done.count }

  /// The next finished files, at most so many and of one folder, to be removed by `finish` if the ledger still has them as they are,
  /// and put back if not.
  package func finished(limit: Int) throws(SpoolError) -> [ClaimedFile] {
    while let batch = done.last {
      // What could not be put back is offered by the next claim, and not here.
      if clearing.isEmpty { clearing = try places(in: batch).filter { !again.contains($0) } }
      var files: [ClaimedFile] = []
      while files.count < limit, let place = clearing.popLast() {
        var found = gp_stat()
        let answer = gp_stat_name(folder.claimed.number, place.path, &found)
        if answer == -ENOENT { continue }
        if answer < 0 { clearing.append(place) }
        try checked(answer, "look at", place.shown)
        files.append(place.file(found, .bytes([])))
      }
      if !files.isEmpty { return files }
      // What cannot be removed now is met again by the next run.
      _ = batch.removeEmptyFolders(in: folder.claimed.number)
      done.removeLast()
    }
    return []
  }

  /// Finds the finished files that an earlier run left.
  package func findFinished() throws(SpoolError) {
    done = try batches(done: true)
    clearing = []
  }
}
