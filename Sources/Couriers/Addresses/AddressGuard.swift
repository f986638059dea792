/// Which addresses nobody may be sent to through us: this machine's own, those of its link, and those of many.
///
/// A receiver's URL is written by whoever may write it, perhaps in a robot's name; what listens on this machine alone trusts whoever
/// speaks to it from here.
package struct AddressGuard: Sendable {
  private let own: Set<[UInt8]>

  /// - Parameter own: this machine's addresses, and the broadcast addresses of its links, 4 or 16 bytes each.
  package init(own: Set<[UInt8]>) { self.own = own }

  /// Whether an address, 4 or 16 bytes of it, may be connected to.
  package func permits(_ address: [UInt8]) -> Bool {
    if own.contains(address) { return false }
    switch address.count {
    case 4: return permitsFour(address)
    case 16: return permitsSixteen(address)
    default: return false
    }
  }

  private func permitsFour(_ address: [UInt8]) -> Bool {
    switch (address[0], address[1]) {
    // Unspecified and "this network", loopback, link-local, multicast.
    case (0, _), (127, _), (169, 254), (224...239, _): false
    default:
      // Where a cloud tells a machine its secrets, and all of a link.
      address != [100, 100, 100, 200] && address != [255, 255, 255, 255]
    }
  }

  private func permitsSixteen(_ address: [UInt8]) -> Bool {
    // Link-local, the site-local of old, multicast.
    if address[0] == 0xFE && address[1] & 0x80 != 0 || address[0] == 0xFF { return false }
    if address == [0xFD, 0x00, 0x0E, 0xC2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54] { return false }
    return mapped(address).allSatisfy(permits)
  }

  // The addresses of four bytes that one of sixteen stands for.
  private func mapped(_ address: [UInt8]) -> [[UInt8]] {
    let last = Array(address[12...])
    // ::a.b.c.d with the loopback and the unspecified among them, ::ffff:a.b.c.d, ::ffff:0:a.b.c.d.
    if address[..<8].allSatisfy({ $0 == 0 }) {
      let middle = Array(address[8..<12])
      if [[0, 0, 0, 0], [0, 0, 0xFF, 0xFF], [0xFF, 0xFF, 0, 0]].contains(middle) {
        return last == [0, 0, 0, 1] ? [[127, 0, 0, 1]] : [last]
      }
    }
    // NAT64, of the world and of a network's own.
    if address.starts(with: [0x00, 0x64, 0xFF, 0x9B]) { return [last] }
    // 6to4, and Teredo, which hides the client's address.
    if address.starts(with: [0x20, 0x02]) { return [Array(address[2..<6])] }
    if address.starts(with: [0x20, 0x01, 0, 0]) { return [Array(address[4..<8]), last.map { ~$0 }] }
    return []
  }
}
