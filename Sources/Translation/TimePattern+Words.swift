package import Words

/// What people are told of a pattern that means nothing.
extension TimePattern.Flaw {
  /// What is amiss.
  package var message: Bilingual {
    switch self {
    case .unknown(let letter):
      Bilingual(en: "the letter “\(letter)” means nothing in a time", zh: "时间里的字母“\(letter)”没有意义")
    case .tooLong(let letter): Bilingual(en: "“\(letter)” stands too often in a row", zh: "“\(letter)”连写太多")
    case .twice(let letter): Bilingual(en: "“\(letter)” stands in two places", zh: "“\(letter)”出现两次")
    case .lacks(let letter):
      Bilingual(en: "a time needs its day: “\(letter)” is missing", zh: "时间缺少日期：没有“\(letter)”")
    case .open: Bilingual(en: "an apostrophe is not closed", zh: "单引号没有闭合")
    case .without(let letter, let other):
      Bilingual(en: "“\(letter)” needs “\(other)”", zh: "有“\(letter)”就要有“\(other)”")
    }
  }

  /// What is to be written instead.
  package var help: Bilingual {
    Bilingual(
      en: "write yyyy or yy, and M d H m s once or twice; other letters between apostrophes",
      zh: "年写 yyyy 或 yy，M d H m s 写一个或两个；其他字母放在单引号里")
  }
}
