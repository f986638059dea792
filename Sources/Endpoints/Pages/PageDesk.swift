package import Board
internal import Custody
internal import Ledger
internal import Linux
internal import Users
package import Web

/// Makes pages: puts together what one is made of, and asks it of the board.
package struct PageDesk: Sendable {
  let desk: Desk

  /// Pages of this desk.
  package init(_ desk: Desk) { self.desk = desk }

  /// What a page is made of, for who asks.
  ///
  /// - Parameter isForStrangers: whether it tells nothing of the ledger, and so need not wait for it.
  package func reading(_ call: Call, isForStrangers: Bool = false) throws(Problem) -> BoardReading {
    let ledger = try desk.window.ledger()
    do {
      let book = try ledger.flatMap { try desk.book($0) }
      var reading = BoardReading(
        ledger: ledger, book: book, now: call.request.now, language: call.request.language,
        viewer: call.viewer ?? Viewer(), names: desk.names(of: book))
      let troubles = try desk.troubles.current(desk, at: call.request.now, call.request.language)
      (reading.degraded, reading.held) = (troubles.degraded, troubles.held)
      if let ledger, !isForStrangers {
        let kept = try desk.current(ledger, under: book)
        (reading.cases, reading.figures) = (kept.cases, kept.figures)
      }
      reading.target = call.request.target
      let (shared, viewer) = (desk, call.viewer)
      reading.steps = { shared.steps(of: viewer, on: $0, under: book) }
      return reading
    } catch { throw Problem(any: error) }
  }

  /// A page, or the page that says why it is not shown.
  ///
  /// - Parameter refused: what the page says no to, beside all else that it shows.
  package func page(
    _ call: Call, isForStrangers: Bool = false, refused: Problem? = nil,
    _ make: (BoardReading, Query) throws -> Page
  ) throws(Problem) -> WebAnswer {
    let reading = try reading(call, isForStrangers: isForStrangers)
    do {
      return try make(reading, call.request.query).answer.asking(for: refused)
    } catch let problem as Problem {
      return try answer(problem, reading, call.request.query)
    } catch { throw Problem(any: error) }
  }

  /// The page that says why something is not shown or not done.
  package func page(_ problem: Problem, _ call: Call) throws(Problem) -> WebAnswer {
    try answer(problem, try reading(call), call.request.query)
  }

  private func answer(_ problem: Problem, _ reading: BoardReading, _ query: Query) throws(Problem) -> WebAnswer {
    do {
      return try ProblemPage.page(reading, query, problem).answer.asking(for: problem)
    } catch { throw Problem(any: error) }
  }
}
