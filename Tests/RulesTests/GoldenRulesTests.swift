import Checking
import Formats
import FuzzPromises
import Glibc
import GridCore
import Testing
import Words

@testable import Rules

/// Broken and unusual rules files, and what is said about them; `GRIDPOST_GOLDEN=rewrite` writes what is said now.
@Suite struct GoldenRulesTests {
  static let cases = FuzzCorpus.names(in: TestFiles.golden).filter { $0.hasSuffix(".case") }
  /// A Monday, 2026-03-02 at 10:00 in China, by whose day the warnings are told.
  static let now = Timestamp(seconds: 1_772_416_800)
  static let isRewriting = getenv("GRIDPOST_GOLDEN").map { String(cString: $0) } == "rewrite"

  @Test func thereAreCases() {
    #expect(Self.cases.count >= 50)
  }

  @Test(arguments: cases) func faultsReadAsWritten(_ name: String) throws {
    let path = "\(TestFiles.golden)/\(name)"
    let (input, expected) = try TestFiles.parts(of: TestFiles.read(path))
    let language: Language = name.hasSuffix(".zh.case") ? .zh : .en
    let loaded = load(input).checked(at: Self.now).rules
    let rendering = DiagnosticRendering(name: "rules.yaml", bytes: input, language: language)
    let output = loaded.diagnostics.isEmpty ? "no faults\n" : rendering.text(loaded.diagnostics)
    #expect((loaded.book == nil) == loaded.diagnostics.contains { $0.severity == .error })
    if Self.isRewriting {
      try TestFiles.write(input + Array("----------\n".utf8) + Array(output.utf8), to: path)
    } else {
      #expect(output == expected, "\(name)")
    }
  }
}
