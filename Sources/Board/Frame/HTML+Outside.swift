/// Texts that came from outside: of reports, notes, names of subjects, and whatever quotes them.
extension HTML {
  /// The most characters of such a text that a list shows.
  package static let mostInLists = 2_000
  /// The most marks over and under one letter that are shown: no writing has more, and no line breaks between them, so that they would
  /// make a page as wide and as high as somebody likes.
  static let mostMarks = 8

  /// A text from outside: isolated, never a link, with nothing in it that acts unseen.
  ///
  /// - Parameter most: cut behind so many characters, in lists.
  package mutating func outside(_ text: String, most: Int? = nil, _ attributes: Attributes = [:]) {
    element("bdi", attributes) { html in
      guard Self.mayHoldUnseen(text) || most.map({ text.utf8.count > $0 }) ?? false else { return html.text(text) }
      var plain = ""
      var (count, marks) = (0, 0)
      for scalar in text.unicodeScalars {
        if let most, count == most {
          plain += "…"
          break
        }
        count += 1
        guard Self.isUnseen(scalar) else {
          plain.unicodeScalars.append(Self.shown(scalar, after: &marks))
          continue
        }
        html.text(plain)
        plain = ""
        html.element("span", ["class": "unseen"], Self.name(of: scalar))
      }
      html.text(plain)
    }
  }

  /// The same in a list.
  package mutating func listed(_ text: String) { outside(text, most: Self.mostInLists) }

  /// The same where no element may stand, cut as in lists: in an attribute, an option, a title.
  package static func plain(_ text: String, most: Int = HTML.mostInLists) -> String {
    guard mayHoldUnseen(text) || text.utf8.count > most else { return text }
    var plain = ""
    var marks = 0
    for (count, scalar) in text.unicodeScalars.enumerated() {
      if count == most { return plain + "…" }
      if isUnseen(scalar) {
        plain += "[\(name(of: scalar))]"
      } else {
        plain.unicodeScalars.append(shown(scalar, after: &marks))
      }
    }
    return plain
  }

  /// A character, or the sign for what is not shown in place of one mark too many.
  private static func shown(_ scalar: Unicode.Scalar, after marks: inout Int) -> Unicode.Scalar {
    guard isMark(scalar) else {
      marks = 0
      return scalar
    }
    marks += 1
    return marks > mostMarks ? "\u{FFFD}" : scalar
  }

  /// What is written over, under or around the letter before it, or ties it to the next.
  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x300 else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: return true
    default: return scalar.value == 0x200C || scalar.value == 0x200D
    }
  }

  /// Whether two bytes are there with which an unseen mark begins in UTF-8, or many characters in a row that may be marks: most texts
  /// have none.
  private static func mayHoldUnseen(_ text: String) -> Bool {
    var lead: UInt8 = 0
    var marks = 0
    for unit in text.utf8 {
      switch (lead, unit) {
      case (0xD8, 0x9C), (0xE2, 0x80...0x81), (0xEF, 0xBB), (0xEF, 0xBF), (0xF3, 0xA0): return true
      default: lead = unit
      }
      switch unit {
      case 0x80...0xBF: break
      // Letters of Europe, and Chinese.
      case ..<0x80, 0xC2...0xCB, 0xE4...0xE9: marks = 0
      default: marks += 1
      }
      if marks > mostMarks { return true }
    }
    return false
  }

  /// What somebody typed himself, as a field has it again: without such marks, so that what he sends is what he sees.
  package static func typed(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { !isUnseen($0) }))
  }

  /// The unseen mark that begins at a byte of a text; nil where none does.
  static func unseen(at index: Int, of units: UnsafeBufferPointer<UInt8>) -> Unicode.Scalar? {
    // No mark begins with another byte, and hardly anything else begins with these.
    guard Self.begins(units[index]) else { return nil }
    var decoder = UTF8()
    var rest = units[index...].prefix(4).makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&rest), isUnseen(scalar) else { return nil }
    return scalar
  }

  private static func begins(_ unit: UInt8) -> Bool {
    switch unit {
    case 0xD8, 0xE2, 0xEF, 0xF3: true
    default: false
    }
  }

  /// Marks that reorder writing or hide in it, and separators that end lines unseen.
  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x61C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F:
      true
    default: false
    }
  }

  static func name(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
