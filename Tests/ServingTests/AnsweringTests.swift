import Custody
import Endpoints
import GridCore
import HTTPTypes
import HummingbirdCore
import NIOCore
import Testing
import Web
import Words

@testable import Serving

@Suite struct AnsweringTests {
  private let now = Timestamp(seconds: 1_700_000_000)

  private func options(behindProxy: Bool = false) -> ServeOptions {
    var options = ServeOptions(
      settings: Settings(rulesPath: "rules.yaml", statePath: "state", language: .zh), version: "0")
    options.isBehindProxy = behindProxy
    return options
  }

  private func read(
    _ path: String, _ fields: [(String, String)] = [], host: String = "localhost", behindProxy: Bool = false,
    own: String? = nil, everywhere: String? = nil
  ) throws -> WebRequest {
    var head = HTTPRequest(method: .get, scheme: "http", authority: host, path: path)
    for (name, value) in fields {
      if let name = HTTPField.Name(name) { head.headerFields.append(HTTPField(name: name, value: value)) }
    }
    let hosts: Set<String> = everywhere.map { ["localhost", $0] } ?? ["localhost", "127.0.0.1", "::1"]
    let reading = RequestReading(options: options(behindProxy: behindProxy), hosts: hosts)
    return try reading.read(
      Request(head: head, body: RequestBody(buffer: .init())), peer: "10.0.0.9", own: own, now: now)
  }

  @Test func aPathIsTakenApartAndDecoded() throws {
    let request = try read("/items/by/a%2Fb/%E5%90%88?x=1")
    #expect(request.path == ["items", "by", "a/b", "合"] && request.query["x"] == "1")
    #expect(try read("/").path == [] && read("//").path == ["", ""])
    #expect(throws: Problem.self) { try read("*") }
  }

  @Test(arguments: ["localhost", "LOCALHOST:8017", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:8017"])
  func ourOwnNamesAreOurs(_ host: String) throws {
    _ = try read("/", host: host)
  }

  @Test(arguments: ["evil.example", "localhost.evil.example", "127.0.0.1.evil", "[::2]", "", "localhost:80:80"])
  func noOtherNameIs(_ host: String) {
    #expect(throws: Problem.self) { try read("/", host: host) }
  }

  @Test func whereWeListenAtAllAddressesTheOneHeCameToIsOurs() throws {
    for (host, own, everywhere) in [
      ("10.1.2.3:80", "10.1.2.3", "0.0.0.0"), ("[fd00::1]:80", "fd00::1", "::"), ("10.1.2.3", "10.1.2.3", "::"),
    ] {
      _ = try read("/", host: host, own: own, everywhere: everywhere)
      #expect(throws: Problem.self) { try read("/", host: host, own: own) }
      #expect(throws: Problem.self) { try read("/", host: host, own: "10.9.9.9", everywhere: everywhere) }
    }
    #expect(throws: Problem.self) { try read("/", host: "evil.example", own: "10.1.2.3", everywhere: "0.0.0.0") }
  }

  @Test func aListMayComeInSeveralFields() throws {
    let tag = try #require(Dressing.response(.text("hello"), to: nil, method: .get).headers[.eTag])
    let known = try read("/", [("If-None-Match", "\"x\""), ("If-None-Match", tag)])
    #expect(Dressing.response(.text("hello"), to: known, method: .get).status.code == 304)
    let packed = try read("/", [("Accept-Encoding", "br"), ("Accept-Encoding", "gzip")])
    let long = WebAnswer.text(String(repeating: "a", count: 2_000))
    #expect(Dressing.response(long, to: packed, method: .get).headers[.contentEncoding] == "gzip")
    #expect(try read("/", [("Accept-Language", "fr"), ("Accept-Language", "en;q=0.5")]).language == .en)
  }

  @Test(arguments: [
    ("gzip", true), ("GZIP;Q=0.1", true), ("*", true), ("br, *;q=0.2", true), ("gzip;q=0.001", true), ("", false),
    ("gzip;q=0", false), ("gzip; q=0.000", false), ("gzip;q=0, *", false), ("*;q=0", false), ("identity", false),
    ("gzip;q=x", false),
  ])
  func aCodingIsTakenAsItsWeightSays(_ field: String, _ isTaken: Bool) throws {
    let long = WebAnswer.text(String(repeating: "a", count: 2_000))
    let answer = Dressing.response(long, to: try read("/", [("Accept-Encoding", field)]), method: .get)
    #expect((answer.headers[.contentEncoding] == "gzip") == isTaken)
  }

  @Test func theLastWordOfAProxyCountsAndNobodyElsesDoes() throws {
    let fields = [("X-Forwarded-For", "1.1.1.1, 2.2.2.2"), ("X-Forwarded-For", "3.3.3.3 , 4.4.4.4")]
    #expect(try read("/", fields).peer == "10.0.0.9")
    #expect(try read("/", fields, behindProxy: true).peer == "4.4.4.4")
    #expect(try read("/", behindProxy: true).peer == "10.0.0.9")
  }

  @Test(arguments: [
    ("", "", Language.zh), ("en-GB,en;q=0.9", "", .en), ("fr", "", .zh), ("en;q=0.3, zh;q=0.8", "", .zh),
    ("en", "lang=zh", .zh), ("zh-TW", "lang=en", .en), ("en;q=0", "", .zh),
  ])
  func theLanguageIsChosenByTheSwitchThenTheBrowserThenChinese(
    _ accepted: String, _ cookie: String, _ language: Language
  ) throws {
    var fields: [(String, String)] = []
    if !accepted.isEmpty { fields.append(("Accept-Language", accepted)) }
    if !cookie.isEmpty { fields.append(("Cookie", cookie)) }
    #expect(try read("/", fields).language == language)
    #expect(try read("/?lang=en", fields).language == .en)
  }

  @Test func anAnswerThatIsKnownIsNotSentAgain() throws {
    let answer = WebAnswer.text("hello")
    let first = Dressing.response(answer, to: try read("/"), method: .get)
    let tag = try #require(first.headers[.eTag])
    #expect(tag.hasPrefix("W/\""))
    let again = Dressing.response(answer, to: try read("/", [("If-None-Match", "\"x\", \(tag)")]), method: .get)
    #expect(again.status.code == 304 && again.body.contentLength == 0)
    var other = answer
    other.tagged = Array("same".utf8)
    var more = WebAnswer.text("another now")
    more.tagged = Array("same".utf8)
    let tags = [other, more].map { Dressing.response($0, to: nil, method: .get).headers[.eTag] }
    #expect(tags[0] == tags[1] && tags[0] != tag)
  }

  @Test func theMomentOfAskingChangesNoTag() {
    func tag(_ body: String) -> String? {
      Dressing.response(WebAnswer(type: "application/json", Array(body.utf8)), to: nil, method: .get).headers[.eTag]
    }
    let first = tag(#"{"version":"1","now":"2026-01-01T00:00:00Z","open":3}"#)
    #expect(first == tag(#"{"version":"1","now":"2026-01-01T00:00:09Z","open":3}"#))
    #expect(first != tag(#"{"version":"1","now":"2026-01-01T00:00:00Z","open":4}"#))
  }

  @Test func whatCarriesATokenIsNotCompressed() throws {
    var answer = WebAnswer.html([UInt8](repeating: 97, count: 10_000))
    let request = try read("/", [("Accept-Encoding", "br, gzip;q=0.5")])
    let packed = Dressing.response(answer, to: request, method: .get)
    #expect(packed.headers[.contentEncoding] == "gzip" && (packed.body.contentLength ?? 0) < 1_000)
    answer.blanks = [7]
    #expect(Dressing.response(answer, to: request, method: .get).headers[.contentEncoding] == nil)
    answer.blanks = []
    let refused = try read("/", [("Accept-Encoding", "gzip;q=0")])
    #expect(Dressing.response(answer, to: refused, method: .get).headers[.contentEncoding] == nil)
  }

  @Test func addressesAreReadToTheLetter() {
    #expect(ListenAddress("127.0.0.1:8017") == .tcp(host: "127.0.0.1", port: 8_017))
    #expect(ListenAddress("[::1]:0") == .tcp(host: "::1", port: 0) && ListenAddress("localhost:1")?.isLocal == true)
    #expect(ListenAddress("unix:/run/x.sock") == .unix(path: "/run/x.sock"))
    #expect(ListenAddress("0.0.0.0:80")?.isLocal == false && ListenAddress("[::]:80")?.isLocal == false)
    for wrong in ["", "8017", "localhost", "localhost:", "localhost:65536", "localhost:-1", "example.org:80", "unix:"] {
      #expect(ListenAddress(wrong) == nil, "\(wrong)")
    }
    #expect(ListenAddress("unix:/" + String(repeating: "a", count: 120)) == nil)
    #expect(ListenAddress("[::1]:5")?.text(port: 7) == "http://[::1]:7")
  }

  @Test func aMomentIsWrittenAsHTTPWritesIt() {
    #expect(HTTPDate.text(Timestamp(seconds: 784_111_777)) == "Sun, 06 Nov 1994 08:49:37 GMT")
  }
}
