internal import Change
import GridCore
internal import Rules
internal import Words
internal import YAML

/// What is proved of a book, and what could not be.
extension BookWarnings {
  mutating func tell(_ proofs: BookProofs) {
    let unreached = Set(proofs.unreached.map { ByteText($0) })
    // A round may go to a post that no report goes to.
    let rounds = Set(book.rounds.map(\.to))
    for (post, spot) in zip(book.posts, places.posts)
    where unreached.contains(ByteText(post.id)) && !rounds.contains(.post(post.id)) {
      warn(
        .unreachedPost, spot,
        both(
          "no report ever comes to the post \(quoted(post.id)), and it makes no calls",
          "没有任何上报会派到岗位 \(quoted(post.id))，它也不负责回访"),
        help: both("name it where it is meant to work, or take it out", "请在该派给它的地方写上它，或删掉它"))
    }
    let idle = Set(proofs.idleGroups.map { ByteText($0) })
    for (group, spot) in zip(book.groups, places.groups) where idle.contains(ByteText(group.id)) {
      warn(
        .idleGroup, spot,
        both(
          "no report ever belongs to the group \(quoted(group.id))", "没有任何上报归功能组 \(quoted(group.id)) 管"),
        help: both("name it as the group of a duty or a matter, or take it out", "请写作某项职责或事项的功能组，或删掉它"))
    }
    for hidden in proofs.hidden { tell(hidden) }
  }

  private mutating func tell(_ hidden: BookProofs.Hidden) {
    guard let first = hidden.by.first else { return }
    let example = hidden.example
    let clock = clockText(example.second)
    var words = [example.matter, example.grid]
    if let risk = example.risk { words.append(risk.rawValue) }
    if let source = example.source { words.append(source) }
    let (line, more) = (book.overrides[first].line, hidden.by.count - 1)
    warn(
      .hidden, places.overrides[hidden.override],
      both(
        "some reports that fit this override are taken before, and go otherwise: \(words.joined(separator: ", ")) at "
          + "\(clock) goes by line \(line)"
          + (more > 0 ? "; so do others by \(more == 1 ? "another" : "\(more) others")" : ""),
        "有些合得上这一条的上报被前面接走，办法不同：\(words.joined(separator: "、"))，\(clock) 收到的，照第 \(line) 行"
          + (more > 0 ? "；另有 \(more) 条也接走一些" : "")),
      help: both(
        "move it up if it is to win there; if not, say in both what they are for", "若该由它作主，请把它往前移；若不该，请把两条的条件写清"),
      related: (places.overrides[first], both("this one takes them", "被这一条接走")))
  }

  /// What nobody could prove in so little time.
  mutating func tellUnproven(_ proofsAreMissing: Bool) {
    let help = both(
      "nothing need be wrong; fewer overrides that name single matters and grids are proved",
      "不一定有错；少写些只针对个别事项、个别分格的，就能算清")
    if let first = places.unproven.first {
      let others = places.unproven.count - 1
      warn(
        .unproven, places.overrides[first],
        both(
          "whether this override\(others > 0 ? " and \(others) more" : "") can ever match is not proved: "
            + "there are too many combinations",
          "这一条\(others > 0 ? "和另外 \(others) 条" : "")特殊规定是否轮得到，没有算出来：组合太多"), help: help)
    }
    guard proofsAreMissing else { return }
    warn(
      .unproven, places.overrideSection,
      both(
        "posts without reports, idle groups and hidden overrides were not looked for: there are too many combinations",
        "没有上报的岗位、闲置的功能组、被接走上报的特殊规定，都没有算出来：组合太多"), help: help)
  }
}
