internal import Answers
package import Board
package import GridCore
package import Laws
internal import Ledger
package import Web
internal import Words

/// What lies beside the ledger and no question to it tells: who looked through it last, and which copies there are.
package struct LedgerSight: Sendable {
  /// A copy of the ledger.
  package struct Copy: Sendable {
    package let name: String
    package let at: Timestamp
    package let bytes: Int64

    /// A file that lies there.
    package init(name: String, at moment: Timestamp, bytes: Int64) {
      (self.name, at, self.bytes) = (name, moment, bytes)
    }
  }

  /// The last `verify` that is known of, and when it was made; nil: none is.
  package var verified: (at: Timestamp, report: LawReport)?
  /// Whether somebody looks through it now.
  package var isLooking: Bool
  /// Copies, the latest first.
  package var copies: [Copy]

  /// Nothing known, unless it is said.
  package init(verified: (at: Timestamp, report: LawReport)? = nil, isLooking: Bool = false, copies: [Copy] = []) {
    (self.verified, self.isLooking, self.copies) = (verified, isLooking, copies)
  }
}

/// How far the ledger is, whether its laws hold, what befell the daemon, and which copies there are.
package enum LedgerPage {
  private static let mostIncidents = 100

  /// The page.
  package static func page(_ reading: BoardReading, _ query: Query, _ sight: LedgerSight) throws -> Page {
    try Frame.page(reading, query, Frame.Section.ledger.name, .ledger) { html in
      html.element("h1", Frame.Section.ledger.name)
      html.element("div", ["class": "split even"]) { html in
        html.element("section", ["class": "card"]) { verified(&$0, sight, reading) }
        html.element("section", ["class": "card"]) { copies(&$0, sight, reading) }
      }
      guard let ledger = reading.ledger else { return }
      let (standing, counts) = (try ledger.standing(), try ledger.counts(at: reading.now))
      html.element("section", ["class": "card"]) { self.standing(&$0, standing, counts) }
      let incidents = try ledger.incidents(limit: mostIncidents)
      html.element("section", ["class": "card"]) { self.incidents(&$0, incidents, reading) }
    }
  }

  private static func verified(_ html: inout HTML, _ sight: LedgerSight, _ reading: BoardReading) {
    html.element("h2", Bilingual(en: "Last verify", zh: "最近一次核对"))
    if sight.isLooking {
      html.element(
        "p", ["class": "soft"], Bilingual(en: "It is being looked through now; come again soon.", zh: "正在核对，请稍后刷新。"))
    }
    guard let (moment, report) = sight.verified else {
      guard !sight.isLooking else { return }
      return html.element("p") { html in
        html.text(Bilingual(en: "None is known here. On the machine: ", zh: "尚无记录。可在主机上执行："))
        html.element("code", "gridpost verify")
      }
    }
    html.element("p", ["class": "row"]) { html in
      html.element(
        "strong",
        ["class": report.ok ? nil : "fault", "data-figure": "ok", "data-value": report.ok ? "true" : "false"],
        report.ok
          ? Bilingual(en: "✓ all laws hold", zh: "✓ 各项规律全部成立") : Bilingual(en: "✗ a law is broken", zh: "✗ 有规律不成立"))
      html.moment(moment, reading.moments)
    }
    html.element("dl", ["class": "facts"]) { html in
      for law in report.laws {
        html.element("dt", (law.ok ? "✓ " : "✗ ") + law.law)
        html.element("dd", ["class": law.ok ? nil : "fault", "data-law": law.law]) {
          $0.listed(law.words.text(reading.language))
        }
      }
    }
  }

  private static func copies(_ html: inout HTML, _ sight: LedgerSight, _ reading: BoardReading) {
    html.element("h2", Bilingual(en: "Backups", zh: "备份"))
    guard !sight.copies.isEmpty else {
      return html.element("p") { html in
        html.text(Bilingual(en: "None is known here. On the machine: ", zh: "尚无记录。可在主机上执行："))
        html.element("code", "gridpost backup FILE")
      }
    }
    html.element("table") { html in
      html.element("tbody") { html in
        for copy in sight.copies {
          html.element("tr") { html in
            html.element("th", ["scope": "row"]) { $0.listed(copy.name) }
            html.element("td") { $0.moment(copy.at, reading.moments) }
            html.element("td", ["class": "num"], Bilingual(en: "\(copy.bytes) bytes", zh: "\(copy.bytes) 字节"))
          }
        }
      }
    }
  }

  private static func standing(_ html: inout HTML, _ standing: LedgerStanding, _ counts: LedgerCounts) {
    html.element("h2", Bilingual(en: "Standing", zh: "台账位置"))
    let figures: [(String, Bilingual, Int64)] = [
      ("epoch", Bilingual(en: "epoch", zh: "期"), standing.epoch),
      ("revision", Bilingual(en: "revision", zh: "版次"), standing.revision),
      ("records", Bilingual(en: "records", zh: "记录"), standing.records),
      ("entries", Bilingual(en: "entries", zh: "经过"), standing.entries),
      ("received", Bilingual(en: "received", zh: "收到"), Int64(counts.received)),
      ("accepted", Bilingual(en: "accepted", zh: "接受"), Int64(counts.accepted)),
      ("rejected", Bilingual(en: "rejected", zh: "拒收"), Int64(counts.rejected)),
      ("duplicate", Bilingual(en: "duplicates", zh: "重复"), Int64(counts.duplicate)),
      ("held", Bilingual(en: "held", zh: "暂存"), Int64(counts.held)),
      ("owed", Bilingual(en: "notices owed", zh: "应发通知单"), Int64(counts.noticesOwed)),
      ("delivered", Bilingual(en: "delivered", zh: "已投放"), Int64(counts.noticesDelivered)),
    ]
    html.element("dl", ["class": "totals"]) { html in
      for (id, name, figure) in figures {
        html.element("div") { html in
          html.element("dt", name)
          html.element("dd", ["data-figure": id], String(figure))
        }
      }
    }
    html.element("dl", ["class": "facts hashes"]) { html in
      let heads = [
        (Bilingual(en: "ledger", zh: "台账"), standing.ledger),
        (Bilingual(en: "chain of records", zh: "记录链"), standing.recordChain.hex),
        (Bilingual(en: "chain of entries", zh: "经过链"), standing.entryChain.hex),
      ]
      for (name, hash) in heads {
        html.element("dt", name)
        html.element("dd") { $0.element("code", hash) }
      }
    }
  }

  private static func incidents(_ html: inout HTML, _ incidents: [Incident], _ reading: BoardReading) {
    html.element("h2", Bilingual(en: "Incidents", zh: "事故记录"))
    guard !incidents.isEmpty else {
      return html.element("p", Bilingual(en: "None.", zh: "没有。"))
    }
    html.element("div", ["class": "scroll"]) { html in
      html.element("table") { html in
        html.element("tbody") { html in
          for incident in incidents {
            html.element("tr", ["data-incident": incident.code]) { html in
              html.element("td") { $0.moment(incident.at, reading.moments) }
              html.element("td", incident.code)
              html.element("td") { $0.listed(incident.text) }
            }
          }
        }
      }
    }
  }
}
