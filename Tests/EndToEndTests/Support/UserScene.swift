import Foundation
import Glibc
import Testing

/// A town with a post's officer, a community's chief and a wall screen, served; the password of all is `geheim`.
struct UserScene {
  let town: Town
  let browser: Browser
  let look: String
  let blind: String

  /// - Parameter arguments: of `serve`, beside `--users`.
  init(isRunning: Bool = false, _ arguments: String...) throws {
    let town = try Town()
    self.town = town
    func token(_ name: String, _ more: String...) throws -> (text: String, line: String) {
      let said = try town.gridpost(["token", "add", name] + more).exits(0).out.split(separator: "\n")
      return (String(said[0]), String(said[1]))
    }
    func person(_ name: String, _ at: String) throws -> String {
      try town.gridpost("user", "add", name, "--name", "张三", "--at", at, stdin: "geheim\n").exits(0).out
    }
    let (wall, source) = (try token("wall", "--may", "look"), try token("hotline", "--source", "hotline"))
    (look, blind) = (wall.text, source.text)
    let people = try person("zhang", "heshuikou/heshuikou-03/patrol") + person("chief", "jiangwei")
    try Self.write(people + "tokens:\n\(wall.line)\n\(source.line)\n", in: town)
    if isRunning { try town.run() } else { try town.pass(at: Moment.monday10) }
    browser = try Browser(try town.serve(["--users", "users.yaml"] + arguments))
  }

  func write(_ text: String) throws { try Self.write(text, in: town) }

  private static func write(_ text: String, in town: Town) throws {
    let path = "\(town.folder)/users.yaml"
    try town.write(bytes: Array(("users:\n" + text + "end: users\n").utf8), to: Array((path + ".new").utf8))
    #expect(chmod(path + ".new", 0o600) == 0 && rename(path + ".new", path) == 0)
  }

  func token(in page: WebReply) throws -> String {
    let mark = "name=\"form\" value=\""
    let start = try #require(page.body.range(of: mark), "no form token in \(page.body.prefix(400))")
    return String(page.body[start.upperBound...].prefix { $0 != "\"" })
  }

  @discardableResult
  func logIn(_ name: String, _ password: String = "geheim", next: String = "") throws -> WebReply {
    let form = try token(in: try browser.get("/login"))
    return try browser.submit(
      "/login", [("form", form), ("name", name), ("password", password), ("next", next)])
  }
}
