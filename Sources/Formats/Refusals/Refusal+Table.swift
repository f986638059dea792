import GridCore
internal import Words

/// The words for what is wrong with a table, and with words that had to be translated.
extension Refusal {
  var ofTable: Bilingual {
    let (name, found, other) = (self[.name], quoted(self[.found]), quoted(self[.other]))
    switch code {
    case .noHead:
      return both(
        "the first row is no head: none of its cells names the “id”; wanted the names of the columns",
        "第一行不是表头：没有哪一列是“id”；第一行应为各列的名称")
    case .noColumn:
      return both(
        "the head has no column “\(self[.wanted])”, which the rules' sources name",
        "表头缺少规则 sources 中写明的列“\(self[.wanted])”")
    case .columnTwice where self[.found] == self[.other]:
      return both("the head names the column \(found) twice", "表头中列\(found)重复")
    case .columnTwice:
      return both("the columns \(other) and \(found) are the same field", "列\(other)与\(found)是同一个字段")
    case .rowCells where self[.fault] == "nameless":
      return both("a cell stands under no name of the head", "有内容的单元格上方没有列名")
    case .rowCells:
      return both(
        "the row has \(counted(Int(self[.count]) ?? 0, "cell")), the head \(self[.limit])",
        "本行有 \(self[.count]) 个单元格，表头有 \(self[.limit]) 个")
    case .badQuote: return ofQuote
    case .spreadsheetNumber where self[.fault] == "serial":
      return both(
        "“\(name)” is \(found), a day as a spreadsheet counts them; format the column as text or as a date before it is saved",
        "“\(name)”的值\(found)是电子表格的日期序号；请把该列设为日期或文本格式后再保存")
    case .spreadsheetNumber:
      return both(
        "“\(name)” is \(found), a number that a spreadsheet has rounded; format the column as text before it is filled in",
        "“\(name)”的值\(found)已被电子表格改成科学记数，原号码丢失；请先把该列设为文本格式再填写")
    default:
      return both(
        "“\(name)” is \(found), which the rules do not list; add it to the codes of the source",
        "“\(name)”的值\(found)不在规则之内；请在该来源的 codes 中补上")
    }
  }

  private var ofQuote: Bilingual {
    switch self[.fault] {
    case "unclosed": both("a quote is opened and not closed", "引号没有闭合")
    case "behind":
      both("text stands behind the closing quote; a quote within quotes is written twice", "引号闭合之后还有文字；引号内的引号应写两遍")
    default:
      both("a quote stands within a text that is in none; such a text must be in quotes", "文字中间有引号，而整个单元格没有用引号括起来")
    }
  }

  /// A cell whose bytes are no text.
  var ofCell: Bilingual {
    let (found, wanted) = (self[.found], self[.wanted])
    let words = both("found bytes that are not \(wanted) (\(found))", "此处不是 \(wanted) 编码(\(found))")
    guard details[.meant] != nil else { return words }
    return both(
      "\(words.en); if the source writes GB18030, say “encoding: gb18030” in the rules",
      "\(words.zh)；如果该来源用的是 GB18030，请在规则中写明“encoding: gb18030”")
  }
}
