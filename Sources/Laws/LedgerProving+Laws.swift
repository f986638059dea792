internal import GridCore
package import Ledger
package import Proof
internal import Words

extension LedgerProving {
  /// Checks the ledger's laws on one snapshot.
  ///
  /// - Parameters:
  ///   - deep: whether to look also where every reference leads.
  ///   - decisions: whether to take every decision again, too.
  package func verify(deep: Bool, decisions: Bool = false) throws(LedgerError) -> LawReport {
    let laws = try prove { snapshot in
      try LedgerWalk.laws(snapshot) + [integrity(of: snapshot, deep: deep)]
        + (decisions ? DecisionLaw.laws(snapshot) : [])
    }
    // The moment matters for lateness only, which laws do not ask about.
    return LawReport(laws: laws, counts: try counts(at: Timestamp(seconds: 0)))
  }

  /// The database's own check: what no walk through the rows meets, an index above all, may be damaged too.
  private func integrity(of snapshot: any LedgerSnapshot, deep: Bool) throws -> LawReport.Law {
    let faults = try snapshot.integrityFaults(deep: deep)
    let found = faults.joined(separator: "; ")
    let words =
      faults.isEmpty
      ? Bilingual(en: "the database's own check found nothing", zh: "数据库自检未发现问题")
      : Bilingual(en: found, zh: "数据库自检发现：\(found)")
    return LawReport.Law(law: "integrity", ok: faults.isEmpty, words: words)
  }
}
