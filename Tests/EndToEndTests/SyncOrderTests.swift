import Foundation
import Harness
import Testing

/// In which order papers are written, synced and laid down, as the kernel sees it.
@Suite struct SyncOrderTests {
  /// One paper's way, in lines of the trace.
  private struct Paper {
    var written: Int?
    var renaming: Int?
    var renamed: Int?
  }

  @Test(.enabled(if: Tools.strace, "strace is not here"))
  func eachPaperOfABacklogIsSyncedBeforeItIsLaidDownAndAfterwards() throws {
    let town = try Town()
    let count = 4_500
    try town.drop("many.ndjson", text: (0..<count).map { report("e-\($0)").rendered + "\n" }.joined())
    // All is owed before anything can be laid down, so that pages are laid down as fast as they can be.
    town.wrapper = Strace.command("syncfs", "error=EIO")
    try town.gridpost("pass", within: 120).exits(74)
    let trace = town.folder + "/trace"
    // Only what is asked for stops: else writing a page would take a delivery's whole turn, and no page another one's.
    town.wrapper = [
      "strace", "-f", "--seccomp-bpf", "-qq", "-o", trace, "-e", "trace=openat2,close,syncfs,renameat2",
    ]
    try town.gridpost("pass", within: 120).exits(0)
    town.wrapper = []

    let (papers, syncs) = follow(try String(contentsOfFile: trace, encoding: .utf8))
    #expect(papers.count == count)
    let early = papers.values.filter { paper in
      guard let written = paper.written, let renaming = paper.renaming else { return true }
      return !syncs.contains { $0.begun > written && $0.ended < renaming }
    }
    #expect(
      early.isEmpty, "\(early.count) papers were laid down before they were synced, one of them \(early.first as Any)")
    let loose = papers.values.filter { paper in !syncs.contains { $0.begun > paper.renamed ?? .max } }
    #expect(loose.isEmpty, "\(loose.count) papers were not synced where they lie")
    #expect(try town.papers().count == count)
    try town.verify()
  }

  private func follow(_ trace: String) -> (papers: [Substring: Paper], syncs: [(begun: Int, ended: Int)]) {
    var papers: [Substring: Paper] = [:]
    var syncs: [(begun: Int, ended: Int)] = []
    // By thread: what it has begun and not ended, and the paper it writes.
    var begun: [Substring: (line: Int, call: Substring)] = [:]
    var writing: [Substring: Substring] = [:]
    for (number, line) in trace.split(separator: "\n").enumerated() {
      guard let space = line.firstIndex(of: " ") else { continue }
      let thread = line[..<space]
      var call = line[space...].drop { $0 == " " }
      var first = number
      if call.hasSuffix("<unfinished ...>") {
        begun[thread] = (number, call)
        continue
      }
      let isGood = !call.contains(" = -1 ")
      if call.hasPrefix("<..."), let (line, beginning) = begun.removeValue(forKey: thread) {
        (first, call) = (line, beginning)
      }
      let name = call.split(separator: "\"", maxSplits: 2).dropFirst().first ?? ""
      if call.hasPrefix("syncfs") {
        syncs.append((first, number))
      } else if call.hasPrefix("openat2"), call.contains("O_EXCL"), name.hasSuffix(".json"), isGood {
        papers[name] = Paper()
        writing[thread] = name
      } else if call.hasPrefix("close"), let paper = writing.removeValue(forKey: thread) {
        papers[paper]?.written = number
      } else if call.hasPrefix("renameat2"), papers[name] != nil, isGood {
        papers[name]?.renaming = first
        papers[name]?.renamed = number
      }
    }
    return (papers, syncs)
  }
}
