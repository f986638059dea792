import Foundation
import Glibc
import Harness
import Testing

/// What `make` does for who builds the program, with tools of our own in the place of the machine's.
@Suite(.crew) struct MakeTests {
  /// Where the user that apt downloads as reaches no host, the update is well all the same and only the install fails.
  @Test func aptIsAskedOnceMoreAsRootWhereItsOwnUserReachesNoHost() throws {
    let town = try Town()
    let tools = town.folder + "/tools"
    let log = town.folder + "/apt.log"
    #expect(mkdir(tools, 0o755) == 0)
    let scripts = [
      "swift": "exit 0", "pkg-config": "exit 1", "sudo": "shift $(( $# > 0 && 1 )); exec \"$@\"",
      "apt-get": "echo \"$*\" >>\(log); case \"$*\" in *Sandbox::User=root*|*update*) exit 0 ;; esac; exit 100",
    ]
    for (name, text) in scripts {
      try town.write(bytes: Array("#!/bin/sh\n\(text)\n".utf8), to: Array("\(tools)/\(name)".utf8))
      #expect(chmod("\(tools)/\(name)", 0o755) == 0)
    }
    let package = (0..<3).reduce(#filePath) { path, _ in URL(fileURLWithPath: path).deletingLastPathComponent().path }
    let said = town.ground.said()
    let make = try Child(
      ["make", "-C", package, "deps", "HEADERS=\(town.folder)/nowhere"],
      environment: ["PATH": "\(tools):/usr/bin:/bin", "LC_ALL": "zh_CN.UTF-8"], folder: town.folder,
      input: "/dev/null", output: said + ".out", errors: said + ".err")
    #expect(make.end(within: 30) == 0, "\(make.outcome.said)")
    let asked = try #require(town.contents(of: log)).split(separator: UInt8(ascii: "\n")).map {
      String(decoding: $0, as: UTF8.self)
    }
    let wanted = [
      "update -qq",
      "install -y -qq --no-install-recommends libyaml-dev libsqlite3-dev libcurl4-openssl-dev libcrypt-dev zlib1g-dev",
    ]
    #expect(asked == wanted + wanted.map { "-o APT::Sandbox::User=root " + $0 })
    #expect(make.outcome.err.contains("再试一次"))
  }
}
