package import Answers
package import Figures
internal import GridCore
package import Words

/// A column of a report's figures: what is counted, or what is told from the counts.
package enum FigureColumn: Hashable, Sendable {
  case count(ReportColumn)
  case onSiteRate, voidRate, onTimeRate, closingRate, reworkRate, score
  case handling(percentile: Int)

  /// Every column, in its order.
  package static let all: [FigureColumn] =
    ReportColumn.allCases.map(FigureColumn.count)
    + [.onSiteRate, .voidRate, .onTimeRate, .closingRate, .reworkRate, .score]
    + [50, 90].map(FigureColumn.handling(percentile:))

  /// What machines call it.
  package var id: String {
    switch self {
    case .count(let column): column.rawValue
    case .onSiteRate: "on_site_rate"
    case .voidRate: "void_rate"
    case .onTimeRate: "on_time_rate"
    case .closingRate: "closing_rate"
    case .reworkRate: "rework_rate"
    case .score: "score"
    case .handling(let percentile): "handling_p\(percentile)"
    }
  }

  /// Its figure.
  package func cell(of figures: ReportFigures) -> Sheet.Cell {
    switch self {
    case .count(let column): .number(Int64(figures[column]))
    case .onSiteRate: .rate(figures.onSiteRate)
    case .voidRate: .rate(figures.voidRate)
    case .onTimeRate: .rate(figures.onTimeRate)
    case .closingRate: .rate(figures.closingRate)
    case .reworkRate: .rate(figures.reworkRate)
    case .score: .rate(figures.score)
    case .handling(let percentile): figures.handling(percentile: percentile).map(Sheet.Cell.seconds) ?? .nothing
    }
  }

  /// Its head, for people.
  package var head: Bilingual {
    switch self {
    case .count(let column): wording(column)
    case .onSiteRate: Bilingual(en: "on site %", zh: "现场整改率%")
    case .voidRate: Bilingual(en: "void %", zh: "作废率%")
    case .onTimeRate: Bilingual(en: "on time %", zh: "按时办结率%")
    case .closingRate: Bilingual(en: "closing %", zh: "办结率%")
    case .reworkRate: Bilingual(en: "rework %", zh: "返工率%")
    case .score: Bilingual(en: "score", zh: "综合得分")
    case .handling(let percentile): Bilingual(en: "time taken, \(percentile) %", zh: "办理时长（\(percentile)%）")
    }
  }
}

extension Sheet.Cell {
  fileprivate static func rate(_ ratio: Ratio?) -> Sheet.Cell { ratio.map { .decimal($0.text) } ?? .nothing }
}
