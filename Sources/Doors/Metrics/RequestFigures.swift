internal import Synchronization

/// How many requests were answered, and how long that took; from the start of this process.
package final class RequestFigures: Sendable {
  private struct Key: Hashable {
    let route: String
    let method: String
    let code: Int
  }

  private struct State {
    var counts: [Key: Int] = [:]
    var buckets = [Int](repeating: 0, count: bounds.count + 1)
    var microseconds: Int64 = 0
  }

  /// Up to how many microseconds each bucket goes, and as seconds are written.
  private static let bounds: [(microseconds: Int64, text: String)] = [
    (1_000, "0.001"), (5_000, "0.005"), (10_000, "0.01"), (25_000, "0.025"), (50_000, "0.05"), (100_000, "0.1"),
    (250_000, "0.25"), (500_000, "0.5"), (1_000_000, "1.0"), (2_500_000, "2.5"), (5_000_000, "5.0"),
    (10_000_000, "10.0"), (30_000_000, "30.0"),
  ]
  private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]

  private let state = Mutex(State())

  /// None yet.
  package init() {}

  /// Counts an answer.
  ///
  /// - Parameter route: the path of the door; nil where there is none.
  package func count(route: String?, method: String, code: Int, microseconds: Int64) {
    // Whoever asks must not be able to make names without end.
    let key = Key(route: route ?? "", method: Self.methods.contains(method) ? method : "other", code: code)
    let bucket = Self.bounds.firstIndex { microseconds <= $0.microseconds } ?? Self.bounds.count
    state.withLock { state in
      state.counts[key, default: 0] += 1
      state.buckets[bucket] += 1
      state.microseconds += microseconds
    }
  }

  /// As they are told.
  package var families: [MetricFamily] {
    let (counts, buckets, sum) = state.withLock { ($0.counts, $0.buckets, $0.microseconds) }
    let samples = counts.sorted {
      ($0.key.route, $0.key.method, $0.key.code) < ($1.key.route, $1.key.method, $1.key.code)
    }
    .map { key, count in
      MetricFamily.Sample(
        [("route", key.route), ("method", key.method), ("code", "\(key.code)")], "\(count)")
    }
    let rest = "\(sum % 1_000_000)"
    let seconds = "\(sum / 1_000_000)." + String(repeating: "0", count: 6 - rest.utf8.count) + rest
    return [
      MetricFamily("gridpost_http_requests_total", .counter, "Requests answered.", samples),
      MetricFamily(
        "gridpost_http_request_duration_seconds", .histogram, "How long requests took.",
        MetricFamily.histogram(bounds: Self.bounds.map(\.text), counts: buckets, sum: seconds)),
    ]
  }
}
