internal import JSON
internal import Words

extension JSONValue.Kind {
  /// For people.
  var words: Bilingual {
    switch self {
    case .null: Bilingual(en: "null", zh: "null")
    case .bool: Bilingual(en: "a truth value", zh: "布尔值")
    case .number: Bilingual(en: "a number", zh: "数字")
    case .string: Bilingual(en: "text", zh: "文本")
    case .array: Bilingual(en: "an array", zh: "数组")
    case .object: Bilingual(en: "an object", zh: "对象")
    }
  }
}
