import Foundation

/// Which room may know which: Package.swift says it, and the imports say the same.
extension TidyRule {
  /// Who must never know whom, in the order of the page "Where things go"; a star is every room.
  private static let forbidden: [(from: Set<String>, to: Set<String>)] = [
    (["GridCore", "Values", "Words"], ["*"]),
    (["Town", "Receiving", "Seals", "JSON"], ["Words", "Linux", "Formats", "Spool", "Ledger", "Rules"]),
    (["Formats"], ["Linux", "YAML", "Rules", "Spool", "Ledger"]),
    (["Spool"], ["GridCore", "Formats", "Rules", "Ledger"]),
    (["Ledger", "Postings", "Proof", "LedgerStore"], ["Words", "Linux", "Formats", "Rules", "Spool"]),
    (["Laws", "Reports", "Cases", "Web", "Board", "Overview", "Desks"], ["Spool", "LedgerStore"]),
    (["YAML"], ["GridCore", "Linux", "Rules"]),
    (["CourierService"], ["Spool", "Ledger", "Rules"]),
    (["Couriers"], ["Linux", "Ledger", "Spool"]),
    (["Daemon"], ["YAML", "Rules", "LedgerStore", "Answers", "Web"]),
    (["Answers"], ["Web", "Spool", "LedgerStore"]),
    (["Endpoints", "Serving", "Console", "gridpost"], ["LedgerStore"]),
  ]

  static func wrongArrows(_ tree: SourceTree) -> [String] {
    let ours = Set(tree.targets.map(\.name))
    let modules = tree.targets.reduce(ours) { $0.union($1.knows) }
    return tree.targets.flatMap { target in
      let files = tree.all.filter { $0.path.hasPrefix(target.folder + "/") }
      let imported = Set(files.flatMap(\.imports))
      // Tests run the program without importing it.
      let unused = target.knows.subtracting(imported).subtracting(["gridpost"])
      let undeclared = imported.intersection(modules).subtracting(target.knows)
      let wrong = forbidden.filter { $0.from.contains(target.name) }.flatMap { rule in
        rule.to == ["*"] ? target.knows.intersection(ours) : target.knows.intersection(rule.to)
      }
      return unused.map { "\(target.name) declares \($0), which it does not import" }
        + undeclared.map { "\(target.name) imports \($0), which it does not declare" }
        + wrong.map { "\(target.name) must not know \($0)" }
    }
  }
}
