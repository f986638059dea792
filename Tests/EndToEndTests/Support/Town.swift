import Foundation
import Glibc
import Synchronization
import Testing

/// An empty folder of our own with a rules file and a state folder, and the real binary to drive in it.
///
/// Everything it starts ends with it, and the folder goes when the last of them is gone.
final class Town {
  /// The folder; removed when nothing uses it any more.
  final class Ground {
    let folder: String
    private let count = Atomic<Int>(0)

    init() throws {
      var template = Array((NSTemporaryDirectory() + "/gridpost-town-XXXXXX").utf8CString)
      guard mkdtemp(&template) != nil else { throw HarnessFailure("cannot make a temporary folder: errno \(errno)") }
      folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      guard mkdir(folder + "/.said", 0o755) == 0 else { throw HarnessFailure("cannot make .said: errno \(errno)") }
    }

    deinit {
      // FileManager cannot remove names that are no UTF-8.
      let log = "/dev/null"
      _ = try? Child(
        ["rm", "-rf", "--", folder], environment: ["PATH": "/usr/bin:/bin"], folder: "/", input: log, output: log,
        errors: log
      ).end(within: 60)
    }

    /// A new path for what somebody says.
    func said() -> String {
      folder + "/.said/\(count.wrappingAdd(1, ordering: .relaxed).newValue)"
    }
  }

  let ground: Ground
  var daemons: [Daemon] = []
  var daemonsSaid: String { daemons.map(\.said).joined() }
  var language = "C.UTF-8"
  /// Stands before every command: a tracer, for example.
  var wrapper: [String] = []

  var folder: String { ground.folder }
  var state: String { folder + "/state" }
  var inbox: String { state + "/inbox" }
  var outbox: String { state + "/outbox" }
  var quarantine: String { state + "/quarantine" }
  var rulesFile: String { folder + "/rules.yaml" }

  /// - Parameter rules: nil leaves the town without a rules file.
  init(_ rules: Rules? = Rules()) throws {
    ground = try Ground()
    try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
    if let rules { try write(rules) }
  }

  convenience init(_ change: (inout Rules) -> Void) throws {
    try self.init(Rules().with(change))
  }

  // MARK: Rules

  func write(_ rules: Rules) throws {
    try write(rulesText: rules.text)
  }

  /// As an editor does it: a new file, renamed over the old one.
  func write(rulesText text: String) throws {
    try write(bytes: Array(text.utf8), to: Array((folder + "/.rules.new").utf8))
    guard rename(folder + "/.rules.new", rulesFile) == 0 else { throw HarnessFailure("cannot save the rules") }
  }

  // MARK: Dropping

  /// Writes under a dot name and renames, as a well-behaved producer does.
  func drop(_ name: String, _ content: JSON...) throws {
    let isLines = name.hasSuffix(".ndjson") || content.count != 1
    try drop(name, text: content.map(\.rendered).joined(separator: "\n") + (isLines ? "\n" : ""))
  }

  func drop(_ name: String, text: String) throws {
    try drop(nameBytes: Array(name.utf8), Array(text.utf8))
  }

  func drop(_ name: String, bytes: [UInt8]) throws {
    try drop(nameBytes: Array(name.utf8), bytes)
  }

  func drop(nameBytes name: [UInt8], _ bytes: [UInt8]) throws {
    let parts = name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let folder = parts.count == 1 ? inbox : inbox + "/" + String(decoding: parts[0], as: UTF8.self)
    let hidden = Array("\(folder)/.drop-\(UInt64.random(in: 0 ... .max))".utf8)
    try write(bytes: bytes, to: hidden)
    let target = Array((inbox + "/").utf8) + name
    guard Self.withPath(hidden, { from in Self.withPath(target) { Glibc.rename(from, $0) } }) == 0 else {
      throw HarnessFailure("cannot rename into the inbox: errno \(errno)")
    }
  }

  /// Writes a file whole, with no child inheriting it meanwhile.
  func write(bytes: [UInt8], to path: [UInt8]) throws {
    try Child.gate.withLock { _ in
      let file = Self.withPath(path) { open($0, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666) }
      guard file >= 0 else {
        throw HarnessFailure("cannot write \(String(decoding: path, as: UTF8.self)): errno \(errno)")
      }
      defer { close(file) }
      try Self.put(bytes, into: file)
    }
  }

  static func put(_ bytes: [UInt8], into file: Int32) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let done = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard done > 0 else { throw HarnessFailure("cannot write: errno \(errno)") }
      rest = rest.dropFirst(done)
    }
  }

  private static func withPath(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Int32) -> Int32 {
    (path.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { body($0.baseAddress!) }
  }

  // MARK: Commands

  /// Runs the binary to its end, in this town by way of the environment.
  @discardableResult
  func gridpost(
    _ arguments: String..., stdin: String? = nil, environment: [String: String?] = [:], in place: String? = nil,
    within seconds: Double = 60
  ) throws -> Outcome {
    try gridpost(arguments, stdin: stdin, environment: environment, in: place, within: seconds)
  }

  @discardableResult
  func gridpost(
    _ arguments: [String], stdin: String? = nil, environment: [String: String?] = [:], in place: String? = nil,
    within seconds: Double = 60
  ) throws -> Outcome {
    let child = try start(arguments, stdin: stdin, environment: environment, in: place)
    guard child.end(within: seconds) != nil else {
      child.kill()
      throw HarnessFailure(
        "gridpost \(arguments.joined(separator: " ")) took more than \(seconds) s; it said: \(child.outcome.said)")
    }
    let outcome = child.outcome
    unlink(child.output)
    unlink(child.errors)
    return outcome
  }

  /// Starts the binary and does not wait.
  func start(
    _ arguments: [String], stdin: String? = nil, environment: [String: String?] = [:], in place: String? = nil
  ) throws -> Child {
    var variables: [String: String] = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder, "LANG": language, "TZ": "Asia/Kathmandu",
      "GRIDPOST_RULES": rulesFile, "GRIDPOST_STATE": state,
    ]
    let ours = ProcessInfo.processInfo.environment
    for name in ["LD_LIBRARY_PATH", "LD_PRELOAD", "TSAN_OPTIONS", "ASAN_OPTIONS"] { variables[name] = ours[name] }
    for (name, value) in environment { variables[name] = value }
    var input = "/dev/null"
    if let stdin {
      input = ground.said()
      try write(bytes: Array(stdin.utf8), to: Array(input.utf8))
    }
    let said = ground.said()
    return try Child(
      wrapper + [Binary.path()] + arguments, environment: variables, folder: place ?? folder, input: input,
      output: said + ".out", errors: said + ".err")
  }

  /// Starts the daemon and waits for its `ready` line.
  @discardableResult
  func run(trustingTheClock: Bool = false, environment: [String: String?] = [:]) throws -> Daemon {
    let daemon = try launch(trustingTheClock: trustingTheClock, environment: environment)
    try daemon.waitUntilReady()
    return daemon
  }

  /// Starts the daemon and does not wait.
  func launch(trustingTheClock: Bool = false, environment: [String: String?] = [:]) throws -> Daemon {
    let command = ["run"] + (trustingTheClock ? ["--trust-clock"] : [])
    let daemon = Daemon(try start(command, environment: environment), ground: ground)
    daemons.append(daemon)
    return daemon
  }

  /// Ends every daemon at once.
  func endAll() {
    for daemon in daemons { daemon.kill() }
  }

  /// One pass as if it were this time.
  func pass(at time: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try gridpost("pass", "--at", time).exits(0, sourceLocation: sourceLocation)
  }
}

extension Outcome {
  /// Expects this exit code.
  @discardableResult
  func exits(
    _ code: Int32, _ why: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) -> Outcome {
    #expect(
      self.code == code, "\(why) it said: \(out.prefix(800)) | \(err.prefix(1_500))", sourceLocation: sourceLocation)
    return self
  }

  /// Expects words in what it said, whatever their case.
  @discardableResult
  func says(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation) -> Outcome {
    for word in words {
      #expect(
        said.lowercased().contains(word.lowercased()), "«\(word)» is not in: \(said.prefix(2_000))",
        sourceLocation: sourceLocation)
    }
    return self
  }
}
