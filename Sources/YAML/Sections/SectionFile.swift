package import Words

/// What a kind of file is: a few sections, and behind them the line `end:` with a word, by which a file that was saved in part is known.
package struct SectionFile: Sendable {
  /// The word behind `end:`.
  let word: String
  let name: Bilingual
  /// What may stand at the very left, in the order in which it is told.
  let sections: [String]
  let emptiness: (message: Bilingual, help: Bilingual)
  let vocabulary: Vocabulary

  /// A kind of file.
  ///
  /// - Parameters:
  ///   - content: what it holds, as in "a users file"; in English also the word behind `end:`.
  ///   - beginning: how to begin one, for who shows an empty file.
  ///   - sections: their names.
  ///   - keys: the names within them.
  ///   - listKeys: those of all names whose value is a list.
  package init(
    of content: Bilingual, beginning: Bilingual, sections: [String], keys: [String], listKeys: Set<String>
  ) {
    word = content.en
    name = Bilingual(en: "a \(content.en) file", zh: "\(content.zh)文件")
    self.sections = sections + ["end"]
    emptiness = (
      Bilingual(en: "the file holds no \(content.en)", zh: "文件里没有任何\(content.zh)"),
      Bilingual(
        en: "write \(beginning.en), and “end: \(word)” behind it", zh: "请写上 \(beginning.zh)，末行写 end: \(word)")
    )
    vocabulary = Vocabulary(
      file: name, sections: Set(self.sections), last: "end", keys: Set(keys), listKeys: listKeys)
  }

  /// The answer to a file of more bytes than are taken.
  package var tooLarge: Diagnostic { YAMLParser.tooLarge(vocabulary) }
}
