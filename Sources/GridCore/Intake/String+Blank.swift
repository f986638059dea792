extension String {
  /// Whether nobody could read anything in it: it is empty, or all of it is white space or characters without a shape.
  ///
  /// Unicode's White_Space has the blanks of every script (U+3000, U+00A0), and not the blank of no width (U+200B): that is one of
  /// the characters without a shape, which a keyboard or a form leaves behind as easily.
  package var isBlank: Bool {
    unicodeScalars.allSatisfy { scalar in
      scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
        || scalar.properties.generalCategory == .control
    }
  }
}
