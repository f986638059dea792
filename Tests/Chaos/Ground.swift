import Foundation
import Glibc
import Harness

/// A folder with a rules file and a state, and the binary to drive in it.
///
/// It is removed when all went well, and kept for whoever looks for the reason when not.
final class Ground {
  let binary: String
  let folder: String
  /// Where the state is: below `folder`, or on a disk of its own.
  let state: String
  /// For the next processes, beside what every one gets.
  var environment: [String: String] = [:]
  /// Stands before the next commands: a tracer.
  var wrapper: [String] = []
  private var said = 0

  var inbox: String { state + "/inbox" }
  var claimed: String { state + "/inbox/.claimed" }
  var outbox: String { state + "/outbox" }
  var staging: String { state + "/outbox/.staging" }
  var quarantine: String { state + "/quarantine" }
  var rules: String { folder + "/rules.yaml" }

  init(binary: String, parent: String, name: String, state: String? = nil) throws {
    self.binary = binary
    folder = parent + "/" + name
    self.state = state ?? folder + "/state"
    for path in [folder, folder + "/said", self.state, self.state + "/inbox"] {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
  }

  func remove() {
    try? FileManager.default.removeItem(atPath: folder)
  }

  // MARK: Processes

  /// Starts the binary and does not wait.
  func start(_ arguments: [String]) throws -> Child {
    try spawn(wrapper + [binary] + arguments, environment)
  }

  /// Runs the binary to its end.
  @discardableResult
  func gridpost(_ arguments: String..., within seconds: Double = 120) throws -> Outcome {
    try finish(start(arguments), arguments, within: seconds)
  }

  /// Runs another program to its end.
  @discardableResult
  func call(_ arguments: [String], within seconds: Double = 120) throws -> Outcome {
    try finish(spawn(arguments, [:]), arguments, within: seconds)
  }

  func finish(_ child: Child, _ what: [String], within seconds: Double) throws -> Outcome {
    guard child.end(within: seconds) != nil else {
      child.kill()
      throw HarnessFailure("\(what.joined(separator: " ")) took more than \(seconds) s: \(child.outcome.said)")
    }
    let outcome = child.outcome
    unlink(child.output)
    unlink(child.errors)
    return outcome
  }

  private func spawn(_ arguments: [String], _ more: [String: String]) throws -> Child {
    var variables = [
      "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": folder, "LANG": "C.UTF-8",
      "GRIDPOST_RULES": rules, "GRIDPOST_STATE": state,
    ]
    for name in ["LD_LIBRARY_PATH", "TZ"] { variables[name] = ProcessInfo.processInfo.environment[name] }
    said += 1
    let said = folder + "/said/\(said)"
    return try Child(
      arguments, environment: variables.merging(more) { $1 }, folder: folder, input: "/dev/null",
      output: said + ".out", errors: said + ".err")
  }

  // MARK: Answers

  func json(_ arguments: String...) throws -> JSON {
    let outcome = try finish(start(arguments + ["--json"]), arguments, within: 120)
    guard outcome.code == 0 else {
      throw HarnessFailure("\(arguments.joined(separator: " ")) exits \(outcome.code): \(outcome.said)")
    }
    return try outcome.json()
  }

  func names(in folder: String) -> [String] { Self.names(in: folder) }

  func files(below folder: String, skippingHidden: Bool = false) -> [String] {
    Self.files(below: folder, skippingHidden: skippingHidden)
  }

  /// The names in a folder, in no order.
  static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  /// All files below a folder, as paths relative to it. `FileManager` passes over folders that are made while it walks.
  static func files(below folder: String, skippingHidden: Bool = false) -> [String] {
    var found: [String] = []
    var open = [""]
    while let path = open.popLast() {
      for name in names(in: folder + "/" + path) where !(skippingHidden && name.hasPrefix(".")) {
        var status = stat()
        guard lstat(folder + "/" + path + name, &status) == 0 else { continue }
        if status.st_mode & S_IFMT == S_IFDIR { open.append(path + name + "/") } else { found.append(path + name) }
      }
    }
    return found
  }

  /// What waits: in the inbox, in producers' folders, and claimed by a run that is dead.
  var waiting: Int {
    files(below: inbox, skippingHidden: true).count + files(below: claimed).count
  }

  /// The notices that lie before their addressees: names with their addresses.
  var papers: [String: String] {
    var found: [String: String] = [:]
    for path in files(below: outbox, skippingHidden: true) where path.hasSuffix(".json") {
      let parts = path.split(separator: "/")
      found[String(parts[parts.count - 1].dropLast(5))] = parts.dropLast().joined(separator: "/")
    }
    return found
  }
}
