internal import Couriers
internal import Formats
internal import GridCore
internal import JSON
package import Linux
package import Words

/// One message of no notice to one receiver, to see whether it comes through; no state is needed.
package enum CourierTest {
  /// What came of it.
  package enum Outcome: Sendable {
    case delivered(to: String)
    /// It may work a little later.
    case later(Bilingual)
    /// Somebody must mend something.
    case failed(Bilingual)
    case noSuchCourier(known: [String])
  }

  /// Sends it to the courier of this name.
  package static func send(
    to name: String, of config: CourierConfig, agent: String, language: Language
  ) throws(WorldError) -> Outcome {
    let couriers = config.loaded.couriers ?? []
    guard let courier = couriers.first(where: { $0.name == name }) else {
      return .noSuchCourier(known: couriers.map(\.name))
    }
    let now = ServiceClock.wallTime
    let id = "test" + (try randomDigits())
    guard let paper = Paper(text(id, now, courier.language ?? language), id: id) else {
      preconditionFailure("a test is written as a notice is")
    }
    let answer = Sender(agent: agent, hurry: Latch())
      .send(Message([paper], by: courier, at: now, language: language), to: courier)
    return switch Verdict(answer, to: courier, at: ServiceClock.wallTime) {
    case .delivered: .delivered(to: courier.target.description)
    case .retry(let why, _), .pause(let why, _): .later(why.text)
    case .refused(let why), .stopped(let why): .failed(why.text)
    }
  }

  private static func text(_ id: String, _ now: Timestamp, _ language: Language) -> [UInt8] {
    let words = Bilingual(en: "a test of this courier; nothing is to be done", zh: "投递测试，无需处理").text(language)
    var json = JSONWriter()
    json.beginObject()
    json.field("notice", id)
    json.field("item", id)
    json.field("seq", 0)
    json.field("kind", "test")
    json.field("rung", 0)
    json.key("to")
    json.beginObject()
    json.endObject()
    json.field("matter_name", Bilingual(en: "a test", zh: "测试").text(language))
    json.field("received_at", now)
    json.key("event")
    json.beginObject()
    json.field("summary", words)
    json.endObject()
    json.endObject()
    return json.bytes
  }
}
