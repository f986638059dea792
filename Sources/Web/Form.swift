/// Where forms lead, and the names of what they bring beside the fields of an event, which bear the events' own names.
package enum Form {
  /// The hidden field with the form's token.
  package static let token = "form"
  /// The hidden field with the step's word.
  package static let step = "step"
  /// The hidden field with the number of the last history line that whoever steps has seen.
  package static let seen = "seen"
  /// The hidden field with the mark of one showing of a form: what is sent twice under it is done once.
  package static let once = "once"
  /// A box of a list: an item's id.
  package static let item = "item"
  /// The hidden field with the page to go back to.
  package static let back = "next"

  /// One step on many.
  package static let manySteps = "/steps"
  /// A report by hand.
  package static let report = "/new"
  /// Putting the held rules in force.
  package static let apply = "/rules/apply"
  /// Moving what the rules in force give to somebody else.
  package static let redispatch = "/redispatch"
  package static let login = "/login"
  package static let logout = "/logout"
}
