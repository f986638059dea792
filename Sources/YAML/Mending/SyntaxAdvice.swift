internal import Words

extension YAMLSyntaxFault {
  /// What libyaml said, in words that tell whoever wrote the file what to do; where no words fit, its own.
  func diagnostic(in lines: SourceLines, called file: Bilingual) -> Diagnostic {
    let advice = SyntaxAdvice(self, lines, called: file)
    let place = lines.clamped(line: advice.place.line, column: advice.place.column)
    let related = advice.related.map { mark, message in
      let place = lines.clamped(line: mark.line, column: mark.column)
      return Diagnostic.Related(line: place.line, column: place.column, message: message)
    }
    return Diagnostic(
      code: problem == "out of memory" ? .outOfMemory : .syntax, line: place.line, column: place.column,
      message: advice.message, suggestion: advice.suggestion, related: related)
  }
}

/// The words for a syntax fault, and the place that shows it best, which is not always the one where libyaml noticed.
struct SyntaxAdvice {
  var message: Bilingual
  var suggestion: Bilingual?
  var place: YAMLMark
  var related: (YAMLMark, Bilingual)?

  init(_ fault: YAMLSyntaxFault, _ lines: SourceLines, called file: Bilingual) {
    place = fault.place
    let context = fault.context.isEmpty ? "" : " \(fault.context)"
    message = Bilingual(en: "\(fault.problem)\(context)", zh: "YAML 语法错误：\(fault.problem)\(context)")
    if let tab = Self.indentingTab(fault, lines) {
      place = tab
      message = Bilingual(en: "this line is indented with a tab", zh: "这一行的缩进里有制表符（Tab）")
      suggestion = Bilingual(en: "indent with spaces", zh: "缩进请用空格")
      return
    }
    explain(fault, file)
    if let quote = fault.longQuote, quote.end.line == fault.place.line {
      // What follows a text in quotes is only wrong because the text was not meant to reach so far.
      place = quote.start
      message = both(
        "a quote is opened here and closed only on line \(quote.end.line)", "这里的引号到第 \(quote.end.line) 行才收尾")
      suggestion = both("close it at the end of the value, or delete it", "请在值的末尾补上引号，或者删掉它")
      related = (quote.end, both("the text in quotes ends here", "引号里的文字到这里才结束"))
      return
    }
    if Self.misreadings.contains(fault.problem),
      let wide = Self.wideMark(near: [fault.contextPlace, fault.place].compactMap { $0 }, lines)
    {
      suggestion = Bilingual(
        en: "the line holds the Chinese punctuation mark \(wide.found); YAML wants the ASCII \(wide.wanted)",
        zh: "这一行里有中文标点 \(wide.found)，这里要用英文标点 \(wide.wanted)")
    } else if Self.misreadings.contains(fault.problem), Self.hasTightDash(near: fault, lines) {
      suggestion = Bilingual(en: "put a space after the -", zh: "减号后面要空一格")
    }
  }

  private mutating func explain(_ fault: YAMLSyntaxFault, _ file: Bilingual) {
    let start = fault.contextPlace ?? fault.place
    switch fault.problem {
    case "could not find expected ':'":
      place = start
      (message, suggestion) = Self.neither
    case "mapping values are not allowed in this context":
      message = Bilingual(
        en:
          "a colon is not expected here: the line is indented too deep, its value holds “: ” itself, or the name before "
          + "has no colon",
        zh: "这里不该有冒号：可能是缩进太深，值里本身带有“: ”，或者前面的名字少了英文冒号")
      suggestion = Bilingual(
        en: "align the line with its neighbours, put the value in quotes, or add the colon",
        zh: "请与同级的行对齐，或者给值加上引号，或者补上冒号")
    case "found unexpected end of stream", "found unexpected document indicator":
      place = start
      message = Bilingual(en: "a quote is opened here and never closed", zh: "这里的引号没有配对的收尾引号")
      suggestion = Bilingual(en: "close it at the end of the value", zh: "请在值的末尾补上引号")
      related = (fault.place, Bilingual(en: "the text ends here", zh: "文字到这里就结束了"))
    case "did not find expected key":
      message = Bilingual(
        en:
          "this does not fit into the mapping around it: it is indented differently, or a quote or bracket is missing",
        zh: "这里接不上所在的映射：可能是缩进不一致，或者少了引号、括号")
      suggestion = Bilingual(en: "align it with the names of its level", zh: "请与同一级的名字对齐")
      related = (start, Bilingual(en: "the mapping begins here", zh: "所在的映射从这里开始"))
    case "did not find expected '-' indicator":
      message = Bilingual(
        en:
          "this does not fit into the list around it: it has no “- ” like its neighbours, or a quote before it is not closed",
        zh: "这里接不上所在的列表：可能是少了“- ”，或者前面的引号没有收尾")
      suggestion = Bilingual(
        en: "add “- ”, indent the line differently, or close the quote", zh: "请补上“- ”，或者调整缩进，或者补上引号")
      related = (start, Bilingual(en: "the list begins here", zh: "所在的列表从这里开始"))
    default: explainBrackets(fault, start, file)
    }
  }

  private mutating func explainBrackets(_ fault: YAMLSyntaxFault, _ start: YAMLMark, _ file: Bilingual) {
    switch fault.problem {
    case "did not find expected ',' or '}'", "did not find expected ',' or ']'":
      let bracket = fault.problem.hasSuffix("'}'") ? "}" : "]"
      let opening = bracket == "}" ? "{" : "["
      message = Bilingual(
        en: "a comma or \(bracket) is missing before this place", zh: "在这之前少了英文逗号或 \(bracket)")
      suggestion = Bilingual(
        en: "separate the parts by “, ” and close with \(bracket)", zh: "各项之间用英文逗号隔开，末尾用 \(bracket) 收住")
      related = (start, Bilingual(en: "\(opening) is opened here", zh: "\(opening) 从这里开始"))
    case "found character that cannot start any token":
      message = Bilingual(en: "a value cannot begin with this character", zh: "值不能以这个字符开头")
      suggestion = Bilingual(en: "put the value in quotes", zh: "请给值加上引号")
    case "block sequence entries are not allowed in this context":
      message = Bilingual(en: "a list cannot begin here", zh: "这里不能写列表的“- ”")
      suggestion = Bilingual(en: "begin the list on a line of its own", zh: "列表请另起一行")
    case "mapping keys are not allowed in this context":
      message = Bilingual(en: "a name cannot stand here", zh: "这里不能写名字")
      suggestion = Bilingual(en: "begin the mapping on a line of its own", zh: "请另起一行")
    case "found unknown escape character":
      message = Bilingual(en: "\\ and this letter mean nothing in double quotes", zh: "双引号里的 \\ 加这个字母没有意义")
      suggestion = Bilingual(en: "write \\\\ for a backslash, or use single quotes", zh: "反斜线要写成 \\\\，或者改用单引号")
    case "did not find expected alphabetic or numeric character":
      message = Bilingual(
        en: "* and & begin an alias or anchor, which are not allowed", zh: "以 * 或 & 开头是别名或锚点，不允许使用")
      suggestion = Bilingual(en: "put the value in quotes", zh: "请给值加上引号")
    case "did not find expected <document start>":
      message = Bilingual(en: "the document is over, but there is more text", zh: "文档已经结束，后面却还有内容")
      suggestion = Bilingual(
        en: "a name before this place may lack its colon", zh: "请看看前面的名字是不是少了英文冒号")
    case "did not find expected node content":
      message = Bilingual(en: "a value is missing here", zh: "这里缺一个值")
      suggestion = Bilingual(en: "write the value, or take the comma or colon out", zh: "请写上值，或删掉多余的逗号、冒号")
    case "out of memory":
      message = Bilingual(en: "there was no memory to read the file", zh: "内存不足，读不了文件")
    default:
      guard let (said, advised) = Self.words(for: fault, in: file) else { return }
      (message, suggestion) = (said, advised)
      if fault.context.contains("%TAG") || fault.context.contains("%YAML") { place = start }
    }
  }

  private static func indentingTab(_ fault: YAMLSyntaxFault, _ lines: SourceLines) -> YAMLMark? {
    for mark in [fault.place, fault.contextPlace].compactMap({ $0 }) {
      guard let line = lines.line(mark.line) else { continue }
      let indentation = line.unicodeScalars.prefix { $0 == " " || $0 == "\t" }
      if let tab = Array(indentation).firstIndex(of: "\t") { return YAMLMark(line: mark.line, column: tab + 1) }
    }
    return nil
  }

  // `-{to: group}` and `-name` are plain text to YAML.
  private static func hasTightDash(near fault: YAMLSyntaxFault, _ lines: SourceLines) -> Bool {
    [fault.contextPlace, fault.place].compactMap { $0.flatMap { lines.line($0.line) } }.contains { line in
      let code = line.unicodeScalars.drop { $0 == " " }.prefix(2)
      return code.first == "-" && code.last != "-" && code.last != " "
    }
  }

  /// What libyaml says where a mark of its grammar is not there.
  private static let misreadings: Set<String> = [
    "could not find expected ':'", "did not find expected ',' or '}'", "did not find expected ',' or ']'",
    "did not find expected key",
  ]

  private static let asciiMarks: [Unicode.Scalar: String] = [
    "：": ":", "，": ",", "“": "\"", "”": "\"", "‘": "'", "’": "'", "｛": "{", "｝": "}", "［": "[", "］": "]", "【": "[",
    "】": "]", "－": "-", "　": "space",
  ]

  // Typed with a Chinese keyboard, the marks of YAML's grammar come out wide and mean nothing.
  private static func wideMark(near marks: [YAMLMark], _ lines: SourceLines) -> (found: String, wanted: String)? {
    for mark in marks {
      guard let line = lines.line(mark.line) else { continue }
      let code = line.unicodeScalars.prefix { $0 != "#" }
      for scalar in code {
        if let wanted = asciiMarks[scalar] { return (String(scalar), wanted) }
      }
    }
    return nil
  }
}
