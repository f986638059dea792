import Foundation
import Glibc
import Testing

/// A courier of a story, as the file says it.
struct CourierText {
  var name = "a"
  var take = "\"**\""
  var form = "standard"
  var url: String
  var more = "allow_plain: true, allow_local: true"

  init(_ receiver: Receiver, path: String = "/hook/secretpath") { url = "http://127.0.0.1:\(receiver.port)\(path)" }
}

extension Town {
  var couriersFile: String { folder + "/couriers.yaml" }
  var courierFolder: String { outbox + "/.courier" }

  static let courierSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

  /// Writes the couriers file, and what it names.
  func write(_ couriers: CourierText...) throws {
    var text = "couriers:\n"
    for courier in couriers {
      let needsSecret = ["standard", "cloudevents"].contains(courier.form)
      try write(secret: courier.url + "\n", to: "\(courier.name).url")
      if needsSecret { try write(secret: Self.courierSecret + "\n", to: "\(courier.name).key") }
      text +=
        "  - {name: \(courier.name), take: \(courier.take), to: \"file:\(courier.name).url\", form: \(courier.form)"
      if needsSecret { text += ", secret: \"file:\(courier.name).key\"" }
      text += ", \(courier.more)}\n"
    }
    try write(bytes: Array((text + "end: couriers\n").utf8), to: Array((folder + "/.couriers.new").utf8))
    #expect(rename(folder + "/.couriers.new", couriersFile) == 0)
  }

  private func write(secret: String, to name: String) throws {
    try write(bytes: Array(secret.utf8), to: Array("\(folder)/\(name)".utf8))
    #expect(chmod("\(folder)/\(name)", 0o600) == 0)
  }

  /// Starts the couriers and waits until they are ready.
  func courier(environment: [String: String?] = [:]) throws -> Daemon {
    let daemon = Daemon(try start(["courier"], environment: environment), ground: ground)
    try daemon.waitUntilReady()
    return daemon
  }

  func courierOnce(_ sourceLocation: SourceLocation = #_sourceLocation) throws {
    try gridpost("courier", "--once").exits(0, sourceLocation: sourceLocation)
  }

  /// The lines of the couriers' log.
  func courierLog() throws -> [JSON] {
    let bytes = contents(of: courierFolder + "/courier.log.ndjson") ?? []
    return try bytes.split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: String(decoding: $0, as: UTF8.self)) }
  }

  /// What could not be delivered by a courier: names of notices.
  func undelivered(_ courier: String = "a") -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(outbox)/.undelivered/\(courier)")) ?? []
    return names.filter { !$0.hasSuffix(".answer.json") }.sorted()
  }

  func courierFaults() throws -> [String] {
    try status()["degraded"].array.filter { $0["code"] == "courier" }.compactMap { $0["text"].text }
  }
}
