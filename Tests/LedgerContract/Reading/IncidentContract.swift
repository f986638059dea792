import GridCore
import Ledger
import LedgerStories
import Testing

/// What happened to the daemon and not to an item.
@Suite struct IncidentContract {
  @Test(arguments: Store.all) func incidentsAreToldLatestFirst(_ store: Store) throws {
    try store.tell { intake in
      for code in ["clock-step", "rules-refused"] {
        try intake.ledger.record(Incident(at: noon(), code: code, text: "so it was"))
      }
      #expect(try intake.ledger.incidents(limit: 10).map(\.code) == ["rules-refused", "clock-step"])
    }
  }
}
