import GridCore
internal import JSON
internal import Words

/// The words for what is no sound text, and for what is no sound CloudEvent.
extension Refusal {
  var ofText: Bilingual {
    // A text within a text: where the outer one stands, the inner one's byte is told.
    guard details[.byte] == nil else {
      let inner = Refusal(code, details.filter { $0.key != .byte && $0.key != .name }).ofText
      let (name, byte) = (self[.name], self[.byte])
      return both("in “\(name)”, byte \(byte): \(inner.en)", "“\(name)”第 \(byte) 字节：\(inner.zh)")
    }
    switch code {
    case .empty where self[.fault] == "array": return both("found an array without elements", "数组中没有元素")
    case .empty where self[.fault] == "rows": return both("found a head and no row behind it", "只有表头，没有数据行")
    case .empty: return both("found nothing but white space, wanted a record", "文件为空或只有空白，应有记录")
    case .encoding where details[.wanted] != nil: return ofCell
    case .encoding where details[.found] == nil:
      return both("found UTF-16, UTF-32 or no text at all, wanted UTF-8", "文件是 UTF-16、UTF-32 或非文本，应为 UTF-8")
    case .encoding:
      return both(
        "found bytes that are not UTF-8 (\(self[.found])), wanted UTF-8", "此处不是 UTF-8 编码(\(self[.found]))，应为 UTF-8")
    case .duplicateKey:
      let key = quoted(self[.found])
      return both("the key \(key) stands twice in one object", "同一对象中键\(key)重复")
    case .loneSurrogate: return both("found half of a surrogate pair, wanted both halves", "代理对只有一半，应当成对出现")
    case .tooDeep:
      return both("nested deeper than the \(self[.limit]) levels that are taken", "嵌套过深，最多 \(self[.limit]) 层")
    case .offset: return both("no record begins at byte \(self[.bytes])", "第 \(self[.bytes]) 字节处没有记录开始")
    default:
      let wanted = JSONFlaw.Need(rawValue: self[.wanted])?.words ?? both(self[.wanted], self[.wanted])
      return both("found \(foundCharacter.en), wanted \(wanted.en)", "此处为\(foundCharacter.zh)，应为\(wanted.zh)")
    }
  }

  private var foundCharacter: Bilingual {
    guard let found = details[.found] else { return both("the end of the text", "文本结尾") }
    return found.utf8.count == 1 ? both("“\(found)”", "“\(found)”") : both("the character \(found)", "字符 \(found)")
  }

  var ofEnvelope: Bilingual {
    switch EnvelopeFault(rawValue: self[.fault]) {
    case .noType: both("a CloudEvent needs “type”", "CloudEvent 缺少“type”")
    case .version: both("“specversion” must be the text “1.0”", "“specversion”应为文本“1.0”")
    case .contentType:
      both(
        "“datacontenttype” must be JSON (application/json or …+json)",
        "“datacontenttype”应为 JSON(application/json 或 …+json)")
    case .data: both("“data” is \(kind(.found).en), wanted an object", "“data”是\(kind(.found).zh)，应为对象")
    case .twoData: both("“data” and “data_base64” exclude each other", "“data”与“data_base64”不能并存")
    case .base64: both("“data_base64” is not base 64 (RFC 4648, padded)", "“data_base64”不是有效的 Base64(RFC 4648,须补齐)")
    case .base64Data:
      both("“data_base64” holds \(kind(.found).en), wanted an object", "“data_base64”的内容是\(kind(.found).zh)，应为对象")
    case .layout where self[.found] == "array":
      both(
        "an array of CloudEvents is sent as application/cloudevents-batch+json",
        "多个 CloudEvent 应以 application/cloudevents-batch+json 报送")
    case .layout:
      both("a batch of CloudEvents is an array of them", "成批的 CloudEvent 应为数组")
    case nil: both("the envelope is no CloudEvent's", "信封不是有效的 CloudEvent")
    }
  }

  /// The ways in which an envelope is wrong.
  enum EnvelopeFault: String {
    case noType = "type"
    case version = "specversion"
    case contentType = "datacontenttype"
    case data
    case twoData = "two-data"
    case base64
    case base64Data = "base64-data"
    case layout
  }
}
