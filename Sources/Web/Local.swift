/// Where a form may lead back to: this host's own pages only.
package enum Local {
  /// A path that begins with one slash and no second; nil for anything that a browser may take for another host.
  package static func path(_ text: String?) -> String? {
    guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\"),
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { return nil }
    return text
  }
}
