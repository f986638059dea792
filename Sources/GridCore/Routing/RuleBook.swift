/// An id with the name people use, and, for a post, its own working hours.
package struct Named: Sendable {
  package let id: String
  package let name: String

  package init(id: String, name: String) {
    self.id = id
    self.name = name
  }
}

/// All of `rules.yaml`, checked and indexed: it never changes once it is made.
///
/// Everything that costs time is done here once, when the file is read; routing only looks up. A class, for every decision holds its
/// book, and to copy so many parts costs as much as to route.
package final class RuleBook: Sendable {
  /// SHA-256 of the file's bytes.
  package let digest: Digest
  package let subdistrict: Named
  package let offices: [Named]
  package let communities: [Named]
  package let grids: [Grid]
  package let posts: [PostType]
  package let groups: [Named]
  package let calendar: WorkCalendar
  /// The ladders by urgency; most books have one for all.
  package let ladders: ByUrgency<[Rung]>
  package let duties: [Named]
  /// For each duty, by its index, who checks its items; nil or no such index where it does not say.
  package let dutyChecks: [Checker?]
  package let matters: [Matter]
  package let overrides: [Override]
  package let intake: IntakeLimits
  package let lifecycle: Lifecycle
  /// What each source may send.
  package let sources: SourceGrants
  /// How much another text may change before it is held.
  package let `guard`: Guard
  /// What the calendar brings forth, in the order of the file.
  package let rounds: [RoundRule]
  /// Nil where nothing is an inspection.
  package let visits: VisitRules?
  /// Nil where no station looks at anything.
  package let integrity: IntegrityRules?

  let matterIndex: [ByteText: Int]
  let gridIndex: [ByteText: Int]
  let communityIndex: [ByteText: Int]
  let hoursOfPost: [String: WorkingHours]
  /// For each matter the overrides, in order, whose duty and matter fit it: the rest is never looked at.
  let overridesOfMatter: [[Int]]

  /// A book of parts that were checked: indexes are in range, ids are unique, every reference is known.
  package init(
    digest: Digest, subdistrict: Named, offices: [Named], communities: [Named], grids: [Grid], posts: [PostType],
    groups: [Named], calendar: WorkCalendar, ladders: ByUrgency<[Rung]>, duties: [Named],
    dutyChecks: [Checker?] = [], matters: [Matter], overrides: [Override], intake: IntakeLimits,
    lifecycle: Lifecycle = Lifecycle(), sources: SourceGrants = SourceGrants(), guard limits: Guard = Guard(),
    rounds: [RoundRule] = [], visits: VisitRules? = nil, integrity: IntegrityRules? = nil
  ) {
    self.digest = digest
    self.subdistrict = subdistrict
    self.offices = offices
    self.communities = communities
    self.grids = grids
    self.posts = posts
    self.groups = groups
    self.calendar = calendar
    self.ladders = ladders
    self.duties = duties
    self.dutyChecks = dutyChecks
    self.matters = matters
    self.overrides = overrides
    self.intake = intake
    self.lifecycle = lifecycle
    self.sources = sources
    self.guard = limits
    self.rounds = rounds
    self.visits = visits
    self.integrity = integrity
    var matterIndex: [ByteText: Int] = [:]
    for (index, matter) in matters.enumerated() {
      matterIndex[ByteText(matter.name)] = index
    }
    // A code wins over another matter's name.
    for (index, matter) in matters.enumerated() {
      matterIndex[ByteText(matter.code)] = index
    }
    self.matterIndex = matterIndex
    gridIndex = Dictionary(
      grids.enumerated().map { (ByteText($1.id), $0) }, uniquingKeysWith: { first, _ in first })
    communityIndex = Dictionary(
      communities.enumerated().map { (ByteText($1.id), $0) }, uniquingKeysWith: { first, _ in first })
    hoursOfPost = Dictionary(
      posts.compactMap { post in post.hours.map { (post.id, $0) } }, uniquingKeysWith: { first, _ in first })
    overridesOfMatter = matters.indices.map { matter in
      overrides.indices.filter { index in
        let when = overrides[index].when
        return (when.matter ?? matter) == matter && (when.duty ?? matters[matter].duty) == matters[matter].duty
      }
    }
  }

  /// A book with one ladder for every urgency.
  package convenience init(
    digest: Digest, subdistrict: Named, offices: [Named], communities: [Named], grids: [Grid], posts: [PostType],
    groups: [Named], calendar: WorkCalendar, ladder: [Rung], duties: [Named], matters: [Matter],
    overrides: [Override], intake: IntakeLimits
  ) {
    self.init(
      digest: digest, subdistrict: subdistrict, offices: offices, communities: communities, grids: grids, posts: posts,
      groups: groups, calendar: calendar, ladders: ByUrgency(ladder), duties: duties, matters: matters,
      overrides: overrides, intake: intake)
  }

  /// The ladder of matters that name no urgency of their own.
  package var ladder: [Rung] { ladders.fallback }

  /// The matter with this code or, failing that, exactly this name.
  package func matter(_ codeOrName: String) -> Matter? {
    matterIndex[ByteText(codeOrName)].map { matters[$0] }
  }

  /// The working hours that limits of this post's matters count in.
  package func hours(ofPost post: String) -> WorkingHours {
    hoursOfPost[post] ?? calendar.hours
  }

  /// The name of a duty, or nil where the book has none of this id.
  package func dutyName(_ id: String) -> String? {
    duties.first { $0.id == id }?.name
  }

  /// Whether an address names a post, branch, station, group or office of this book.
  package func knows(_ address: Addressee) -> Bool {
    switch address {
    case .post(let post):
      has(GridPlace(community: post.community, grid: post.grid)) && posts.contains { $0.id == post.post }
    case .branch(let place), .station(let place): has(place)
    case .group(let community, let group):
      communityIndex[ByteText(community)] != nil && groups.contains { $0.id == group }
    case .office(let office): offices.contains { $0.id == office }
    case .triage: true
    }
  }

  /// A grid with the community it lies in; nil where none is called so.
  package func place(ofGrid grid: String) -> GridPlace? {
    gridIndex[ByteText(grid)].map { GridPlace(community: communities[grids[$0].community].id, grid: grids[$0].id) }
  }

  /// Whether a grid is called so.
  package func has(grid: String) -> Bool { gridIndex[ByteText(grid)] != nil }

  /// Whether a grid lies in the community named with it.
  private func has(_ place: GridPlace) -> Bool {
    gridIndex[ByteText(place.grid)].map { communities[grids[$0].community].id == place.community } == true
  }
}
