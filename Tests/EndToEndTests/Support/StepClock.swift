import Foundation
import Glibc

/// A wall clock that a test sets for one daemon, and only for it.
struct StepClock {
  private let file: String
  private let library: String

  /// Nil where there is no C compiler to make it with.
  init?(in town: Town) throws {
    guard Tools.compiler != nil else { return nil }
    file = town.folder + "/clock"
    library = town.folder + "/step-clock.so"
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("step-clock.c").path
    try Self.compile(source, to: library)
  }

  /// Makes a library that can be loaded before a program.
  static func compile(_ source: String, to library: String) throws {
    guard let compiler = Tools.compiler else { throw HarnessFailure("there is no C compiler") }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: compiler)
    process.arguments = ["-shared", "-fPIC", "-o", library, source]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw HarnessFailure("\(source) could not be compiled") }
  }

  var environment: [String: String?] { ["LD_PRELOAD": library, "GRIDPOST_TEST_CLOCK": file] }

  /// Sets the daemon's wall clock so many seconds ahead of the true one, on a machine that has slept for so long.
  func set(ahead seconds: Int, asleep: Int = 0) throws {
    try Data("\(seconds) \(asleep)\n".utf8).write(to: URL(fileURLWithPath: file + ".new"))
    rename(file + ".new", file)
  }
}
