internal import Advice
internal import Formats
import GridCore
internal import Words
internal import YAML

// The words of the reading of nodes, as rules use them.
typealias Place = NodePlace
typealias Fields = NodeFields
typealias Reading = NodeReading

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
struct RuleReader: NodeReader {
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
