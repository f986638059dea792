internal import JSON
internal import Words

/// What a robot says in the body of a 200: it never answers with another status for what is wrong with a message.
struct RobotAnswer {
  /// How long a robot that was sent too much is left alone at the least, in milliseconds.
  static let rest: Int64 = 60_000

  let verdict: Verdict

  init(_ body: [UInt8], _ status: Int, _ courier: Courier) {
    let form = courier.form
    let said = Verdict.shown(body, courier)
    guard let code = Self.code(in: body, form) else {
      // A page of some gateway on the way.
      verdict = .retry(
        Verdict.Why(
          status: status,
          text: Bilingual(
            en: "answered with \(status), and not as a robot does: \(said)", zh: "答复 \(status)，但不是机器人的答复：\(said)")),
        notBefore: nil)
      return
    }
    let why = Verdict.Why(
      status: status, code: code,
      text: Bilingual(en: "answered with code \(code): \(said)", zh: "答复代码 \(code)：\(said)"))
    verdict =
      switch Self.meaning(of: code, form) {
      case .well: .delivered
      case .tooMuch: .pause(why, notBefore: Self.rest)
      case .misconfigured: .stopped(why)
      case .badMessage: .refused(why)
      case .other: .retry(why, notBefore: nil)
      }
  }

  private enum Meaning { case well, tooMuch, misconfigured, badMessage, other }

  private static func meaning(of code: Int, _ form: Courier.Form) -> Meaning {
    if code == 0 { return .well }
    let (tooMuch, misconfigured, badMessage): (Set<Int>, Set<Int>, Set<Int>) =
      switch form {
      case .dingtalk:
        (
          [130_101, 410_100, 660_026, 90_018, 90_030, 88],
          // The robot or its group is gone, or its keyword, signature or list of addresses does not fit.
          [300_001, 310_000, 400_013, 400_101, 400_102, 400_106, 40_014, 40_035],
          [400_105, 430_101, 430_102, 430_103, 430_104, 460_101]
        )
      case .wecom: ([45_009, 45_033, 45_047], [93_000, 93_008, 40_001, 40_014], [40_008, 40_058, 45_002, 44_004])
      case .feishu:
        (
          [9_499, 11_232, 11_233, 230_020, 99_991_400],
          [19_001, 19_007, 19_021, 19_022, 19_024],
          [19_002, 19_003, 11_246]
        )
      case .standard, .cloudevents: ([], [], [])
      }
    if tooMuch.contains(code) { return .tooMuch }
    if misconfigured.contains(code) { return .misconfigured }
    return badMessage.contains(code) ? .badMessage : .other
  }

  private static func code(in body: [UInt8], _ form: Courier.Form) -> Int? {
    guard let paper = JSONTree(body) else { return nil }
    // An older robot of Feishu says StatusCode.
    let names = form == .feishu ? ["code", "StatusCode"] : ["errcode"]
    return names.lazy.compactMap { paper[$0].number }.first
  }
}
