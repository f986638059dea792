import Foundation
import Glibc

/// Where the binary under test is: what `GRIDPOST_BIN` says, else beside the test bundle.
package enum Binary {
  private static let found: String? = {
    if let named = ProcessInfo.processInfo.environment["GRIDPOST_BIN"], !named.isEmpty { return named }
    var folders: [String] = []
    if let bundle = CommandLine.arguments.first(where: { $0.contains(".xctest") }) {
      folders.append(parent(of: String(bundle[..<(bundle.range(of: ".xctest")?.upperBound ?? bundle.endIndex)])))
    }
    if let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      folders.append(parent(of: own))
    }
    let package = (0..<3).reduce(#filePath) { path, _ in parent(of: path) }
    folders.append(package + "/.build/debug")
    return folders.map { $0 + "/gridpost" }.first { access($0, X_OK) == 0 }
  }()

  package static func path() throws -> String {
    guard let found else { throw HarnessFailure("there is no gridpost beside the tests; build it or set GRIDPOST_BIN") }
    return found
  }

  private static func parent(of path: String) -> String {
    URL(fileURLWithPath: path).deletingLastPathComponent().path
  }
}

/// Tools of the machine that some stories need.
package enum Tools {
  package static let strace = isThere("strace")
  package static let sqlite = isThere("sqlite3")
  package static let setpriv = isThere("setpriv")
  package static let compiler = (["cc", "clang", "gcc"] as [String]).map { "/usr/bin/" + $0 }.first {
    access($0, X_OK) == 0
  }
  package static let isRoot = geteuid() == 0

  private static func isThere(_ name: String) -> Bool {
    ["/usr/bin/", "/bin/", "/usr/local/bin/"].contains { access($0 + name, X_OK) == 0 }
  }
}
