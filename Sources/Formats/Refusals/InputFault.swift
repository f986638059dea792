package import Words

/// A fault of a text from outside: what it is, where it is, what was found and what was wanted.
package struct InputFault: Error, Hashable, Sendable {
  /// Why, in no language and without a place.
  package let refusal: Refusal
  /// The index of the byte concerned in the bytes handed in; their end where something is missing.
  package let offset: Int
  /// From 1.
  package let line: Int
  /// From 1, in Unicode scalars.
  package let column: Int
  /// Whether the text could still become good by more bytes at its end.
  package let endsEarly: Bool

  /// A fault at a byte and the place where that byte stands.
  package init(_ refusal: Refusal, offset: Int, at position: TextPosition, endsEarly: Bool) {
    self.refusal = refusal
    self.offset = offset
    line = position.line
    column = position.column
    self.endsEarly = endsEarly
  }

  /// What kind of fault it is.
  package var code: RejectionCode { refusal.code }

  /// What was found and what was wanted.
  package var message: Bilingual { refusal.message }
}
