import Foundation

/// The binary at work on one state, seen from outside.
final class Gridpost {
  let binary: String
  let town: Town
  let state: String
  private let log: String

  init(_ binary: String, _ town: Town, state: String) {
    self.binary = binary
    self.town = town
    self.state = state
    log = state + ".log"
  }

  var inbox: String { state + "/inbox" }
  var outbox: String { state + "/outbox" }

  func start(_ command: String, _ arguments: String..., output: String? = nil) throws -> Child {
    try Child(
      [binary, command] + arguments + ["--rules", town.rules, "--state", state],
      output: output ?? "\(state).\(command).out", errors: log)
  }

  /// Runs a command to its end, which must be a good one; answers what it printed.
  @discardableResult
  func command(_ arguments: String..., seconds: Double = 3600) throws -> String {
    let output = "\(state).\(arguments[0]).out"
    let child = try Child(
      [binary] + arguments + ["--rules", town.rules, "--state", state], output: output, errors: log)
    let end = try child.wait(atMost: seconds)
    let text = contents(output) ?? ""
    guard end.status == 0 else {
      throw Trouble("\(arguments.joined(separator: " ")) ended with \(end.status): \(text) (see \(log))")
    }
    return text
  }

  /// The daemon, once it says that it is ready, with the seconds that took.
  func run() throws -> (daemon: Child, ready: Double) {
    let output = "\(state).run.out"
    unlink(output)
    let daemon = try start("run", output: output)
    while !((contents(output) ?? "").hasPrefix("ready")) {
      if let end = daemon.look() { throw Trouble("run ended with \(end.status) (see \(log))") }
      usleep(1_000)
    }
    return (daemon, now() - daemon.started)
  }

  func stop(_ daemon: Child) throws -> Child.End {
    _ = daemon.look()
    daemon.signal(SIGTERM)
    let end = try daemon.wait(atMost: 60)
    guard end.status == 0 else { throw Trouble("run ended with \(end.status) (see \(log))") }
    return end
  }

  func verify() throws {
    try command("verify")
  }

  /// A number out of `status --json`, by the names that lead to it.
  func status(_ path: String...) throws -> Int {
    let text = try command("status", "--json")
    var value: Any? = try JSONSerialization.jsonObject(with: Data(text.utf8))
    for name in path { value = (value as? [String: Any])?[name] }
    guard let number = value as? Int else { throw Trouble("status does not tell \(path.joined(separator: "."))") }
    return number
  }

  /// The ids of some open items.
  func items(_ count: Int) throws -> [String] {
    let text = try command("list", "--state", "open", "--json", "--limit", "\(count)")
    let list = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]] ?? []
    return list.compactMap { $0["item"] as? String }
  }
}
