import GridCore
internal import JSON
package import Words

/// The words of every refusal of a record or a file.
extension Refusal {
  /// What was found and what was wanted, behind its place in the file where it has one.
  package var message: Bilingual {
    let sentence = sentence
    guard let line = details[.line], let column = details[.column] else { return sentence }
    return Bilingual(en: "\(line):\(column): \(sentence.en)", zh: "\(line):\(column): \(sentence.zh)")
  }

  private var sentence: Bilingual {
    if let verdicts { return ofList(verdicts) }
    return switch code {
    case .empty, .encoding, .syntax, .trailing, .duplicateKey, .loneSurrogate, .tooDeep, .offset:
      ofText
    case .tooLarge, .noAcceptableRecord, .symlink, .hardLink, .poison:
      ofFile
    case .notAnEvent, .notAReport, .missingID, .missingSource, .missingItem, .wrongType, .tooLong, .controlCharacter,
      .wrongSource, .reservedSource:
      ofFields
    case .unknownType, .unknownRisk, .badValue, .badLimit, .badTime, .timeOutOfRange: ofValues
    case .cloudEvent: ofEnvelope
    case .noHead, .noColumn, .columnTwice, .rowCells, .badQuote, .spreadsheetNumber, .unknownCode: ofTable
    case .conflict, .keyCollision, .illegalStep, .notYours, .changedMeanwhile, .unsupportedStep, .unknownItem,
      .notAllowed, .noneOfList,
      .notHeld, .badDigest, .badRedispatch, .stalePlan, .unknownGrid:
      ofSteps
    }
  }

  private var ofFile: Bilingual {
    switch code {
    case .tooLarge where details[.limit] == nil:
      both(
        "\(self[.bytes]) bytes, more than the rules' intake.max_file", "共 \(self[.bytes]) 字节，超过规则 intake.max_file 的上限")
    case .tooLarge:
      both(
        "the record has \(self[.bytes]) bytes, more than the \(self[.limit]) that are taken",
        "记录长 \(self[.bytes]) 字节，超过上限 \(self[.limit])")
    case .noAcceptableRecord:
      both("none of its \(self[.count]) records could be accepted", "其中 \(self[.count]) 条记录没有一条可以接受")
    case .symlink: both("a symbolic link, set aside unread", "是符号链接，未读取即隔离")
    case .hardLink: both("a file with a second name, set aside unread", "该文件另有别名（硬链接），未读取即隔离")
    default:
      both("reading it alone ended the daemon three times; it is not read again", "单独读取它已使值守程序三次异常退出，不再读取")
    }
  }

  private var ofFields: Bilingual {
    let name = self[.name]
    switch code {
    case .notAnEvent:
      guard details[.found] != nil else {
        return both("found a single value, wanted an object or an array of them", "此处是单个值，应为对象或对象数组")
      }
      return both("the record is \(kind(.found).en), wanted an object", "记录是\(kind(.found).zh)，应为对象")
    case .notAReport:
      return both("a step is not routed; wanted a report", "这是处置步骤，不派单；应为上报")
    case .missingItem:
      return both(
        "a step needs “item”, “items”, or “report” with “source” and “id”",
        "步骤需要“item”、“items”，或含“source”与“id”的“report”")
    case .wrongType:
      return both(
        "“\(name)” is \(kind(.found).en), wanted \(kind(.wanted).en)",
        "“\(name)”是\(kind(.found).zh)，应为\(kind(.wanted).zh)")
    case .tooLong:
      return both(
        "“\(name)” has \(self[.bytes]) bytes, more than \(self[.limit])",
        "“\(name)”长 \(self[.bytes]) 字节，超过 \(self[.limit])")
    case .controlCharacter:
      return both("“\(name)” holds the control character \(self[.found])", "“\(name)”含有控制字符 \(self[.found])")
    case .wrongSource:
      return both("the source '\(self[.found])' is not the folder's producer", "来源“\(self[.found])”与所在目录的报送方不符")
    case .reservedSource:
      return both(
        "the source '\(self[.found])' is Gridpost's own: nobody else may send under it",
        "来源“\(self[.found])”为本系统专用，他人不得以此报送")
    default:
      let name = code == .missingID ? "id" : "source"
      return both("“\(name)” is missing or empty", "缺少“\(name)”或其为空")
    }
  }

  private var ofValues: Bilingual {
    let (name, found, wanted) = (self[.name], quoted(self[.found]), self[.wanted])
    switch code {
    case .unknownType where details[.wanted] == nil:
      return both(
        "the type \(found) is unknown, wanted “gridpost.report” or “gridpost.<step>”",
        "未知类型\(found)，应为“gridpost.report”或“gridpost.<步骤>”")
    case .unknownType:
      return both("the type \(found) is unknown, wanted one of: \(wanted)", "未知类型\(found)，应为：\(wanted)")
    case .unknownRisk:
      return both("the risk \(found) is unknown, wanted one of: \(wanted)", "未知风险等级\(found)，应为：\(wanted)")
    case .badLimit:
      return both(
        "“\(name)” is \(found), wanted a limit such as 2h, 4wh or 3wd", "“\(name)”的值\(found)无效，应为 2h、4wh、3wd 之类的时限")
    case .badTime where details[.wanted] != nil:
      return both("“\(name)” is \(found), wanted a time as \(wanted)", "“\(name)”的值\(found)无效，应为 \(wanted) 形式的时间")
    case .badTime:
      return both(
        "“\(name)” is \(found), wanted RFC 3339 with a zone, such as 2026-02-13T16:00:00+08:00",
        "“\(name)”的值\(found)无效，应为带时区的 RFC 3339 时间，如 2026-02-13T16:00:00+08:00")
    case .timeOutOfRange where self[.fault] == "past":
      return both("“\(name)” is \(found), before 2000", "“\(name)”的值\(found)早于 2000 年")
    case .timeOutOfRange:
      return both("“\(name)” is \(found), more than a day ahead of its receipt", "“\(name)”的值\(found)比接收时间晚一天以上")
    default: return badValue
    }
  }

  /// A kind of JSON value in words; a kind that only another version knows as it is stored.
  func kind(_ detail: Detail) -> Bilingual {
    JSONValue.Kind(rawValue: self[detail])?.words ?? both(self[detail], self[detail])
  }
}
