internal import Answers
package import GridCore
package import Ledger
internal import Reports
package import Web

extension BoardReading {
  /// Items as a table to take away (CSV), read as it is sent: a million take no more memory than a thousand. To be kept by nobody on the
  /// way.
  ///
  /// - Parameter next: the items behind a place, nil at the end; moves the position on.
  package func itemTable(
    _ name: String, _ next: @escaping @Sendable (any LedgerReading, inout WebPieces.Place) throws -> [Item]?
  ) -> WebAnswer {
    let (names, book, sheet) = (AddresseeNames(book), book, ReportQuery.itemSheet)
    var head = CSVWriter()
    sheet.writeHead(to: &head)
    var answer = WebAnswer.csv(name, head.takeBytes())
    guard let ledger else { return answer }
    answer.rest = WebPieces { place in
      guard let items = try next(ledger, &place) else { return nil }
      place.rows += items.count
      var rows = sheet
      rows.rows = items.map { ReportQuery.cells(of: $0, names, book) }
      var writer = CSVWriter()
      // The mark of the beginning stands in front of the head.
      _ = writer.takeBytes()
      rows.writeRows(to: &writer)
      return writer.takeBytes()
    }
    return answer
  }
}
