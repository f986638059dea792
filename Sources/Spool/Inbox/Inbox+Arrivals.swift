internal import CLinux
internal import Glibc
internal import Linux

extension Inbox {
  private static let mostRemembered = 4096

  /// Looks first at what the watcher told of, up to a quarter of this call: what comes now, a step above all, does not wait
  /// behind a backlog, and the backlog does not wait for ever behind what comes now.
  func lookAtArrivals(_ round: inout Round) throws(WorldError) {
    let told = young + folder.arrivals.take(max(16, round.files / 4))
    young = []
    guard !told.isEmpty else { return }
    defer { round.looksAtWhole = false }
    for (producer, arrivals) in Dictionary(grouping: told, by: \.producer) {
      guard let producer else {
        try look(at: arrivals, Lane(producer: nil, folder: folder.inbox.number), &round)
        continue
      }
      do throws(WorldError) {
        let opened = try openFolder(of: producer)
        try look(at: arrivals, Lane(producer: producer, folder: opened.number), &round)
      } catch .io(_, _, let number) where [ENOENT, ENOTDIR, ELOOP, EXDEV, EACCES, EPERM].contains(number) {
        // The sweep tells what is to be told of this folder.
      }
    }
  }

  private func look(at arrivals: [Arrivals.Arrival], _ lane: Lane, _ round: inout Round) throws(WorldError) {
    for (index, arrival) in arrivals.enumerated() {
      guard round.hasRoom else {
        let room = max(0, Self.mostRemembered - young.count)
        young += arrivals[index...].prefix(room)
        if arrivals.count - index > room { folder.arrivals.drop() }
        return
      }
      round.looksAtWhole = arrival.isWhole && returned.remove(arrival) == nil
      let waiting = round.sweep.settling
      let name = terminated(arrival.name)
      let answer = try name.withUnsafeBufferPointer { name throws(WorldError) in
        let entry = DirectoryStream.Entry(name: UnsafeBufferPointer(rebasing: name.dropLast()), type: UInt8(DT_UNKNOWN))
        return try look(at: entry, lane, &round)
      }
      let isYoung = answer == .noRoom || round.sweep.settling > waiting
      if isYoung && young.count < Self.mostRemembered {
        let isWhole = round.looksAtWhole
        young.append(Arrivals.Arrival(producer: arrival.producer, name: arrival.name, isWhole: isWhole))
      } else if answer == .noRoom {
        // What has to settle is looked at again when it has; this is nobody's any more.
        folder.arrivals.drop()
      }
    }
  }

  /// Tells what we put back from what a producer renames into the inbox.
  func remember(returned place: Place) {
    if returned.count >= Self.mostRemembered { returned.removeAll() }
    returned.insert(Arrivals.Arrival(producer: place.producer, name: place.name, isWhole: true))
  }
}
