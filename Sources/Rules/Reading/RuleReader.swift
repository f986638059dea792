internal import Advice
internal import Formats
import GridCore
internal import Words
package import YAML

/// The way from the root to a value; put into words only when a fault is told.
indirect enum Path: Sendable {
  case root
  case key(Path, String)
  case index(Path, Int)

  var text: String {
    switch self {
    case .root: ""
    case .key(.root, let key): key
    case .key(let parent, let key): "\(parent.text).\(key)"
    case .index(let parent, let index): "\(parent.text)[\(index)]"
    }
  }
}

/// Characters of the file and the way to what they stand for.
package struct Spot: Sendable {
  package let span: YAMLSpan
  let path: Path

  /// The first character of a value, where the whole of it would be too much to underline.
  static func start(of place: Place) -> Spot {
    let span = place.key?.span ?? YAMLSpan(start: place.node.span.start, end: place.node.span.start)
    return Spot(span: span, path: place.path)
  }
}

/// A value, the way to it, and the name it is the value of.
struct Place {
  let node: YAMLNode
  let path: Path
  let key: YAMLNode.Key?

  /// The value itself, or its name where the value is nothing but space.
  var spot: Spot {
    if case .scalar("", .plain) = node.content, let key { return Spot(span: key.span, path: path) }
    return Spot(span: node.span, path: path)
  }

  /// The same, but of a list or mapping only its first character.
  var valueSpot: Spot {
    if case .scalar = node.content { return spot }
    return Spot(span: YAMLSpan(start: node.span.start, end: node.span.start), path: path)
  }
}

/// The entries of a mapping whose names the schema knows.
struct Fields {
  let place: Place
  let entries: [YAMLNode.Entry]
  /// False when an entry was refused while reading the YAML.
  let isWhole: Bool
  /// The names that unknown ones were most likely meant to be: told once, they are not missed as well.
  var meant: Set<String> = []

  /// Whether the file has no entry of this name, and none that may have been meant for it.
  func lacks(_ key: String) -> Bool {
    isWhole && !meant.contains(key) && !entries.contains { $0.key.text == key }
  }

  subscript(key: String) -> Place? {
    entries.first { $0.key.text == key }
      .map { Place(node: $0.value, path: .key(place.path, key), key: $0.key) }
  }
}

/// A value that may be absent, or there and unreadable: then it was told, and what depends on it keeps quiet.
enum Reading<Value> {
  case absent
  case faulty
  case good(Value)

  var value: Value? {
    if case .good(let value) = self { value } else { nil }
  }
}

/// What neither a matter nor its duty names.
struct Lacking {
  let key: String
  let word: Bilingual
  let spot: Spot
}

/// The ids of a section, which other sections refer to.
struct Roll {
  private(set) var named: [Named] = []
  private var places: [ByteText: Int] = [:]
  private var spots: [Spot] = []
  /// False when part of the section could not be read: then an id that is missing here proves nothing.
  var isWhole = true

  subscript(id: String) -> Int? { places[ByteText(id)] }

  func spot(of index: Int) -> Spot { spots[index] }

  /// The index of the new entry; nil where the id is taken.
  mutating func add(_ entry: Named, at spot: Spot) -> Int? {
    guard places[ByteText(entry.id)] == nil else { return nil }
    places[ByteText(entry.id)] = named.count
    named.append(entry)
    spots.append(spot)
    return named.count - 1
  }
}

/// Turns the tree of a rules file into the parts of a book; collects every fault on the way and goes on.
struct RuleReader {
  var faults: DiagnosticList
  let digest: Digest
  var coverage = Coverage()
  /// The tail of the file is missing: then missing sections are no news.
  var isHalfSaved = false
  /// Parts could not be read for faults of syntax, so that nobody knows where a report would go.
  var isDamaged = false

  var subdistrict: Named?
  var offices = Roll()
  var communities = Roll()
  var gridRoll = Roll()
  var grids: [Grid] = []
  var arePlacesWhole = true
  var areGridsTooMany = false
  var posts: [PostType] = []
  var postNames = Roll()
  /// What single grids say of their people: the grid, and where it says so.
  var gridStaff: [(grid: Int, place: Place)] = []
  var groups = Roll()
  var duties = Roll()
  var matters = Roll()
  var matterNames: [ByteText: Int] = [:]
  var areDutiesWhole = true
  /// For each duty, who checks its items.
  var dutyChecks: [Checker?] = []
  /// Where an office is named that checks.
  var officeChecks: [Spot] = []
  /// What matters of the duty being read have neither from it nor from themselves.
  var lacking: [Lacking] = []
  /// The calendar's own hours, where they could be read.
  var openHours: WorkingHours?
  /// The limits that duties say for their matters, with the duty's own post.
  var dutyLimits: [(limit: TimeLimit, post: Int, spot: Spot)] = []
  var openingSecond = 9 * 3600
  var utcOffset: Int64 = 8 * 3600
  /// Where the file says what is checked once all of it is read.
  var places = RulePlaces()

  init(faults: DiagnosticList, digest: Digest) {
    self.faults = faults
    self.digest = digest
  }

  mutating func fault(
    _ code: FaultCode, _ spot: Spot, severity: Diagnostic.Severity? = nil, _ message: @autoclosure () -> Bilingual,
    help: @autoclosure () -> Bilingual? = nil, related: (spot: Spot, message: Bilingual)? = nil
  ) {
    faults.add(
      severity: severity ?? code.severity,
      Diagnostic(code, spot, severity: severity, message(), help: help(), related: related))
  }

  /// The entries of a mapping whose names are for the file to choose, at least one.
  mutating func entries(of place: Place, _ english: String, _ chinese: String) -> (
    entries: [YAMLNode.Entry], isWhole: Bool
  )? {
    guard case .mapping(let entries, let isWhole) = place.node.content else {
      wrongKind(place, wanted: both(english, chinese))
      return nil
    }
    if entries.isEmpty, isWhole {
      emptyValue(place, wanted: both(english, chinese))
      return nil
    }
    return (entries, isWhole)
  }

  /// The items of a list, which may be empty.
  mutating func items(of place: Place, _ english: String, _ chinese: String) -> [Place]? {
    guard case .sequence(let nodes) = place.node.content else {
      wrongKind(place, wanted: both(english, chinese))
      return nil
    }
    return nodes.enumerated().map { Place(node: $1, path: .index(place.path, $0), key: nil) }
  }

  mutating func wrongKind(_ place: Place, wanted: Bilingual) {
    let found: Bilingual
    switch place.node.content {
    case .refused: return
    case .scalar(let text, let style):
      guard !Self.isNothing(text, style) else { return emptyValue(place, wanted: wanted) }
      found = both("the text \(quoted(text))", "文字 \(quoted(text))")
    case .sequence: found = both("a list", "一个列表")
    case .mapping: found = both("a mapping", "一个映射（名字: 值）")
    }
    fault(
      .wrongKind, place.valueSpot,
      both("found \(found.en), wanted \(wanted.en)", "这里是\(found.zh)，应当是\(wanted.zh)"))
  }

  mutating func emptyValue(_ place: Place, wanted: Bilingual) {
    fault(
      .emptyValue, place.valueSpot, both("there is no value; wanted \(wanted.en)", "这里没有值，应当是\(wanted.zh)"),
      help: both("write the value, or take the line out", "请写上值，或删掉这一行"))
  }

  /// Whether a number of things is within what a town may have; told where it is not.
  mutating func isWithin(_ most: Int, _ count: Int, at spot: Spot, _ english: String, _ chinese: String) -> Bool {
    guard count > most else { return true }
    fault(.tooMany, spot, both("there are more than \(most) \(english)", "\(chinese)超过 \(most) 个"))
    return false
  }

  static func isNothing(_ text: String, _ style: YAMLNode.Style) -> Bool {
    text.isEmpty || (style == .plain && ["~", "null", "Null", "NULL"].contains(text))
  }

  /// What a name refers to, for the code and the words of the fault.
  enum Kind: String {
    case post, group, office, duty, matter, community, grid

    /// The fault of a name that the section does not hold.
    var unknown: FaultCode {
      switch self {
      case .post: .unknownPost
      case .group: .unknownGroup
      case .office: .unknownOffice
      case .duty: .unknownDuty
      case .matter: .unknownMatter
      case .community: .unknownCommunity
      case .grid: .unknownGrid
      }
    }

    var chinese: String {
      switch self {
      case .post: "岗位"
      case .group: "功能组"
      case .office: "街道办公室"
      case .duty: "职责"
      case .matter: "事项"
      case .community: "社区"
      case .grid: "小分格"
      }
    }
  }

  /// The index of what a value names in its section.
  mutating func reference(_ place: Place, to roll: Roll, _ kind: Kind) -> Reading<Int> {
    guard let text = text(place, "the id of a \(kind.rawValue)", "\(kind.chinese)的短名") else { return .faulty }
    if let index = roll[text] { return .good(index) }
    unknown(text, at: place.spot, in: roll, kind)
    return .faulty
  }

  mutating func unknown(_ text: String, at spot: Spot, in roll: Roll, _ kind: Kind) {
    guard roll.isWhole, !isHalfSaved || !roll.named.isEmpty else {
      // The section was faulty itself: the name may be right.
      return
    }
    let known = Suggestions.list(roll.named.lazy.map(\.id))
    let article = kind == .office ? "an" : "a"
    fault(
      kind.unknown, spot,
      both(
        "\(quoted(text)) is not the id of \(article) \(kind.rawValue); known are \(known.en)",
        "没有短名为 \(quoted(text)) 的\(kind.chinese)；已有的是 \(known.zh)"),
      help: Suggestions.nearest(to: text, among: roll.named).map { both("did you mean “\($0)”?", "是不是想写“\($0)”？") }
        ?? both("use a known one, or add \(quoted(text)) to its section", "请改用已有的，或在相应一节里添上 \(quoted(text))"))
  }
}
