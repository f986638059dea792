import Foundation
import Glibc
import Testing

/// A state belongs to a service, and whoever else runs a command in it leaves nothing that the service cannot use.
@Suite(.crew, .enabled(if: Tools.isRoot && Tools.setpriv, "other users' processes need root and setpriv"))
struct OwnerTests {
  /// Numbers that no machine has given to anybody.
  private static let (service, group, member) = (UInt32(54_321), UInt32(54_322), UInt32(54_323))

  /// A town whose state belongs to the service, as the systemd unit makes it.
  private func serviceTown(mode: mode_t = 0o2750, shared: mode_t = 0o2770) throws -> Town {
    let town = try Town()
    #expect(chmod(town.folder, 0o755) == 0 && chmod(town.folder + "/.said", 0o777) == 0)
    #expect(chmod(town.rulesFile, 0o644) == 0)
    for (folder, mode) in [(town.state, mode), (town.inbox, shared)] {
      #expect(chown(folder, Self.service, Self.group) == 0 && chmod(folder, mode) == 0)
    }
    return town
  }

  /// Has every command be run by this user, who makes nothing that others could use by themselves.
  private func become(_ user: UInt32?, in town: Town, group: UInt32 = OwnerTests.group, more: UInt32? = nil) {
    let person = user.map { user in
      ["setpriv", "--reuid", "\(user)", "--regid", "\(group)"]
        + (more.map { ["--groups", "\($0)"] } ?? ["--clear-groups"])
    }
    town.wrapper = ["sh", "-c", "umask 077; exec \"$@\"", "sh"] + (person ?? [])
  }

  /// What lies below the state and does not belong to the service, or is closed or open to others than the state is.
  private func strangers(in town: Town, but names: Set<String> = []) -> [String] {
    var state = stat()
    #expect(stat(town.state, &state) == 0)
    return (FileManager.default.subpaths(atPath: town.state) ?? []).compactMap { path in
      var found = stat()
      guard lstat(town.state + "/" + path, &found) == 0, !names.contains(path) else { return nil }
      let isFolder = found.st_mode & S_IFMT == S_IFDIR
      // Where the group drops and takes it may do so in all folders.
      let isMeeting = path == "inbox" || path.hasPrefix("outbox") && !path.hasPrefix("outbox/.staging")
      let isShared = isMeeting && state.st_mode & S_ISGID != 0
      let mode = (state.st_mode & (isFolder ? 0o777 : 0o666)) | (isShared && isFolder ? 0o020 : 0)
      let isWell =
        found.st_uid == Self.service && found.st_gid == Self.group && found.st_mode & (isFolder ? 0o777 : 0o666) == mode
      return isWell ? nil : "\(path) \(found.st_uid):\(found.st_gid) \(String(found.st_mode, radix: 8))"
    }.sorted()
  }

  /// The service goes on with what is there: a file, a notice for an old and a new addressee, a step.
  private func expectServiceGoesOn(_ town: Town, sourceLocation: SourceLocation = #_sourceLocation) throws {
    become(Self.service, in: town)
    let daemon = try town.run()
    for (name, grid) in [("old", "heshuikou-03"), ("new", "jiangwei-01")] {
      try town.drop("\(name).json", report("after-\(name)", grid: grid))
      #expect(chmod(town.inbox + "/\(name).json", 0o644) == 0)
    }
    try town.settle(sourceLocation: sourceLocation)
    let status = try town.status(sourceLocation: sourceLocation)
    #expect(status["notices"]["pending"] == 0 && status["degraded"] == [], "\(status.rendered)")
    #expect(try daemon.stop() == 0, sourceLocation: sourceLocation)
  }

  /// A daemon of the service that has taken a report.
  private func daemonThatTookOne(in town: Town) throws -> Daemon {
    become(Self.service, in: town)
    let daemon = try town.run()
    try town.drop("a.json", report("a"))
    #expect(chmod(town.inbox + "/a.json", 0o644) == 0)
    try town.settle()
    return daemon
  }

  @Test func whatRootsPassMakesBelongsToTheService() throws {
    let town = try serviceTown()
    become(nil, in: town)
    try town.drop("a.json", report("a"))
    try town.drop("b.json", text: "no event")
    try town.pass(at: Moment.monday10)
    try town.drop("c.json", report("c", matter: "no such matter"))
    try town.pass(at: Moment.monday12AndASecond)
    #expect(strangers(in: town, but: ["quarantine/b.json"]) == [])
    try expectServiceGoesOn(town)
  }

  @Test func whatRootRestoresBelongsToTheService() throws {
    let town = try serviceTown()
    let daemon = try daemonThatTookOne(in: town)
    #expect(try daemon.stop() == 0)
    become(nil, in: town)
    try town.gridpost("backup", "copy").exits(0)
    try town.gridpost("backup", "state/copy").exits(0)
    try town.gridpost("restore", "copy").exits(0)
    #expect(strangers(in: town) == [])
    // And where nothing is left of the ledger before.
    for name in town.names(in: town.state).map({ String(decoding: $0, as: UTF8.self) }) where name.hasPrefix("ledger") {
      unlink(town.state + "/" + name)
    }
    try town.gridpost("restore", "copy").exits(0)
    #expect(strangers(in: town) == [])
    try expectServiceGoesOn(town)
  }

  /// A page that is put into the state is the service's too; elsewhere it is whose the command is.
  @Test func aPageThatRootWritesIntoTheStateBelongsToTheService() throws {
    let town = try serviceTown()
    become(nil, in: town)
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    for place in ["state/page.html", "state/quarantine/page.md", "page.html"] {
      try town.gridpost("backtest", town.rulesFile, "--report", place).exits(0)
    }
    #expect(strangers(in: town) == [])
    var found = stat()
    #expect(stat(town.folder + "/page.html", &found) == 0 && found.st_uid == 0 && found.st_mode & 0o777 == 0o600)
  }

  @Test func theServiceCanReadWhatAMemberOfItsGroupDrops() throws {
    let town = try serviceTown()
    let daemon = try daemonThatTookOne(in: town)
    let item = try town.item(of: "a")
    become(Self.member, in: town, group: Self.member, more: Self.group)
    try town.act("note", item, note: "seen").exits(0)
    become(nil, in: town)
    try town.act("note", item, note: "seen by root").exits(0)
    #expect(try daemon.stop() == 0)
    #expect(strangers(in: town) == [])
  }

  /// Where the folders do not hand their group on, who makes something has to.
  @Test func whatAMemberOfTheGroupMakesTheServiceCanUse() throws {
    let town = try serviceTown(mode: 0o770, shared: 0o770)
    become(Self.member, in: town, group: Self.member, more: Self.group)
    try town.drop("a.json", report("a"))
    #expect(chmod(town.inbox + "/a.json", 0o644) == 0)
    try town.pass(at: Moment.monday10)
    try expectServiceGoesOn(town)
  }

  @Test func aUmaskAloneChangesNothingEither() throws {
    let town = try serviceTown(mode: 0o755, shared: 0o755)
    become(Self.service, in: town)
    try town.pass(at: Moment.monday10)
    #expect(strangers(in: town) == [])
  }
}
