internal import Formats

/// A text of the file in quotes; one that brings its own Chinese quotes along is not given a second pair.
func quoted(_ text: String) -> String {
  let result = Formats.quoted(text)
  guard text.unicodeScalars.first == "“", text.unicodeScalars.last == "”", text.unicodeScalars.count > 1,
    result.unicodeScalars.count == text.unicodeScalars.count + 2
  else { return result }
  return text
}
