internal import Doors
internal import GridCore
internal import Web

/// `GET stream`: what changes, as it changes.
enum StreamEndpoint {
  private static let asks: [Parameter] = [
    .number("after", 0...(.max)), .address("holder"), .words("state", ItemState.self),
  ]

  /// The endpoint.
  static func endpoints(_ desk: Desk) -> [Endpoint] {
    [
      Endpoint("GET", "/api/v1/stream", .viewers, asks: asks) { call throws(Problem) in
        .stream(try StreamQuestion(call, desk))
      }
    ]
  }
}
