import Answers
import ArgumentParser
import Formats
package import GridCore
import JSON
import Words

/// Whether people are shown ids and addresses instead of names.
package struct NamingOption: ParsableArguments {
  @Flag(name: .long, help: ArgumentHelp(say("Show ids and addresses, not names.", "显示编号和地址，不显示名称。")))
  package var ids = false

  package init() {}
}

/// What people read in the place of ids and of moments in UTC: the names of the rules in force and the town's own time.
///
/// English readers are shown ids beside the names, for they type them; Chinese ones only where they ask for them.
package struct Naming {
  /// Where the names are from.
  package let book: RuleBook?
  private let ids: Bool
  private let names: AddresseeNames

  /// The names of a book; with `ids` none.
  package init(_ book: RuleBook?, ids: Bool) {
    self.book = book
    self.ids = ids
    names = AddresseeNames(book)
  }

  /// Whose something is.
  package func holder(_ addressee: Addressee) -> String {
    ids ? addressee.text : names[addressee].text(language)
  }

  /// A matter by its code.
  package func matter(_ code: String) -> String {
    named(code, book?.matter(code)?.name)
  }

  /// A duty.
  package func duty(_ id: String) -> String {
    named(id, book?.dutyName(id))
  }

  /// A functional group.
  package func group(_ id: String) -> String {
    named(id, book?.groups.first { $0.id == id }?.name)
  }

  /// A grid.
  package func grid(_ id: String) -> String {
    named(id, book?.grids.first { $0.id == id }?.name)
  }

  /// A moment as the town's clocks show it.
  package func time(_ moment: Timestamp) -> String {
    RFC3339.localText(moment, offset: book?.calendar.utcOffset ?? 0)
  }

  private func named(_ id: String, _ name: String?) -> String {
    guard let name else { return id }
    return language == .zh && !ids ? name : "\(id) \(name)"
  }
}
