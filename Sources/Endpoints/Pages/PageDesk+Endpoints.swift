internal import Board
internal import Doors
internal import Web

extension PageDesk {
  /// What makes a page.
  typealias Making<Made> = @Sendable (BoardReading, Query) throws -> Made

  /// A page at its path.
  func endpoint(_ path: String, _ asks: [Parameter] = [], _ make: @escaping Making<Page>) -> Endpoint {
    .get(path, isPage: true, asks: asks) { call throws(Problem) in try page(call, make) }
  }

  /// A page at its path, for eyes or as a table.
  func endpoint(
    _ path: String, _ asks: [Parameter], page make: @escaping Making<Page>, csv: @escaping Making<WebAnswer>
  ) -> Endpoint {
    .get(path, isPage: true, asks: asks + [.words("format", ["csv"])]) { call throws(Problem) in
      guard call.request.query["format"] == "csv" else { return try page(call, make) }
      let reading = try reading(call)
      do { return try csv(reading, call.request.query) } catch { throw Problem(any: error) }
    }
  }
}
