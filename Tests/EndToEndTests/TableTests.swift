import Foundation
import Glibc
import Testing

/// Files of sources that write spreadsheets, and words of their own.
@Suite(.crew) struct TableTests {
  static let hotline = """
    hotline-12345:
        may: [report, note, visit]
        format: csv
        type: report
        encoding: gb18030
        fields: {工单编号: id, 事项: matter, 网格: grid, 内容: summary, 上报时间: time}
        codes: {matter: {"1001": UM-001}, grid: {"440311001": heshuikou-01}}
        time: "yyyy/M/d H:mm:ss"
        unknown_codes: triage
    """
  static let head = "工单编号,事项,网格,内容,上报时间"

  private func town(_ sources: String...) throws -> Town {
    try Town { $0.sections.append((["sources:"] + sources.map { "  " + $0 }).joined(separator: "\n")) }
  }

  private func folder(_ town: Town, _ producer: String) { #expect(mkdir("\(town.inbox)/\(producer)", 0o755) == 0) }

  /// The records in order, as `id state reason line column`.
  private func told(_ town: Town) throws -> [String] {
    try town.export().map { record in
      // What is wrong is told with its place in the file, whose line need not be the record's.
      let place = (record["text"].text ?? "").prefixMatch(of: /[0-9]+:([0-9]+)/)
      #expect(place.map { String($0.1) } == (record["column"] == .null ? nil : record["column"].rendered))
      return "\(record["id"].text ?? "-") \(record["line"].rendered) \(record["state"].text ?? "")"
        + (record["reason"].text.map { " \($0)\(place.map { " \($0.0)" } ?? "")" } ?? "")
    }
  }

  /// The text in GB18030.
  private func gb18030(_ text: String, _ town: Town) throws -> [UInt8] {
    let (from, to) = ("\(town.folder)/utf8", "\(town.folder)/gb18030")
    try town.write(bytes: Array(text.utf8), to: Array(from.utf8))
    let arguments = ["iconv", "-f", "UTF-8", "-t", "GB18030", "-o", to, from]
    let child = try Child(
      arguments, environment: ["PATH": "/usr/bin:/bin"], folder: "/", input: "/dev/null", output: "/dev/null",
      errors: "/dev/null")
    #expect(child.end(within: 60) == 0)
    return try #require(town.contents(of: to))
  }

  @Test func aSpreadsheetOfTheHotlineIsDispatched() throws {
    let town = try town(Self.hotline)
    folder(town, "hotline-12345")
    let rows =
      Self.head + ",来电\r\n" + "G1,1001,440311001,\"占道, \"\"两\"\"辆\r\n车\",2026/3/2 9:05:07,13800138000\r\n"
      + "G2,9999,440311001,无人管,2026/3/2 9:06:00,\r\n"
    try town.drop("hotline-12345/日报.csv", bytes: try gb18030(rows, town))
    try town.pass(at: Moment.monday10)
    #expect(try told(town) == ["G1 2 accepted", "G2 4 accepted"])
    let paper = try #require(try town.papers(at: "heshuikou/heshuikou-01/patrol").first?.content["event"])
    #expect(paper["id"] == "G1" && paper["source"] == "hotline-12345" && paper["matter"] == "UM-001")
    #expect(paper["grid"] == "heshuikou-01" && paper["time"] == "2026-03-02T09:05:07+08:00")
    #expect(paper["summary"] == "占道, \"两\"辆\r\n车" && paper["来电"] == "13800138000" && paper["type"] == "report")
    let waiting = try #require(try town.papers(at: "triage").first?.content["event"])
    #expect(waiting["id"] == "G2" && waiting["matter"] == "9999" && waiting["来电"] == .null)
    #expect(try town.export()[0]["producer"] == "hotline-12345")
    try town.verify()
  }

  @Test func aBadRowIsRefusedAloneWithItsLineAndColumn() throws {
    let town = try town(Self.hotline)
    folder(town, "hotline-12345")
    var bytes = try gb18030(
      Self.head + "\r\n" + "A1,1001,440311001,占道,2026/3/2 9:05:07\r\n" + "A2,1001,440311001,少\r\n"
        + "A3,1001,440311001,多,2026/3/2 9:05:07,x\r\n" + ",1001,440311001,无号,2026/3/2 9:05:07\r\n"
        + "4.40311E+11,1001,440311001,号,2026/3/2 9:05:07\r\n" + "A6,1001,4.40311E+11,号,2026/3/2 9:05:07\r\n"
        + "A7,1001,440311001,日期,46083.38\r\n" + "A8,1001,440311001,日期,2026-03-02\r\n"
        + "A9,1001,440311001,5\" 管,2026/3/2 9:05:07\r\n" + "A10,1001,440311001,\"未闭合,2026/3/2 9:05:07\r\n", town)
    bytes += Array("A11,1001,440311001,".utf8) + [0xFF, 0xFF] + Array(",2026/3/2 9:05:07\r\n".utf8)
    bytes += try gb18030("A12,1001,440311001,好,2026/3/2 9:05:07", town)
    try town.drop("hotline-12345/a.csv", bytes: bytes)
    try town.pass(at: Moment.monday10)
    #expect(
      try told(town) == [
        "A1 2 accepted", "A2 3 rejected row-cells 3:19", "A3 4 rejected row-cells 4:38",
        "- 5 rejected missing-id 5:1", "4.40311E+11 6 rejected spreadsheet-number 6:1",
        "A6 7 rejected spreadsheet-number 7:9", "A7 8 rejected spreadsheet-number 8:22",
        "A8 9 rejected bad-time 9:22", "- 10 rejected bad-quote 10:19", "- 11 rejected bad-quote 11:20",
        "A11 12 rejected encoding 12:20", "A12 13 accepted",
      ])
    let shown = try town.json("show", "--record", "11")
    #expect(shown["source"] == "hotline-12345" && shown["file"] == "a.csv" && shown["column"] == 20)
    let raw = Array("A11,1001,440311001,".utf8) + [0xFF, 0xFF] + Array(",2026/3/2 9:05:07".utf8)
    try town.gridpost("show", "--record", "11", "--raw").exits(0)
    #expect(town.quarantined() == [])
    #expect(raw.count == 38)
    town.language = "zh_CN.UTF-8"
    try town.gridpost("show", "--record", "5").exits(0).says("电子表格", "文本格式")
    try town.verify()
  }

  @Test func habitsOfSpreadsheetsAreMet() throws {
    let town = try town("desk: {may: [report], fields: {编号: id, 事项: matter, 分格: grid}}")
    folder(town, "desk")
    try town.drop("desk/1.csv", text: "\u{FEFF}sep=;\r\n编号;事项;分格;备注\r\n=\"0012\";UM-001;heshuikou-01;a,b\r\n;;;\r\n")
    try town.drop("desk/2.csv", text: "编号\t事项\t分格\r\u{A0}0013\u{3000}\tUM-001\t\u{3000}heshuikou-01\r\r")
    try town.drop("desk/3.CSV", text: "编号;事项;分格\n\"=\"\"0014\"\"\";占道经营;heshuikou-01")
    let wide = "编号,事项,分格,说明\r\n0015,UM-001,heshuikou-01,\"一\r\n二\"\r\n".utf16
    try town.drop("desk/4.csv", bytes: [0xFF, 0xFE] + wide.map { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }.flatMap { $0 })
    try town.pass(at: Moment.monday10)
    let records = try town.export()
    #expect(Set(records.compactMap { $0["id"].text }) == ["0012", "0013", "0014", "0015"])
    let told = try told(town)
    #expect(records.allSatisfy { $0["state"] == "accepted" && $0["source"] == "desk" }, "\(told)")
    let events = try town.papers(at: "heshuikou/heshuikou-01/patrol").map { $0.content["event"] }
    #expect(events.count == 4)
    #expect(events.contains { $0["备注"] == "a,b" } && events.contains { $0["说明"] == "一\r\n二" })
    try town.verify()
  }

  @Test(arguments: [
    ("编号,事项\n1,UM-001\n", "no-column"), ("编号,事项,分格,备注,备注\n1,UM-001,heshuikou-01,,\n", "column-twice"),
    ("编号,事项,分格,grid\n1,UM-001,heshuikou-01,\n", "column-twice"), ("编号,事项,分格\n", "empty"), (" \n,,\n", "empty"),
    (#"{"id":"1","source":"desk"}"#, "bad-quote"), ("\"编号,事项,分格\n1,UM-001,heshuikou-01\n", "bad-quote"),
  ]) func aTableWithoutAGoodHeadIsRefused(_ text: String, _ code: String) throws {
    let town = try town("desk: {may: [report], format: csv, fields: {编号: id, 事项: matter, 分格: grid}}")
    folder(town, "desk")
    try town.drop("desk/a.csv", text: text)
    try town.pass(at: Moment.monday10)
    #expect(town.quarantined() == ["a.csv"])
    #expect(town.contents(of: town.quarantine + "/a.csv") == Array(text.utf8))
    let reason = try JSON(parsing: Child.text(town.quarantine + "/a.csv.reason.json"))
    #expect(
      reason["code"].text == code && reason["line"] != .null && reason["producer"] == "desk", "\(reason.rendered)")
    #expect(try town.export().isEmpty)
    try town.verify()
  }

  @Test func aTableInTheInboxItselfNeedsASourceAndAHead() throws {
    let town = try Town()
    try town.drop("a.csv", text: "id,source,matter,grid\nr1,app,UM-001,heshuikou-01\nr2,,UM-001,heshuikou-01\n")
    try town.drop("b.csv", text: "1,2026/3/2,UM-001\n2,2026/3/2,UM-001\n")
    try town.pass(at: Moment.monday10)
    #expect(try told(town) == ["r1 2 accepted", "r2 3 rejected missing-source 3:1"])
    #expect(town.quarantined() == ["b.csv"])
    try town.verify()
  }

  @Test func ratingsComeAsASpreadsheet() throws {
    let town = try town(
      "firms: {type: rate, fields: {序号: id, 企业: subject, 颜色: risk, 分格: grid, 风险点: points}, codes: {risk: {红: red, 蓝: blue}}}"
    )
    folder(town, "firms")
    try town.drop(
      "firms/四色.csv", text: "序号,企业,颜色,分格,风险点\n1,甲厂,红,heshuikou-01,气瓶；配电箱、通道\n2,乙店,blue,,\n3,丙店,紫,,\n4,丁店,红,nowhere,\n")
    try town.pass(at: Moment.monday10)
    #expect(
      try told(town) == [
        "1 2 accepted", "2 3 accepted", "3 4 rejected unknown-risk 4:6", "4 5 rejected unknown-grid",
      ])
    let firm = try town.json("show", "--subject", "甲厂")
    #expect(firm["risk"] == "red" && firm["grid"] == "heshuikou-01")
    #expect(firm["points"].array == ["气瓶", "配电箱", "通道"])
    try town.verify()
  }

  @Test func aSourcesOwnWordsHoldForItsJSONToo() throws {
    let town = try town(
      "desk: {fields: {no: id, what: matter, where: grid, when: time}, codes: {matter: {\"7\": UM-001}}, time: yyyyMMdd, unknown_codes: reject}"
    )
    folder(town, "desk")
    try town.drop(
      "desk/a.ndjson",
      text: #"{"no":"1","what":7,"where":"heshuikou-01","when":"20260302","x":[1]}"# + "\n"
        + #"  {"no":"2","what":"8","where":"heshuikou-01"}"# + "\n" + #"{"no":"3","what":"7","where":"g"}"# + "\n"
        + #"{"no":"4","what":"UM-001","where":"heshuikou-01","when":"2026-03-02"}"# + "\n" + #"{"no":5}"# + "\n")
    try town.drop("desk/b.json", text: #"[{"no":"6","source":"desk","what":"占道经营","where":"heshuikou-01"}]"#)
    try town.pass(at: Moment.monday10)
    #expect(
      try told(town) == [
        "1 1 accepted", "2 2 rejected unknown-code 2:20", "3 3 rejected unknown-code 3:30",
        "4 4 rejected bad-time 4:57",
        "- 5 rejected wrong-type 5:7", "6 1 accepted",
      ])
    let paper = try #require(
      try town.papers(at: "heshuikou/heshuikou-01/patrol").first { $0.content["event"]["id"] == "1" })
    #expect(paper.content["event"]["time"] == "2026-03-02T00:00:00+08:00")
    #expect(paper.content["event"]["x"].array.count == 1 && paper.content["event"]["matter"] == "UM-001")
    let raw = try town.gridpost("show", "--record", "1", "--raw").exits(0).out
    #expect(raw == #"{"no":"1","what":7,"where":"heshuikou-01","when":"20260302","x":[1]}"#)
    try town.verify()
  }

  @Test func theFormatThatASourceNamesWinsOverTheEnding() throws {
    let town = try town("lines: {may: [report], format: ndjson}", "table: {may: [report], format: csv}")
    folder(town, "lines")
    folder(town, "table")
    try town.drop(
      "lines/a.json", text: report("a", source: "lines").rendered + "\n" + report("b", source: "lines").rendered)
    try town.drop("table/a.json", text: "id,matter,grid\nc,UM-001,heshuikou-01\n")
    try town.pass(at: Moment.monday10)
    #expect(Set(try town.export().compactMap { $0["id"].text }) == ["a", "b", "c"])
    #expect(try town.status()["records"]["accepted"] == 3)
    try town.verify()
  }

  @Test func aRowIsTheSameAsItsObject() throws {
    let town = try town("desk: {may: [report], fields: {编号: id}}")
    folder(town, "desk")
    try town.drop(
      "desk/a.csv", text: "编号,matter,grid,summary,空\n1,UM-001,heshuikou-01,摆摊,\n1,UM-001,heshuikou-01,摆摊,\n")
    try town.pass(at: Moment.monday10)
    let same: JSON = ["id": "1", "source": "desk", "matter": "UM-001", "grid": "heshuikou-01", "summary": "摆摊"]
    try town.drop("b.json", same)
    try town.drop("desk/c.csv", text: "编号,matter,grid,summary\n1,UM-001,heshuikou-01,别的\n")
    try town.pass(at: Moment.monday11)
    #expect(
      try told(town) == [
        "1 2 accepted", "1 3 duplicate", "1 1 duplicate", "1 2 rejected conflict",
      ])
    try town.gridpost("show", "--record", "1", "--raw").exits(0).says("1,UM-001,heshuikou-01,摆摊,")
    try town.verify()
  }

  @Test func aChangedFieldMapLosesAndDoublesNoRow() throws {
    let before = "desk: {may: [report], fields: {编号: id, 事项: matter}}"
    let town = try town(before)
    folder(town, "desk")
    let rows = (1...6000).map { "n\($0),UM-001,heshuikou-01" }.joined(separator: "\n")
    let file = "编号,事项,grid\n\(rows)\n"
    let daemon = try town.run()
    try town.drop("desk/a.csv", text: file)
    try town.until("some rows are in", within: 60) { (try town.status()["records"]["accepted"].int ?? 0) > 0 }
    kill(daemon.child.pid, SIGKILL)
    _ = daemon.child.end(within: 20)
    try town.write(
      Rules().with { $0.sections.append("sources:\n  desk: {may: [report], fields: {编号: id, 事项: matter, 新列: note}}") })
    try town.pass(at: "2099-03-02T10:00:00+08:00")
    let status = try town.expectBalance()
    #expect(status["records"]["accepted"] == 6000, "\(status.rendered)")
    #expect(town.quarantined() == [])
    let ids = try town.export().filter { $0["state"] == "accepted" }.compactMap { $0["id"].text }
    #expect(ids.count == 6000 && Set(ids).count == 6000)
    try town.verify()
  }

  @Test func routeReadsATableInTheWordsOfItsFolder() throws {
    let town = try town(
      "desk: {may: [report], fields: {编号: id, 事项: matter, 分格: grid}, codes: {matter: {\"7\": UM-001}}}")
    folder(town, "desk")
    try town.drop("desk/.a.csv", text: "编号;事项;分格\n1;7;heshuikou-01\n")
    let answer = try town.json("route", town.inbox + "/desk/.a.csv")
    #expect(answer["to"] == "heshuikou/heshuikou-01/patrol" && answer["matter"] == "UM-001", "\(answer.rendered)")
    try town.drop(".b.csv", text: "id,source,matter,grid\n1,app,UM-001\n")
    try town.gridpost("route", town.inbox + "/.b.csv").exits(65).says(":2:7: error[row-cells]")
  }
}
