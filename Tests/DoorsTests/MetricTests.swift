import Testing

@testable import Doors

@Suite struct MetricTests {
  private static let families = [
    MetricFamily("a_total", .counter, "Back\\slash\nand \"quotes\".", [.init([("x", "a\"b\\c\nd")], "1")]),
    MetricFamily("b", .gauge, "B.", [.init([], "2")]),
    MetricFamily(
      "c_seconds", .histogram, "C.",
      MetricFamily.histogram(bounds: ["0.1", "1.0"], counts: [1, 0, 2], sum: "7.5")),
  ]

  @Test func theTextFormatEscapesAndSums() {
    #expect(
      String(decoding: MetricFormat.text.bytes(Self.families), as: UTF8.self) == """
        # HELP a_total Back\\\\slash\\nand "quotes".
        # TYPE a_total counter
        a_total{x="a\\"b\\\\c\\nd"} 1
        # HELP b B.
        # TYPE b gauge
        b 2
        # HELP c_seconds C.
        # TYPE c_seconds histogram
        c_seconds_bucket{le="0.1"} 1
        c_seconds_bucket{le="1.0"} 1
        c_seconds_bucket{le="+Inf"} 3
        c_seconds_sum 7.5
        c_seconds_count 3

        """)
  }

  @Test func openMetricsNamesCountersWithoutTheirEndAndEnds() {
    let text = String(decoding: MetricFormat.openMetrics.bytes(Self.families), as: UTF8.self)
    #expect(text.hasPrefix("# HELP a Back\\\\slash\\nand \\\"quotes\\\".\n# TYPE a counter\na_total{"))
    #expect(text.hasSuffix("c_seconds_count 3\n# EOF\n"))
  }

  @Test(
    arguments: [
      (nil, false), ("*/*", false), ("text/plain", false), ("application/openmetrics-text", true),
      ("application/openmetrics-text; version=1.0.0; q=0.5, text/plain;q=0.4, */*;q=0.1", true),
      ("application/openmetrics-text;q=0.2,text/plain;q=0.8", false), ("application/openmetrics-text;q=0", false),
      ("Application/OpenMetrics-Text;version=1.0.0,text/plain;version=0.0.4;q=0.5", true), ("nonsense", false),
    ] as [(String?, Bool)]) func theFormatIsTheOneThatIsWanted(_ accept: String?, _ isOpen: Bool)
  {
    #expect((MetricFormat(accept: accept) == .openMetrics) == isOpen)
  }
}
