import Glibc
import GridCore
import JSON
import Testing
import Words

@testable import Web

@Suite struct WebTests {
  @Test func aQueryIsReadAsBrowsersWriteIt() {
    let query = Query(Array("a=1&b=%E5%90%88+x&c&a=2&=y&d=%zz&e=".utf8))
    #expect(query["a"] == "2" && query.all("a") == ["1", "2"])
    #expect(query["b"] == "合 x" && query["d"] == "%zz")
    #expect(query["c"] == nil && query.flag("c") && !query.flag("z"))
    #expect(query["e"] == nil && !Query(Array("f=0".utf8)).flag("f"))
    #expect(Query([("名", "a b&c")]).text == "%E5%90%8D=a%20b%26c")
    #expect(Query(Array(Query([("名", "a+b&c=")]).text.utf8)) == Query([("名", "a+b&c=")]))
    #expect(query.setting("a", "9").all("a") == ["9"])
    #expect(throws: Problem.self) { try query.knowing(["a", "b"]) }
  }

  @Test func aPercentSignAtTheEndStandsForItself() {
    #expect(Query.decoded(Array("%".utf8)) == "%" && Query.decoded(Array("a%4".utf8)) == "a%4")
    #expect(Query.decoded(Array("%41%".utf8)) == "A%" && Query.decoded(Array("a+b".utf8)) == "a+b")
    #expect(Query.decodedBytes(Array("%FF%00".utf8)) == [0xFF, 0])
  }

  @Test func aRouteLeadsWhereItsPathDoes() {
    let item = Route("GET", "/items/{id}", .viewers)
    #expect(item.match(["items", "x"]) == ["id": "x"] && item.label == "/items/{id}")
    #expect(
      item.match(["items"]) == nil && item.match(["items", ""]) == nil && item.match(["items", "x", "y"]) == nil)
    let post = Route("GET", "/posts/{address*}", .viewers)
    #expect(post.match(["posts", "a", "b", "c"]) == ["address": "a/b/c"])
    #expect(post.match(["posts"]) == nil && post.match(["posts", "a", ""]) == nil)
    #expect(Route("GET", "/", .strangers).match([]) == [:])
  }

  @Test func aCookieIsFoundAmongOthers() {
    let headers = WebHeaders([("Cookie", "a=1; gridpost=x=y; b=2"), ("cookie", "c=3")])
    let request = WebRequest(path: [], headers: headers, now: Timestamp(seconds: 0))
    #expect(request.cookie("gridpost") == "x=y" && request.cookie("c") == "3" && request.cookie("d") == nil)
  }

  @Test func aProblemSaysWhatItIsInTheLanguageAskedFor() throws {
    var problem = Problem(.illegalStep, Bilingual(en: "no", zh: "不行"), kind: "illegal-step", retryAfter: 3)
    problem.legal = ["note"]
    problem.faults = [.init(line: 2, column: nil, code: "syntax", words: Bilingual(en: "a", zh: "甲"))]
    let answer = problem.answer(.zh)
    #expect(answer.status == 409 && answer.headers["retry-after"] == "3")
    #expect(answer.headers["content-type"] == "application/problem+json")
    #expect(
      String(decoding: answer.body, as: UTF8.self)
        == #"{"type":"/problems/illegal-step","title":"与现状冲突","status":409,"detail":"不行","legal":["note"],"#
        + #""faults":[{"line":2,"column":null,"code":"syntax","message":"甲"}]}"# + "\n")
  }

  @Test func everyProblemHasARowOnThePageOfMistakes() throws {
    let path =
      String(#filePath.dropLast("Tests/WebTests/WebTests.swift".count))
      + "Sources/gridpost/Documentation.docc/Mistakes.md"
    let file = try #require(fopen(path, "rb"))
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let told = lines.drop { $0 != "## A request over HTTP" }.dropFirst().prefix { !$0.hasPrefix("## ") }
      .filter { $0.hasPrefix("| `") }.compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
    #expect(told.sorted() == ProblemCode.allCases.map(\.rawValue).sorted())
  }
}
