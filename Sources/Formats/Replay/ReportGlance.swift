package import GridCore
internal import JSON
internal import Values

/// What decides where a report goes, read where its bytes lie and without making texts of them.
///
/// It is for those who read a million reports again. Whatever it reads is what `EventReader` reads; where more would be needed, of an
/// envelope or of escapes, it reads nothing.
package struct ReportGlance: Sendable {
  /// Where the texts stand; nil where the report has none.
  package private(set) var matter: Range<Int>?
  package private(set) var community: Range<Int>?
  package private(set) var grid: Range<Int>?
  package private(set) var risk: Risk?
  /// Whether it was put right on the spot.
  package private(set) var isOnSite = false

  /// Reads the bytes of a report that was accepted once; nil where only `EventReader` can.
  package init?(_ bytes: ArraySlice<UInt8>) {
    do throws(JSONFlaw) {
      let isRead = try ByteWindow.over(KeptBytes.event(in: bytes)) { window throws(JSONFlaw) in try read(window) }
      if !isRead { return nil }
    } catch {
      return nil
    }
  }

  private mutating func read(_ window: ByteWindow) throws(JSONFlaw) -> Bool {
    var scanner = JSONScanner(window)
    return try scanner.scanMembers { key, scanner throws(JSONFlaw) in
      try read(Field(window, key), &scanner, window)
    }
  }

  private enum Field {
    case matter, community, grid, risk, resolved, envelope, other

    init(_ window: ByteWindow, _ key: Range<Int>) {
      let (name, field): (StaticString, Field)
      switch key.count {
      case 4 where window[key.lowerBound] == UInt8(ascii: "g"): (name, field) = ("grid", .grid)
      case 4: (name, field) = ("risk", .risk)
      case 6: (name, field) = ("matter", .matter)
      case 8: (name, field) = ("resolved", .resolved)
      case 9: (name, field) = ("community", .community)
      case 11: (name, field) = ("specversion", .envelope)
      default: (name, field) = ("", .other)
      }
      self = field == .other || !window.holds(name, at: key.lowerBound) ? .other : field
    }
  }

  /// Reads the value at hand; false where it takes more than a glance.
  private mutating func read(
    _ field: Field, _ scanner: inout JSONScanner, _ window: ByteWindow
  ) throws(JSONFlaw) -> Bool {
    // Null is the same as absence.
    let isText = scanner.byte == ASCII.quote
    switch field {
    case .other: try scanner.skipValue()
    case .envelope where scanner.byte != UInt8(ascii: "n"): return false
    case .resolved:
      isOnSite = scanner.byte == ASCII.leftBrace
      try scanner.skipValue()
    case .matter, .community, .grid, .risk:
      guard isText else {
        try scanner.skipValue()
        return true
      }
      let text = try scanner.scanString()
      if text.hasEscapes { return false }
      switch field {
      case .matter: matter = text.content
      case .community: community = text.content
      case .grid: grid = text.content
      default:
        risk = Risk.allCases.first { window.text(text.content) == $0.rawValue }
        if risk == nil { return false }
      }
    case .envelope: try scanner.skipValue()
    }
    return true
  }
}

extension ByteWindow {
  /// Whether this word stands here.
  fileprivate func holds(_ word: StaticString, at start: Int) -> Bool {
    for offset in 0..<word.utf8CodeUnitCount where self[start + offset] != word.utf8Start[offset] { return false }
    return true
  }
}
