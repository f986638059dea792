import Answers
import ArgumentParser
import Console
import Formats
import GridCore
import JSON
import Words

/// Whether people are shown ids and addresses instead of names.
struct NamingOption: ParsableArguments {
  @Flag(name: .long, help: ArgumentHelp(say("Show ids and addresses, not names.", "显示编号和地址，不显示名称。")))
  var ids = false
}

/// What people read in the place of ids and of moments in UTC: the names of the rules in force and the town's own time.
///
/// English readers are shown ids beside the names, for they type them; Chinese ones only where they ask for them.
struct Naming {
  let book: RuleBook?
  private let ids: Bool
  private let names: AddresseeNames

  init(_ book: RuleBook?, ids: Bool) {
    self.book = book
    self.ids = ids
    names = AddresseeNames(book)
  }

  func holder(_ addressee: Addressee) -> String {
    ids ? addressee.text : names[addressee].text(language)
  }

  func matter(_ code: String) -> String {
    named(code, book?.matter(code)?.name)
  }

  func duty(_ id: String) -> String {
    named(id, book?.dutyName(id))
  }

  func group(_ id: String) -> String {
    named(id, book?.groups.first { $0.id == id }?.name)
  }

  func grid(_ id: String) -> String {
    named(id, book?.grids.first { $0.id == id }?.name)
  }

  func time(_ moment: Timestamp) -> String {
    RFC3339.localText(moment, offset: book?.calendar.utcOffset ?? 0)
  }

  private func named(_ id: String, _ name: String?) -> String {
    guard let name else { return id }
    return language == .zh && !ids ? name : "\(id) \(name)"
  }
}
