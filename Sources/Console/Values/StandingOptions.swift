package import ArgumentParser
package import Users
import Words

/// Where somebody stands, and what he may beside it.
package struct StandingOptions: ParsableArguments {
  @Option(
    help: hint(
      "His address: a post, a group, an office, a community, or * for all.", "所在：岗位、功能组、科室、社区，或 * 代表全部。", "address"))
  package var at: String?

  @Option(
    help: hint(
      "What he may: look, rules, report, integrity, with commas between or each by itself.",
      "权限：look、rules、report、integrity，用逗号分开，或分几次给出。",
      "rights"))
  package var may: [String] = []

  package init() {}

  /// In the order of the list.
  package var rights: [Viewer.Right] {
    let named = words
    return Viewer.Right.allCases.filter { named.contains($0.rawValue) }
  }

  private var words: [String] {
    may.flatMap { $0.split { $0 == "," || $0 == " " } }.map(String.init)
  }

  /// Refuses what no file may hold.
  package func validate() throws {
    if let at, !UserKey.isAddress(at) {
      let shown = quoted(at)
      throw ValidationError(
        say("--at wants an address, a community or *, not \(shown)", "--at 应为地址、社区或 *，而不是\(shown)"))
    }
    for word in words where Viewer.Right(rawValue: word) == nil {
      let (shown, known) = (quoted(word), Viewer.Right.allCases.map(\.rawValue))
      throw ValidationError(
        say(
          "--may knows \(known.joined(separator: ", ")), not \(shown)",
          "--may 可以写 \(known.joined(separator: "、"))，没有\(shown)"))
    }
  }
}
