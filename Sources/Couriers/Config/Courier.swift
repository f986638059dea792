package import GridCore
package import Words

/// One that takes notices out of the outbox to where people look: whose, where to, in which form, and how patiently.
package struct Courier: Sendable {
  /// The shape that a receiver takes notices in.
  package enum Form: String, Sendable, CaseIterable {
    case standard, cloudevents, dingtalk, wecom, feishu

    /// Whether it is a robot of a group, whose answers say in their body what became of a message.
    package var isRobot: Bool {
      switch self {
      case .standard, .cloudevents: false
      case .dingtalk, .wecom, .feishu: true
      }
    }
  }

  /// What people call it; also its folder's name among the undelivered.
  package var name: String
  /// Whose notices it takes.
  package var take: [AddressPattern]
  /// Which of them; nil for all.
  package var kinds: Set<Notice.Kind>?
  /// Where to.
  package var target: Target
  /// How they are written.
  package var form: Form
  /// What they are signed with, the newest first.
  package var secrets: [Secret]
  /// So many messages in so much time at the most; nil where it is not bound.
  package var rate: Rate?
  /// How long notices are gathered into one message, in milliseconds; 0 not at all.
  package var digest: Int64 = 0
  /// The board's address, to which messages lead; nil for none.
  package var link: String?
  /// How long a notice is tried for from its first try, in milliseconds.
  package var giveUp: Int64 = Courier.day
  /// A file of certificates that are trusted in place of the system's.
  package var authorities: String?
  /// The proxy that all goes through.
  package var proxy: String?
  /// Whether addresses of this machine and its link may be connected to.
  package var allowsLocal = false
  /// The language of what people read; nil for the program's own.
  package var language: Language?

  /// The usual patience.
  static let day: Int64 = 86_400_000

  /// A courier with nothing but what it needs.
  package init(
    name: String, take: [AddressPattern], kinds: Set<Notice.Kind>? = nil, target: Target, form: Form,
    secrets: [Secret] = []
  ) {
    self.name = name
    self.take = take
    self.kinds = kinds
    self.target = target
    self.form = form
    self.secrets = secrets
  }

  /// Whether a notice laid before this address, of this kind, is one of its own.
  package func takes(_ address: String, _ kind: String) -> Bool {
    if let kinds, !kinds.contains(where: { $0.rawValue == kind }) { return false }
    return takes(address)
  }

  /// Whether notices laid before this address may be its own.
  package func takes(_ address: String) -> Bool { take.contains { $0.matches(address) } }
}

/// The bytes that messages are signed with; never shown.
package struct Secret: Hashable, Sendable {
  package let bytes: [UInt8]

  /// A secret of these bytes.
  package init(bytes: [UInt8]) { self.bytes = bytes }
}

/// So many in so much time.
package struct Rate: Hashable, Sendable {
  package let count: Int
  /// In milliseconds.
  package let span: Int64

  /// So many in so many milliseconds.
  package init(count: Int, span: Int64) {
    self.count = count
    self.span = span
  }

  /// A rate as it is written, `20/m`, by the second, minute, hour or day; nil where it is none.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let spans: [Substring: Int64] = ["s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
    guard parts.count == 2, let span = spans[parts[1]], parts[0].utf8.first != UInt8(ascii: "0"),
      parts[0].utf8.count <= 6, parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(parts[0])
    else { return nil }
    self.init(count: count, span: span)
  }
}
