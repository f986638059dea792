internal import CLinux
internal import Couriers
internal import Formats
internal import Glibc
internal import GridCore
internal import JSON
package import Linux
internal import Words

/// What could not be delivered: `outbox/.undelivered/<courier>/<notice>.json`, and beside it what was answered last.
package enum Undelivered {
  static let answerEnding = ".answer.json"

  /// Lays a notice aside, durably; the answer first, so that no notice lies there without one.
  static func lay(
    _ bytes: [UInt8], _ id: String, of courier: Courier, _ verdict: Verdict, first: Timestamp?, at now: Timestamp,
    in folder: CourierFolder
  ) throws(WorldError) {
    let held = try folder.folder(CourierFolder.undelivered, of: courier.name)
    var json = JSONWriter()
    json.beginObject()
    json.field("courier", courier.name)
    json.field("notice", id)
    json.field("to", courier.target.description)
    json.field("at", now)
    json.field("first", first ?? now)
    let why = verdict.why
    json.field("status", why?.status)
    json.field("code", why?.code)
    json.field("trouble", why?.trouble?.rawValue)
    json.field("answer", why?.text.en)
    json.endObject()
    json.endLine()
    try folder.write(json.bytes, as: id + answerEnding, in: held)
    try folder.write(bytes, as: id + ".json", in: held)
  }

  /// How many notices lie aside, by courier, and since when the oldest of them does.
  package static func counts(statePath path: String) throws(WorldError) -> [(courier: String, count: Int, since: Int64)]
  {
    let top = path + "/outbox/" + CourierFolder.undelivered
    var result: [(courier: String, count: Int, since: Int64)] = []
    for entry in try present(top) where entry.type == UInt8(DT_DIR) {
      guard let name = String(validating: entry.name, as: UTF8.self) else { continue }
      var (count, since) = (0, Int64.max)
      for file in try present(top + "/" + name) where isNotice(file.name) {
        count += 1
        var found = gp_stat()
        if gp_stat_name(AT_FDCWD, terminated(Array("\(top)/\(name)/".utf8) + file.name), &found) == 0 {
          since = min(since, found.modified / 1_000_000_000)
        }
      }
      if count > 0 { result.append((name, count, since)) }
    }
    return result.sorted { $0.courier < $1.courier }
  }

  /// Has what lies aside tried again: it is renamed to where the courier looks for it. Answers how much that was, by courier.
  ///
  /// - Parameter name: of one courier; nil for all.
  package static func tryAgain(
    _ name: String?, statePath: String, _ folder: CourierFolder
  ) throws(WorldError) -> [(courier: String, count: Int)] {
    var moved: [(courier: String, count: Int)] = []
    for (courier, _, _) in try counts(statePath: statePath) where name == nil || name == courier {
      guard let from = try folder.open([CourierFolder.undelivered, courier]) else { continue }
      let to = try folder.folder(CourierFolder.again, of: courier)
      var count = 0
      for entry in try entries(of: [UInt8(ascii: "."), 0], in: from.number, path: courier) where isNotice(entry.name) {
        let answer = gp_rename_over(from.number, terminated(entry.name), to.number, terminated(entry.name))
        if answer == -ENOENT { continue }
        try checked(answer, "rename", "outbox/\(CourierFolder.undelivered)/\(courier)")
        _ = gp_remove(from.number, terminated(entry.name.dropLast(5) + Array(answerEnding.utf8)))
        count += 1
      }
      try to.sync(shownAs: "outbox/\(CourierFolder.name)")
      moved.append((courier, count))
    }
    return moved
  }

  private static func isNotice(_ name: [UInt8]) -> Bool {
    guard let text = String(validating: name, as: UTF8.self) else { return false }
    return text.hasSuffix(".json") && !text.hasSuffix(answerEnding) && FileName.isSafe(text)
  }

  private static func present(_ path: String) throws(WorldError) -> [(name: [UInt8], type: UInt8)] {
    do throws(WorldError) {
      return try entries(
        in: Descriptor.folder(terminated(path), in: AT_FDCWD, followingLinks: true, shownAs: path), path: path)
    } catch {
      if let number = error.number, [ENOENT, ENOTDIR].contains(number) { return [] }
      throw error
    }
  }
}

extension Verdict {
  /// Why a message was not taken; nil where it was.
  var why: Why? {
    switch self {
    case .delivered: nil
    case .retry(let why, _), .pause(let why, _), .refused(let why), .stopped(let why): why
    }
  }
}
