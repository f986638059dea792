/// A rules text with an entry pasted as the first of `overrides:`, and others taken out.
struct PastedRules {
  /// Nil where the overrides are written so that nobody can paste there.
  let text: [UInt8]?

  /// - Parameter lines: where those begin that are taken out, counted from 1.
  init(_ text: [UInt8], entry: String, replacing lines: [Int]) {
    var all = text.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    guard let head = all.firstIndex(where: { $0.hasPrefix("overrides:") }) else {
      // Before the last line, which says that the text is whole.
      guard let end = all.lastIndex(where: { $0.hasPrefix("end:") }) else {
        self.text = nil
        return
      }
      all.insert(contentsOf: ["overrides:", "  " + entry], at: end)
      self.text = Array(all.joined(separator: "\n").utf8)
      return
    }
    let rest = all[head].dropFirst("overrides:".count).drop { $0 == " " }
    if rest.first == "[" {
      // A list in brackets, of which no entry has a line for itself.
      let isEmpty = rest.dropFirst().first { $0 != " " } == "]"
      all[head] = "overrides: [" + entry.dropFirst(2) + (isEmpty ? "" : ", ") + rest.dropFirst()
      self.text = lines.isEmpty ? Array(all.joined(separator: "\n").utf8) : nil
      return
    }
    let items = Self.items(all, below: head)
    guard rest.first.map({ $0 == "#" || $0 == "\r" }) ?? true, let first = items.first,
      lines.allSatisfy({ line in items.contains { $0.contains(line - 1) } })
    else {
      self.text = nil
      return
    }
    let indent = all[first.lowerBound].prefix { $0 == " " }
    for item in items.reversed() where lines.contains(where: { item.contains($0 - 1) }) { all.removeSubrange(item) }
    all.insert(indent + entry, at: first.lowerBound)
    self.text = Array(all.joined(separator: "\n").utf8)
  }

  /// The lines of each entry below a key, without comments and empty lines behind it.
  private static func items(_ lines: [String], below head: Int) -> [Range<Int>] {
    var items: [Range<Int>] = []
    var indent: Int?
    for place in lines.indices.dropFirst(head + 1) {
      let line = lines[place]
      let depth = line.prefix { $0 == " " }.count
      let code = line.dropFirst(depth)
      guard let letter = code.first, letter != "#", letter != "\r" else { continue }
      let isItem = code.hasPrefix("- ") || code == "-" || code == "-\r"
      if isItem, indent == nil { indent = depth }
      guard let indent, depth > indent || isItem && depth == indent else { return items }
      if depth == indent {
        items.append(place..<place + 1)
      } else if let last = items.last {
        items[items.count - 1] = last.lowerBound..<place + 1
      }
    }
    return items
  }
}
