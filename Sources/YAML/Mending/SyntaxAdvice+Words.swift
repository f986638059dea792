internal import Words

extension SyntaxAdvice {
  static let neither: (message: Bilingual, help: Bilingual) = (
    both("this is neither `name: value` nor a line of a list", "这一行既不是“名字: 值”，也不是列表的一项"),
    both(
      "put a colon and a space after the name; a note begins with #, and what does not belong here goes",
      "名字后面要有英文冒号，冒号后面空一格；注释以 # 开头，多余的内容请删掉")
  )

  /// The words for what hardly anybody writes on purpose: directives, tags, escapes and block texts.
  static func words(for fault: YAMLSyntaxFault, in file: Bilingual) -> (Bilingual, Bilingual)? {
    if fault.context.contains("block scalar") { return blockText }
    if fault.context.contains("directive") || directives.contains(fault.problem) { return directive(in: file) }
    if fault.context.contains("tag") || fault.problem == "found undefined tag handle" { return tag }
    switch fault.problem {
    case "did not find expected hexdecimal number", "did not find expected hexadecimal number":
      return (
        both(
          "\\x, \\u and \\U in double quotes want two, four or eight hexadecimal digits",
          "双引号里的 \\x、\\u、\\U 后面要跟 2、4、8 位十六进制数字"),
        both("write the character itself; a backslash is \\\\", "请直接写那个字符；反斜线要写成 \\\\")
      )
    case "found invalid Unicode character escape code":
      return (
        both("this escape in double quotes names no character", "双引号里的这个转义不代表任何字符"),
        both("write the character itself; a backslash is \\\\", "请直接写那个字符；反斜线要写成 \\\\")
      )
    case "found unexpected ':'":
      return (
        both("a colon in text without quotes is not expected here", "没加引号的文字里，这里不该有冒号"),
        both("put the text in quotes, or a space after the colon", "请给文字加上引号，或在冒号后面空一格")
      )
    case "found a tab character that violates indentation":
      return (both("this line is indented with a tab", "这一行的缩进里有制表符（Tab）"), both("indent with spaces", "缩进请用空格"))
    default: return nil
    }
  }

  private static let directives: Set<String> = [
    "found duplicate %YAML directive", "found incompatible YAML document", "found duplicate %TAG directive",
  ]

  private static func directive(in file: Bilingual) -> (Bilingual, Bilingual) {
    (
      both("a line that begins with % is a directive of YAML; \(file.en) has none", "以 % 开头的行是 YAML 指令，\(file.zh)里不用"),
      both("delete the line, or put the text in quotes", "请删掉这一行；如果是文字，请加引号")
    )
  }

  private static let tag = (
    both("text that begins with ! is a tag of YAML; tags are not allowed", "以 ! 开头的是 YAML 标签，不允许使用"),
    both("take it out, or put the text in quotes", "请删掉；如果是文字，请加引号")
  )

  private static let blockText = (
    both("| and > begin a block text of several lines, and this does not belong there", "以 | 或 > 开头的是多行文字，这里的写法不对"),
    both("write the value on one line; text that begins with | or > goes in quotes", "请把值写在一行里；文字本来就以 | 或 > 开头的，请加引号")
  )
}
