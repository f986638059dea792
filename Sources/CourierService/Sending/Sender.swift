internal import CCurl
internal import Couriers
internal import Glibc
internal import Linux

/// Sends messages, one after the other, over a connection that is kept between them; for one thread.
///
/// Speaks TLS that is verified, follows no redirect and no variable of the environment, connects to no address that was not looked at,
/// and reads no more than 64 KiB of any answer.
final class Sender {
  /// Milliseconds for a try, and to connect.
  static let mostForATry = 15_000
  static let mostToConnect = 5_000

  private let handle = gp_post_open()
  private let agent: String
  /// Raised when nobody waits for what is under way any more.
  private let hurry: Latch
  /// A name that is being looked up: it goes on where a try had to end without it.
  private var search: (host: String, errand: Errand<HostAddresses>)?

  init(agent: String, hurry: Latch) {
    self.agent = agent
    self.hurry = hurry
  }

  deinit { gp_post_close(handle) }

  /// What came of one try.
  func send(_ message: Message, to courier: Courier) -> Answer {
    let target = courier.target
    let start = ServiceClock.bootMilliseconds
    let addressGuard = courier.allowsLocal ? nil : AddressGuard(own: OwnAddresses.read())
    var resolved: String?
    switch addresses(of: target.host, port: target.port) {
    case .success(let found):
      if let addressGuard, !found.list.allSatisfy({ addressGuard.permits($0.bytes) }) {
        return Answer(trouble: .refused)
      }
      // A number needs no name, and libcurl takes none with colons for one.
      if !target.host.contains(":") {
        resolved = "\(target.host):\(target.port):" + found.list.map(\.text).joined(separator: ",")
      }
    // Behind a proxy names may be known to it alone.
    case .failure where courier.proxy != nil: break
    case .failure(let answer): return answer.value
    }
    let left = max(1_000, Int64(Self.mostForATry) - (ServiceClock.bootMilliseconds - start))
    return post(message, courier, resolved, addressGuard, within: Int(left))
  }

  // MARK: The name

  private struct Unresolved: Error { let value: Answer }

  /// All addresses of a host; none where it is known by no more than its number.
  private func addresses(of host: String, port: Int) -> Result<HostAddresses, Unresolved> {
    do throws(WorldError) {
      if search?.host != host { search = (host, try Errand("resolve") { HostAddresses(of: host) }) }
    } catch {
      return .failure(Unresolved(value: Answer(trouble: .unresolved, words: error.description)))
    }
    let end = ServiceClock.bootMilliseconds + Int64(Self.mostToConnect)
    while let errand = search?.errand {
      if errand.isDone {
        search = nil
        let found = errand.finish()
        guard !found.list.isEmpty else {
          return .failure(Unresolved(value: Answer(trouble: .unresolved, words: found.flaw)))
        }
        return .success(found)
      }
      if hurry.isRaised { return .failure(Unresolved(value: Answer(trouble: .stopped))) }
      guard ServiceClock.bootMilliseconds < end else { break }
      usleep(2_000)
    }
    return .failure(Unresolved(value: Answer(trouble: .late, words: "the name is still being looked up")))
  }

  // MARK: The message

  /// What the callbacks of a try are asked with.
  private final class Try {
    let addressGuard: AddressGuard?
    let hurry: Latch

    init(_ addressGuard: AddressGuard?, _ hurry: Latch) {
      self.addressGuard = addressGuard
      self.hurry = hurry
    }
  }

  private func post(
    _ message: Message, _ courier: Courier, _ resolved: String?, _ addressGuard: AddressGuard?,
    within milliseconds: Int
  ) -> Answer {
    let headers = message.headers.map { strdup("\($0.name): \($0.value)") }
    let texts = [message.url, courier.authorities, courier.proxy, resolved, agent].map { $0.map { strdup($0) } ?? nil }
    defer { for text in headers + texts { free(text) } }
    let asked = Try(addressGuard, hurry)
    var body = [CChar](repeating: 0, count: Answer.mostBody)
    var answer = gp_answer()
    withExtendedLifetime(asked) {
      body.withUnsafeMutableBufferPointer { room in
        message.body.withUnsafeBytes { bytes in
          headers.map { UnsafePointer($0) }.withUnsafeBufferPointer { list in
            answer.body = room.baseAddress
            answer.capacity = room.count
            var post = gp_post()
            post.url = UnsafePointer(texts[0])
            post.headers = list.baseAddress
            post.header_count = list.count
            post.body = bytes.baseAddress
            post.size = bytes.count
            post.ca = UnsafePointer(texts[1])
            post.proxy = UnsafePointer(texts[2])
            post.resolve = UnsafePointer(texts[3])
            post.agent = UnsafePointer(texts[4])
            post.is_plain = courier.target.isPlain ? 1 : 0
            post.connect_milliseconds = Self.mostToConnect
            post.total_milliseconds = milliseconds
            post.permit = { context, address in
              guard let context, let address else { return 0 }
              let asked = Unmanaged<Try>.fromOpaque(context).takeUnretainedValue()
              guard let addressGuard = asked.addressGuard else { return 1 }
              return HostAddress(address).map { addressGuard.permits($0.bytes) } == true ? 1 : 0
            }
            post.hurry = { context in
              guard let context else { return 1 }
              return Unmanaged<Try>.fromOpaque(context).takeUnretainedValue().hurry.isRaised ? 1 : 0
            }
            post.context = Unmanaged.passUnretained(asked).toOpaque()
            gp_post_send(handle, &post, &answer)
          }
        }
      }
    }
    return Self.told(answer, body)
  }

  private static func told(_ answer: gp_answer, _ body: [CChar]) -> Answer {
    let words = withUnsafeBytes(of: answer.error) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    let trouble: Answer.Trouble
    switch answer.kind {
    case GP_ANSWERED:
      let after = withUnsafeBytes(of: answer.retry_after) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      return Answer(
        status: answer.status, body: body.prefix(answer.size).map { UInt8(bitPattern: $0) },
        retryAfter: after.isEmpty ? nil : after)
    case GP_NO_LIBRARY: trouble = .library
    case GP_BAD_URL: trouble = .url
    case GP_UNRESOLVED: trouble = .unresolved
    case GP_REFUSED: trouble = .refused
    case GP_UNREACHABLE: trouble = .unreachable
    case GP_TLS: trouble = .tls
    case GP_LATE: trouble = .late
    case GP_STOPPED: trouble = .stopped
    default: trouble = .broken
    }
    return Answer(trouble: trouble, words: words)
  }
}
