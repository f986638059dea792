import GridCore

@testable import LedgerStore

func sha256(_ bytes: [UInt8]) -> Digest {
  bytes.withUnsafeBytes { Digest(sha256: $0) }
}
