internal import Formats
internal import GridCore
internal import JSON
package import Words

/// Where the grids of a town lie: a GeoJSON file (RFC 7946, WGS 84) whose features have the property `grid`.
package struct Outlines: Sendable {
  /// Why a file is none.
  package struct Trouble: Error, Sendable {
    package let words: Bilingual
  }

  private struct Point: Sendable {
    let long: Double
    let lat: Double
  }

  /// A ring around an area, and those around its holes.
  private struct Area: Sendable {
    let grid: String
    let rings: [[Point]]
    let longs: ClosedRange<Double>
    let lats: ClosedRange<Double>
  }

  private let areas: [Area]

  /// Reads a file.
  package init(_ bytes: [UInt8]) throws(Trouble) {
    let value: JSONValue
    do {
      value = try StrictJSON.read(bytes[...], maxDepth: 16)
    } catch {
      throw Trouble(words: error.message)
    }
    guard value["type"]?.text == "FeatureCollection", case .array(let features)? = value["features"] else {
      throw Trouble(words: Bilingual(en: "it is no FeatureCollection of GeoJSON", zh: "不是 GeoJSON 的 FeatureCollection"))
    }
    var areas: [Area] = []
    for (index, feature) in features.enumerated() {
      guard let grid = feature["properties"]?["grid"]?.text, let geometry = feature["geometry"] else {
        throw Self.trouble(index, Bilingual(en: "has no property “grid”, or no geometry", zh: "缺少属性“grid”或 geometry"))
      }
      let polygons: [JSONValue]
      switch (geometry["type"]?.text, geometry["coordinates"]) {
      case ("Polygon", let rings?): polygons = [rings]
      case ("MultiPolygon", .array(let several)?): polygons = several
      default:
        throw Self.trouble(index, Bilingual(en: "is no Polygon or MultiPolygon", zh: "不是 Polygon 或 MultiPolygon"))
      }
      for polygon in polygons {
        guard let area = Self.area(polygon, of: grid) else {
          throw Self.trouble(index, Bilingual(en: "has coordinates that cannot be", zh: "坐标无效"))
        }
        areas.append(area)
      }
    }
    self.areas = areas
  }

  private static func trouble(_ index: Int, _ words: Bilingual) -> Trouble {
    Trouble(words: Bilingual(en: "feature \(index + 1) \(words.en)", zh: "第 \(index + 1) 个 feature \(words.zh)"))
  }

  private static func area(_ polygon: JSONValue, of grid: String) -> Area? {
    guard case .array(let values) = polygon, !values.isEmpty else { return nil }
    var rings: [[Point]] = []
    for value in values {
      guard case .array(let points) = value, points.count >= 4 else { return nil }
      var ring: [Point] = []
      for point in points {
        guard case .array(let parts) = point, parts.count >= 2, let long = parts[0].double, let lat = parts[1].double,
          abs(long) <= 180, abs(lat) <= 90
        else { return nil }
        ring.append(Point(long: long, lat: lat))
      }
      rings.append(ring)
    }
    let (longs, lats) = (rings[0].map(\.long), rings[0].map(\.lat))
    guard let west = longs.min(), let east = longs.max(), let south = lats.min(), let north = lats.max() else {
      return nil
    }
    return Area(grid: grid, rings: rings, longs: west...east, lats: south...north)
  }

  /// The only grid in which a place lies; nil where it lies in none or in two.
  package func grid(lat: Double, long: Double) -> String? {
    var found: Set<String> = []
    for area in areas where area.longs.contains(long) && area.lats.contains(lat) {
      // Inside the outer ring and in no hole: it is met an odd number of times.
      let crossings = area.rings.reduce(0) { $0 + Self.crossings(of: $1, lat: lat, long: long) }
      if crossings % 2 == 1 { found.insert(area.grid) }
    }
    return found.count == 1 ? found.first : nil
  }

  /// How often a line from the place to the east meets a ring.
  private static func crossings(of ring: [Point], lat: Double, long: Double) -> Int {
    var (count, before) = (0, ring[ring.count - 1])
    for point in ring {
      if (point.lat > lat) != (before.lat > lat) {
        let share = (lat - point.lat) / (before.lat - point.lat)
        if long < point.long + share * (before.long - point.long) { count += 1 }
      }
      before = point
    }
    return count
  }
}

extension JSONValue {
  fileprivate subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  fileprivate var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  fileprivate var double: Double? {
    guard case .number(let text) = self, let value = Double(text), value.isFinite else { return nil }
    return value
  }
}
