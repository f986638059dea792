internal import Formats
import GridCore
internal import Schema
internal import Words
internal import YAML

extension RuleReader {
  /// The subdistrict with its offices, and the communities with their grids.
  mutating func readPlaces(_ file: Fields) {
    readSubdistrict(file)
    guard let place = need("communities", of: file, "the communities and their grids", "各社区和小分格"),
      let listed = entries(of: place, "the communities, id: {name, grids}", "各社区，写成 短名: {name, grids}")
    else {
      arePlacesWhole = false
      communities.isWhole = false
      gridRoll.isWhole = false
      return
    }
    coverage.communities = listed.entries.count
    arePlacesWhole =
      isWithin(RuleBounds.communities, listed.entries.count, at: .start(of: place), "communities", "社区")
      && listed.isWhole
    guard coverage.communities <= RuleBounds.communities else { return }
    for entry in listed.entries { readCommunity(entry, in: place) }
    communities.isWhole = communities.isWhole && listed.isWhole
    gridRoll.isWhole = gridRoll.isWhole && arePlacesWhole
    coverage.grids = grids.count
  }

  private mutating func readSubdistrict(_ file: Fields) {
    offices.isWhole = false
    guard let place = need("subdistrict", of: file, "the subdistrict: id, name, offices", "街道：id、name、offices"),
      let parts = fields(
        of: place, "the subdistrict, {id, name, offices}", "街道 {id, name, offices}", keys: RulesSchema.subdistrict.keys)
    else { return }
    var id: String?
    if let place = need("id", of: parts, "the id of the subdistrict", "街道的短名"),
      let text = text(place, "an id", "短名"), isID(text, at: place.spot)
    {
      id = text
    }
    let name = need("name", of: parts, "the name of the subdistrict", "街道的名称").flatMap { self.name($0) }
    if let id, let name { subdistrict = Named(id: id, name: name) }
    if let place = need("offices", of: parts, "the offices that hear of delays", "听取逾期上报的办公室") {
      offices = readNamed(place, "the offices, id: name", "各办公室，写成 短名: 名称")
    }
  }

  private mutating func readCommunity(_ entry: YAMLNode.Entry, in section: Place) {
    let place = Place(node: entry.value, path: .key(section.path, entry.key.text), key: entry.key)
    let spot = Spot(span: entry.key.span, path: place.path)
    guard isID(entry.key.text, at: spot, reserved: Addressee.reservedWords) else {
      arePlacesWhole = false
      communities.isWhole = false
      return
    }
    let parts = fields(of: place, "a community, {name, grids}", "社区 {name, grids}", keys: RulesSchema.community.keys)
    let name = parts.flatMap { need("name", of: $0, "the name of the community", "社区的名称") }.flatMap { self.name($0) }
    guard let index = communities.add(Named(id: entry.key.text, name: name ?? entry.key.text), at: spot) else { return }
    guard let parts, let place = need("grids", of: parts, "the grids: their number, or id: name", "小分格：数目，或 短名: 名称")
    else {
      arePlacesWhole = false
      return
    }
    if case .mapping = place.node.content {
      readGrids(place, of: index)
    } else {
      numberGrids(place, of: index)
    }
  }

  // `grids: 10`: heshuikou-01 … heshuikou-10.
  private mutating func numberGrids(_ place: Place, of community: Int) {
    guard case .scalar = place.node.content else {
      wrongKind(place, wanted: both("the number of grids, or a mapping id: name", "小分格的数目，或 短名: 名称"))
      arePlacesWhole = false
      return
    }
    guard let count = number(place, 1...RuleBounds.gridsOfCommunity) else {
      arePlacesWhole = false
      return
    }
    let owner = communities.named[community]
    for number in 1...count {
      let digits = number < 10 ? "0\(number)" : "\(number)"
      guard
        addGrid(
          id: "\(owner.id)-\(digits)", name: "\(owner.name)\(digits)", community: community, at: place.spot)
      else { return }
    }
  }

  private mutating func readGrids(_ place: Place, of community: Int) {
    guard let listed = entries(of: place, "the grids, id: name", "小分格，写成 短名: 名称") else {
      arePlacesWhole = false
      return
    }
    arePlacesWhole = arePlacesWhole && listed.isWhole
    for entry in listed.entries {
      let own = Place(node: entry.value, path: .key(place.path, entry.key.text), key: entry.key)
      var (name, staff): (String?, Place?) = (nil, nil)
      if case .mapping = own.node.content {
        if let parts = fields(of: own, "a grid, {name, staff}", "小分格 {name, staff}", keys: RulesSchema.grid.keys) {
          name = need("name", of: parts, "the name of the grid", "小分格的名称").flatMap { self.name($0) }
          staff = parts["staff"]
        }
      } else {
        name = self.name(own)
      }
      let isAdded = addGrid(
        id: entry.key.text, name: name ?? entry.key.text, community: community,
        at: Spot(span: entry.key.span, path: own.path))
      if isAdded, let staff { gridStaff.append((grids.count - 1, staff)) }
    }
  }

  /// The people of single grids, once the posts are known.
  private mutating func readGridStaff() {
    for (grid, place) in gridStaff {
      guard let listed = entries(of: place, "the people, post: number", "各岗位人数，写成 岗位: 人数") else { continue }
      for entry in listed.entries {
        let own = Place(node: entry.value, path: .key(place.path, entry.key.text), key: entry.key)
        guard postNames[entry.key.text] != nil else {
          unknown(entry.key.text, at: Spot(span: entry.key.span, path: own.path), in: postNames, .post)
          continue
        }
        if let people = number(own, RuleBounds.staff) { grids[grid].staff[ByteText(entry.key.text)] = people }
      }
    }
  }

  private mutating func addGrid(id: String, name: String, community: Int, at spot: Spot) -> Bool {
    guard !areGridsTooMany, isID(id, at: spot, reserved: Addressee.reservedWords) else {
      arePlacesWhole = false
      return false
    }
    guard isWithin(RuleBounds.grids, grids.count + 1, at: spot, "grids", "小分格") else {
      (areGridsTooMany, arePlacesWhole) = (true, false)
      return false
    }
    guard gridRoll.add(Named(id: id, name: name), at: spot) != nil else {
      // A count of grids would tell the same clash for each of them.
      arePlacesWhole = false
      let first = gridRoll[id].map { gridRoll.spot(of: $0) } ?? spot
      fault(
        .duplicateID, spot,
        both(
          "the grid \(quoted(id)) is listed twice; a grid id is unique in the town", "小分格 \(quoted(id)) 重复；全街道的分格编号不能相同"
        ),
        help: both("rename one of the two", "请改掉其中一个"),
        related: (first, both("it is listed here first", "第一次出现在这里")))
      return false
    }
    grids.append(Grid(id: id, name: name, community: community))
    return true
  }

  /// Posts and functional groups.
  mutating func readRoles(_ file: Fields) {
    readPosts(file)
    readGridStaff()
    groups.isWhole = false
    if let place = need("groups", of: file, "the functional groups of every community", "各社区的功能组") {
      groups = readNamed(place, "the functional groups, id: name", "各功能组，写成 短名: 名称")
    }
  }

  private mutating func readPosts(_ file: Fields) {
    guard let place = need("posts", of: file, "the posts of every grid", "每个小分格的岗位"),
      let listed = entries(
        of: place, "the posts, id: name or id: {name, hours, staff}", "各岗位，写成 短名: 名称 或 短名: {name, hours, staff}")
    else {
      postNames.isWhole = false
      return
    }
    postNames.isWhole = listed.isWhole
    for entry in listed.entries {
      let own = Place(node: entry.value, path: .key(place.path, entry.key.text), key: entry.key)
      let spot = Spot(span: entry.key.span, path: own.path)
      guard isID(entry.key.text, at: spot, reserved: Addressee.reservedPosts) else {
        postNames.isWhole = false
        continue
      }
      var (name, hours, staff): (String?, WorkingHours?, Int?) = (nil, nil, nil)
      if case .mapping = own.node.content {
        if let parts = fields(
          of: own, "a post, {name, hours, staff}", "岗位 {name, hours, staff}", keys: RulesSchema.post.keys)
        {
          name = need("name", of: parts, "the name of the post", "岗位的名称").flatMap { self.name($0) }
          hours = parts["hours"].flatMap { workingHours($0) }
          staff = parts["staff"].flatMap { number($0, RuleBounds.staff) }
        }
      } else {
        name = self.name(own)
      }
      let known = Named(id: entry.key.text, name: name ?? entry.key.text)
      guard postNames.add(known, at: spot) != nil else { continue }
      posts.append(PostType(id: known.id, name: known.name, hours: hours, staff: staff))
    }
  }

  /// A section of ids and names.
  private mutating func readNamed(_ place: Place, _ english: String, _ chinese: String) -> Roll {
    var roll = Roll()
    guard let listed = entries(of: place, english, chinese) else {
      roll.isWhole = false
      return roll
    }
    roll.isWhole = listed.isWhole
    for entry in listed.entries {
      let own = Place(node: entry.value, path: .key(place.path, entry.key.text), key: entry.key)
      let spot = Spot(span: entry.key.span, path: own.path)
      guard isID(entry.key.text, at: spot) else {
        roll.isWhole = false
        continue
      }
      _ = roll.add(Named(id: entry.key.text, name: name(own) ?? entry.key.text), at: spot)
    }
    return roll
  }
}
