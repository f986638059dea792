extension Unicode.Scalar {
  /// Whether it is white space; ASCII and Chinese characters, which texts end with nearly always, are not looked up.
  var isBlank: Bool {
    switch value {
    case 0x21...0x7E, 0x3001...0xD7FF: false
    default: properties.isWhitespace
    }
  }
}

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
