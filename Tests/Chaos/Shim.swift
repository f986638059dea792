import Foundation
import Glibc
import Harness

/// A library loaded before the program under test, which counts its calls and ends it at the one it is told.
///
/// A tracer counts each thread's calls by themselves (`strace -f`, `when=`), so that some points are never met, and is ten times
/// slower; the number it is told is kept in a file that outlives the kill.
final class Shim {
  private let library: String
  private let tally: String

  /// Nil where there is no C compiler to make it with.
  init?(in folder: String) throws {
    guard let compiler = Tools.compiler else { return nil }
    library = folder + "/shim.so"
    tally = folder + "/tally"
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("shim.c").path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: compiler)
    process.arguments = ["-shared", "-fPIC", "-O1", "-o", library, source]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw HarnessFailure("\(source) could not be compiled") }
  }

  /// The environment of a process that dies just before its call of this number; nil lets it live and only counts.
  ///
  /// - Parameter calls: names of those that count, all when empty.
  func environment(killingAt number: Int?, of calls: [String] = []) throws -> [String: String] {
    try Data(count: 64).write(to: URL(fileURLWithPath: tally))
    var result = ["LD_PRELOAD": library, "CHAOS_TALLY": tally]
    if !calls.isEmpty { result["CHAOS_CALLS"] = calls.joined(separator: ",") }
    if let number { result["CHAOS_KILL_AT"] = "\(number)" }
    return result
  }

  /// The environment of a process whose syncs do nothing.
  var withoutSync: [String: String] { ["LD_PRELOAD": library, "CHAOS_NO_SYNC": "1"] }

  /// How many calls were counted, and the name of the one that was the last.
  var counted: (calls: Int, last: String) {
    let bytes = [UInt8](FileManager.default.contents(atPath: tally) ?? Data())
    guard bytes.count == 64 else { return (0, "") }
    let calls = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    return (calls, String(decoding: bytes[8...].prefix { $0 != 0 }, as: UTF8.self))
  }
}
