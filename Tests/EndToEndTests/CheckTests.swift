import Foundation
import Glibc
import Testing

/// `check`: the rules file read with the daemon's own loader.
@Suite(.crew) struct CheckTests {
  @Test func goodRulesAreSummedUp() throws {
    let rules = Rules().with {
      $0.examples = ["{matter: UM-001, grid: heshuikou-03, expect: heshuikou/heshuikou-03/patrol}"]
    }
    let town = try Town(rules)
    let answer = try town.json("check")
    #expect(answer.keys == ["ok", "digest", "faults", "coverage"])
    #expect(answer["ok"] == true)
    #expect(answer["faults"].array.filter { $0["severity"] == "error" }.isEmpty)
    let coverage = answer["coverage"]
    #expect(
      coverage.keys == [
        "duties", "matters", "communities", "grids", "routes", "holes", "shadowed", "cells", "kinds", "unreached",
        "idle_groups", "hidden", "rounds",
      ])
    #expect(coverage["rounds"] == ["a_month": 0])
    #expect(coverage["cells"] == 25 && coverage["kinds"] == 1)
    #expect(coverage["unreached"] == [] && coverage["hidden"] == [])
    #expect(coverage["idle_groups"].array.count == 5)
    #expect(coverage["duties"] == 2)
    #expect(coverage["matters"] == 5)
    #expect(coverage["communities"] == 2)
    #expect(coverage["grids"] == 5)
    try town.gridpost("check").exits(0).says("5")
  }

  @Test func anOverrideThatLosesReportsUnseenIsToldWithOneThatRouteTakesElsewhere() throws {
    let town = try Town {
      $0.overrides = [
        "{when: {duty: urban-management, risk: red}, post: info}",
        "{when: {community: heshuikou, matter: UM-003}, post: livelihood}",
      ]
    }
    let coverage = try town.json("check")["coverage"]
    let hidden = try #require(coverage["hidden"].array.first)
    #expect(coverage["hidden"].array.count == 1)
    let example = hidden["example"]
    #expect(example["matter"] == "UM-003" && example["risk"] == "red")
    let route = try town.json(
      "route", "--matter", "UM-003", "--grid", example["grid"].text ?? "", "--risk", "red", "--at",
      example["at"].text ?? "")
    #expect(route["to"].text?.hasSuffix("/info") == true, "\(route.rendered)")
  }

  @Test func warningsFailAStrictCheckAndNoOther() throws {
    let town = try Town {
      $0.overrides = ["UM-001", "UM-003"].map { "{name: 夜班, when: {matter: \($0)}, post: info}" }
    }
    let plain = try town.gridpost("check", "--json")
    let faults = try plain.json()["faults"].array
    #expect(plain.code == 0 && !faults.isEmpty && faults.allSatisfy { $0["severity"] == "warning" })
    let strict = try town.gridpost("check", "--strict", "--json").exits(65).json()
    #expect(strict["ok"] == false && strict["faults"].array == faults)
    try town.gridpost("check", "--strict").exits(65)
  }

  @Test func aFileNamedOnTheCommandLineIsRead() throws {
    let town = try Town()
    let other = town.folder + "/other.yaml"
    let broken = Rules().with { $0.declares = "{duties: 3, matters: 5, communities: 2, grids: 5}" }
    try town.write(bytes: Array(broken.text.utf8), to: Array(other.utf8))
    try town.gridpost("check", other).exits(65).says("other.yaml:2:")
    try town.gridpost("check", "other.yaml").exits(65)
    try town.gridpost("check").exits(0)
  }

  @Test func aMissingFileIs66() throws {
    let town = try Town(nil)
    try town.gridpost("check").exits(66)
    try town.gridpost("check", "nowhere.yaml").exits(66).says("nowhere.yaml")
    try town.gridpost("check", "--json").exits(66)
  }

  @Test func everyFaultIsShownAtOnceWithItsPlace() throws {
    let rules = Rules().with {
      $0.duties[0].post = "patroll"
      $0.duties[0].matters[1].body = "{name: 流动摊贩, pots: info}"
      $0.duties[1].deadline = "0wd"
      $0.duties[1].group = "livelihod"
    }
    let town = try Town(rules)
    let answer = try town.gridpost("check", "--json").exits(65).json()
    #expect(answer["ok"] == false)
    let faults = answer["faults"].array
    for fault in faults {
      #expect(fault.keys == ["code", "severity", "path", "line", "column", "message", "suggestion"])
    }
    for (part, word) in [
      ("post: patroll", "patroll"), ("pots: info", "pots"), ("deadline: 0wd", "0wd"), ("group: livelihod", "livelihod"),
    ] {
      let line = try #require(rules.line(of: part))
      let text = rules.text.split(separator: "\n", omittingEmptySubsequences: false)[line - 1]
      let column = try #require(text.range(of: word)).lowerBound
      let found = faults.first { $0["line"].int == line && ($0["message"].text ?? "").contains(word) }
      #expect(found != nil, "no fault about \(part) in \(answer.rendered)")
      #expect(found?["column"].int == text.distance(from: text.startIndex, to: column) + 1, "\(part)")
      #expect(found?["severity"] == "error")
    }
    let post = faults.first { $0["code"] == "unknown-post" }
    #expect(post?["suggestion"].text?.contains("patrol") == true, "\(answer.rendered)")
  }

  @Test func aFaultIsDrawnForPeople() throws {
    let rules = Rules().with { $0.duties[0].post = "patroll" }
    let town = try Town(rules)
    let line = try #require(rules.line(of: "post: patroll"))
    let outcome = try town.gridpost("check").exits(65)
    outcome.says("rules.yaml:\(line):11: error[unknown-post]: ", "    post: patroll", "^", "patrol")
  }

  @Test func invalidUTF8Is65WithItsPlace() throws {
    let town = try Town()
    let bytes = Array("version: 1\nsubdistrict: \"".utf8) + [0xff] + Array("\"\n".utf8)
    try town.write(bytes: bytes, to: Array(town.rulesFile.utf8))
    try town.gridpost("check").exits(65).says("rules.yaml:2:")
  }

  @Test func windowsLineEndsAreFine() throws {
    let town = try Town(nil)
    try town.write(rulesText: Rules().text.replacingOccurrences(of: "\n", with: "\r\n"))
    try town.gridpost("check").exits(0)
  }

  @Test func aNestOfBracketsDoesNotHurt() throws {
    let town = try Town(nil)
    try town.write(rulesText: "version: " + String(repeating: "[", count: 100_000))
    try town.gridpost("check").exits(65)
  }

  @Test func scalarsAreTextWhereTextIsWanted() throws {
    let rules = Rules().with {
      $0.duties[0].name = "no"
      $0.duties[0].matters[0].body = "010"
      $0.duties[0].matters[1].body = "12:30"
      $0.duties[0].matters[2].body = "1e3"
    }
    let town = try Town(rules)
    try town.gridpost("check").exits(0)
    try town.drop("a.ndjson", report("a", matter: "010"), report("b", matter: "12:30"), report("c", matter: "1e3"))
    try town.pass(at: Moment.monday10)
    let notice = try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "a")
    #expect(notice["matter_name"] == "010")
    #expect(notice["duty_name"] == "no")
    #expect(try town.show(of: "b")["matter"] == "UM-002")
    #expect(try town.show(of: "c")["matter"] == "UM-003")
  }

  @Test func aFileOfOneMebibyteIsReadAndALargerOneIsAnOrdinaryFault() throws {
    let town = try Town(nil)
    let largest = Rules.padded(to: 1 << 20)
    try town.write(rulesText: largest)
    try town.gridpost("check").exits(0)
    for text in [largest + "\n", largest + String(repeating: "#", count: 4 << 20)] {
      try town.write(rulesText: text)
      let answer = try town.gridpost("check", "--json").exits(65).json()
      #expect(answer["ok"] == false)
      #expect(answer["digest"] == .null)
      #expect(answer["faults"].array.map { $0["code"] } == ["too-large"])
      let fault = try #require(answer["faults"].array.first)
      #expect(fault["line"] == 1 && fault["column"] == 1)
      #expect(fault["suggestion"].text?.isEmpty == false)
      try town.gridpost("check").exits(65).says("rules.yaml:1:1: error[too-large]", "1 MiB", "help")
      try town.gridpost("route", "--matter", "UM-001", "--grid", "heshuikou-03").exits(65).says("too-large")
    }
  }

  @Test func rulesComeThroughPipesToo() throws {
    let town = try Town()
    let broken = Rules().with { $0.duties[0].post = "patroll" }.text
    for name in ["-", "/dev/stdin"] {
      try town.gridpost("check", name, stdin: Rules().text).exits(0)
      let answer = try town.gridpost("check", name, "--json", stdin: broken).exits(65).json()
      #expect(answer["faults"].array.map { $0["code"] } == ["unknown-post"])
    }
    try town.gridpost("check", "-", stdin: broken).exits(65).says("<stdin>:")
    #expect(mkfifo(town.folder + "/pipe", 0o600) == 0)
    for (script, code) in [
      ("cat rules.yaml | exec \"$0\" check /dev/stdin", 0), ("exec \"$0\" check <(cat rules.yaml)", 0),
      ("(sleep 0.3; cat rules.yaml > pipe) & exec \"$0\" check pipe", 0),
      ("exec \"$0\" check <(head -n 9 rules.yaml)", 65), ("yes | exec \"$0\" check -", 65),
      ("exec \"$0\" check /dev/zero", 65), ("exec \"$0\" check - <&-", 74),
      ("exec \"$0\" due --rules <(cat rules.yaml) 2026-03-02T10:00:00+08:00 1wd", 0),
      ("exec \"$0\" route <(echo '{\"id\":\"1\",\"source\":\"s\",\"grid\":\"heshuikou-01\"}')", 0),
    ] {
      town.wrapper = ["bash", "-c", script]
      try town.gridpost([], within: 20).exits(Int32(code), script)
    }
  }

  @Test func aFolderIsNoRulesFileToRouteBy() throws {
    let town = try Town()
    try town.gridpost("route", ".").exits(66).says("folder")
    try town.gridpost("check", "rules.yaml/deeper").exits(66)
    try town.gridpost("check", "state").exits(66).says("state")
  }

  @Test func severalFilesAreCheckedAndNamed() throws {
    let town = try Town()
    let broken = Rules().with { $0.duties[0].post = "patroll" }.text
    try town.write(bytes: Array(broken.utf8), to: Array((town.folder + "/b.yml").utf8))
    try town.write(bytes: Array(Rules().text.utf8), to: Array((town.folder + "/a.yaml").utf8))
    try town.write(bytes: Array("x".utf8), to: Array((town.folder + "/.hidden.yaml").utf8))
    let well = try town.gridpost("check", "a.yaml", "rules.yaml", "--json").exits(0).json().array
    #expect(well.map { $0["file"] } == ["a.yaml", "rules.yaml"] && well.allSatisfy { $0["ok"] == true })
    #expect(well.first?.keys == ["file", "ok", "digest", "faults", "coverage"])
    let all = try town.gridpost("check", ".", "--json").exits(65).json().array
    #expect(all.map { $0["file"] } == ["./a.yaml", "./b.yml", "./rules.yaml"])
    #expect(all.map { $0["ok"] } == [true, false, true])
    #expect(all[1]["faults"].array.map { $0["code"] } == ["unknown-post"])
    try town.gridpost("check", "b.yml", "a.yaml").exits(65).says("b.yml: not usable", "a.yaml: well", "b.yml:")
    // The others are checked, whichever is not there.
    let rest = try town.gridpost("check", "nowhere.yaml", "b.yml", "a.yaml", "--json").exits(66).says("nowhere.yaml")
    #expect(try rest.json().array.map { $0["file"] } == ["b.yml", "a.yaml"])
    try town.gridpost("check", "-", "a.yaml", stdin: broken).exits(65).says("<stdin>: not usable", "a.yaml: well")
    try town.gridpost("check", "-", "-", stdin: broken).exits(64).says("standard input")
    // One file is told as ever.
    #expect(try town.gridpost("check", "a.yaml", "--json").exits(0).json()["ok"] == true)
  }

  @Test func oneIsSingular() throws {
    try Town { $0.declares = "{duties: 1, matters: 5, communities: 2, grids: 5}" }
      .gridpost("check").exits(65).says("1 duty is declared, but the file has 2")
  }

  @Test func gridsMayHaveNames() throws {
    let text = Rules().text.replacingOccurrences(
      of: "grids: 3}", with: "grids: {heshuikou-01: 一格, heshuikou-02: 二格, heshuikou-03: 三格}}")
    let town = try Town(nil)
    try town.write(rulesText: text)
    let answer = try town.json("check")
    #expect(answer["coverage"]["grids"] == 5)
  }
}
