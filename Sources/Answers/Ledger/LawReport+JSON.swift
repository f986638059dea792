package import JSON
package import Laws
internal import Ledger
package import Words

extension LawReport {
  /// The answer as `verify` has it.
  package func write(to writer: inout JSONWriter, language: Language) {
    writer.beginObject()
    writer.field("ok", ok)
    writer.key("laws")
    writer.beginArray()
    for law in laws {
      writer.beginObject()
      writer.field("law", law.law)
      writer.field("ok", law.ok)
      writer.field("text", law.words.text(language))
      writer.endObject()
    }
    writer.endArray()
    writer.group("counts", figures)
    writer.endObject()
  }

  private var figures: [(String, Int)] {
    [
      ("files_taken", counts.filesTaken), ("files_quarantined", counts.filesQuarantined),
      ("files_replayed", counts.filesReplayed), ("received", counts.received), ("accepted", counts.accepted),
      ("rejected", counts.rejected), ("conflict", counts.conflict), ("duplicate", counts.duplicate),
      ("held", counts.held), ("open", counts.open),
      ("suspended", counts.suspended), ("resolved", counts.resolved), ("closed", counts.closed), ("void", counts.void),
      ("on_site", counts.onSite), ("triage", counts.triage), ("overdue", counts.overdue),
      ("owed", counts.noticesOwed), ("delivered", counts.noticesDelivered),
      ("pending", counts.noticesOwed - counts.noticesDelivered), ("escalations", counts.escalations),
    ]
  }
}
