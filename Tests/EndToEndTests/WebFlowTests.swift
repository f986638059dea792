import Foundation
import Glibc
import Testing

/// What somebody costs who sends slowly, or who does not read.
@Suite(.crew) struct WebFlowTests {
  private func sockets(of server: Daemon) -> Int {
    let folder = "/proc/\(server.pid)/fd/"
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return numbers.filter {
      (try? FileManager.default.destinationOfSymbolicLink(atPath: folder + $0))?.hasPrefix("socket:") == true
    }.count
  }

  private func send(_ text: String, on line: Int32) { send(Array(text.utf8), on: line) }

  private func send(_ bytes: [UInt8], on line: Int32) {
    #expect(bytes.withUnsafeBytes { Glibc.send(line, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) } == bytes.count)
  }

  @Test func whoHearsAStreamAndTakesNothingIsGoneThoughLittleIsSaid() throws {
    let town = try Town()
    try town.drop("a.ndjson", text: (0..<60).map { report("r\($0)").rendered + "\n" }.joined())
    try town.pass(at: Moment.monday10)
    let path = "\(town.folder)/s.sock"
    let server = try town.serve(listen: ["127.0.0.1:0", "unix:\(path)"])
    let browser = try Browser(server)
    let before = sockets(of: server)
    let ask = "GET /api/v1/stream?after=0 HTTP/1.1\r\nHost: localhost\r\n\r\n"
    // Of the network: the other end's kernel has room for next to nothing, so that what it takes is what was read.
    let deaf = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(deaf) }
    var room: Int32 = 1
    setsockopt(deaf, SOL_SOCKET, SO_RCVBUF, &room, 4)
    try browser.connect(deaf)
    send(ask, on: deaf)
    let local = try UnixSocket.connection(to: path)
    defer { close(local) }
    send(ask, on: local)
    let reading = try browser.connection(within: 60)
    defer { close(reading) }
    send(ask, on: reading)
    try town.until("all three are heard", within: 10) { sockets(of: server) == before + 3 }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let begun = ContinuousClock.now
    try town.until("who does not read is gone", within: 60) {
      #expect(recv(reading, &buffer, buffer.count, 0) > 0)
      return sockets(of: server) == before + 1
    }
    #expect(ContinuousClock.now - begun > .seconds(20))
    #expect(try browser.get("/-/healthy").status == 200)
  }
}
