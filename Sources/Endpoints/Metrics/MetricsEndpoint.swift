internal import Answers
internal import Custody
internal import Doors
internal import GridCore
internal import Ledger
internal import Users
internal import Web
internal import Words

/// `/metrics`, for Prometheus.
enum MetricsEndpoint {
  /// The endpoint.
  static func endpoints(_ desk: Desk) -> [Endpoint] {
    let tries = TryFigures(statePath: desk.settings.statePath)
    return [
      // Not of those that are made once for many: `Accept` makes two answers of one question.
      Endpoint("GET", "/metrics", desk.options.hasPublicMetrics ? .strangers : .viewers) { call throws(Problem) in
        let status = try desk.status(at: call.request.now, .en)
        let families = families(of: status) + [tries.family] + desk.requests.families
        let format = MetricFormat(accept: call.request.headers["accept"])
        return .answer(WebAnswer(type: format.type, format.bytes(families)))
      }
    ]
  }

  private static func families(of status: Status) -> [MetricFamily] {
    let counts = status.counts
    let outcomes = [
      ("accepted", counts.accepted), ("rejected", counts.rejected), ("duplicate", counts.duplicate),
      ("held", counts.held),
    ]
    let states = [
      ("open", counts.open), ("suspended", counts.suspended), ("resolved", counts.resolved), ("closed", counts.closed),
      ("void", counts.void),
    ]
    let gauge = { (name: String, help: String, count: Int) in
      MetricFamily(name, .gauge, help, [MetricFamily.Sample([], "\(count)")])
    }
    return [
      MetricFamily(
        "gridpost_records_total", .counter, "Records received, by what became of them.",
        outcomes.map { MetricFamily.Sample([("outcome", $0.0)], "\($0.1)") }),
      MetricFamily(
        "gridpost_items", .gauge, "Items by their state.",
        states.map { MetricFamily.Sample([("state", $0.0)], "\($0.1)") }
      ),
      gauge("gridpost_items_overdue", "Open items past their deadline.", counts.overdue),
      gauge("gridpost_notices_pending", "Notices owed and not yet laid down.", status.pending),
      gauge("gridpost_inbox_files", "Files that wait in the inbox.", status.waiting),
      MetricFamily(
        "gridpost_degraded", .gauge, "What is wrong now.",
        // A couple of faults may share a code.
        Set(status.degraded.map(\.code)).sorted().map { MetricFamily.Sample([("code", $0)], "1") }),
    ]
  }
}

extension Desk {
  /// Counts an answer.
  ///
  /// - Parameter route: the path of the door; nil where there is none.
  package func answered(route: String?, method: String, code: Int, microseconds: Int64) {
    requests.count(route: route, method: method, code: code, microseconds: microseconds)
  }
}
