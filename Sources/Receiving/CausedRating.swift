package import GridCore

/// A subject as a rating has left it, and the record that says so.
package struct CausedRating: Sendable {
  package let cause: Reception.RecordReference
  package let subject: RatedSubject
  package let note: String?

  package init(cause: Reception.RecordReference, subject: RatedSubject, note: String?) {
    self.cause = cause
    self.subject = subject
    self.note = note
  }
}
