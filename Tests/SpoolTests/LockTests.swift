import Glibc
import Linux
import Testing

@testable import Spool

@Suite struct LockTests {
  private static let setOpenFileLock: Int32 = 37
  let state: TemporaryState

  init() throws {
    state = try TemporaryState()
  }

  @Test func onlyOneHoldsTheState() throws {
    do {
      let lock = try SpoolLock(state.folder)
      #expect(throws: WorldError.self) { try SpoolLock(state.folder) }
      #expect(lock.isOurs())
      #expect(try SpoolLock.look(path: state.path).held)
    }
    _ = try taken()
  }

  @Test func eachOfTheTwoLocksKeepsOthersOut() throws {
    let path = state.path + "/lock"
    let holder = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    flock(holder, LOCK_EX)
    #expect(throws: WorldError.locked(pid: nil)) { try SpoolLock(state.folder) }
    #expect(try !SpoolLock.look(path: state.path).held)
    flock(holder, LOCK_UN)
    var range = Glibc.flock()
    range.l_type = Int16(F_WRLCK)
    let answer = withUnsafeMutablePointer(to: &range) { range in
      fcntl(holder, Self.setOpenFileLock, UnsafeMutableRawPointer(range))
    }
    #expect(answer == 0)
    #expect(throws: WorldError.locked(pid: nil)) { try SpoolLock(state.folder) }
    close(holder)
  }

  @Test func aLockTakenAwayOrReplacedIsNoticed() throws {
    let lock = try SpoolLock(state.folder)
    rename(state.path + "/lock", state.path + "/moved")
    #expect(!lock.isOurs())
    #expect(throws: WorldError.lockLost(path: state.path + "/lock")) { try lock.requireOurs() }
    close(open(state.path + "/lock", O_WRONLY | O_CREAT, 0o644))
    #expect(!lock.isOurs())
    rename(state.path + "/moved", state.path + "/lock")
    try lock.requireOurs()
  }

  @Test func aPostingIsSeenWithoutItsPaddingAndNeedsNoRoom() throws {
    let lock = try SpoolLock(state.folder)
    #expect(try SpoolLock.look(path: state.path).bytes.isEmpty)
    let before = try #require(state.blocks("lock"))
    #expect(before.size == SpoolLock.capacity && before.blocks > 0)
    try lock.post(Array("{\"degraded\":[\"disk full\"]}".utf8))
    try lock.post(Array("{}".utf8))
    #expect(try SpoolLock.look(path: state.path).bytes == Array("{}".utf8))
    #expect(state.blocks("lock")?.size == before.size)
    #expect(throws: WorldError.io(operation: "write", path: state.path + "/lock", errno: EFBIG)) {
      try lock.post([UInt8](repeating: 65, count: SpoolLock.capacity))
    }
  }

  @Test func whatTheLastHolderPostedStaysUntilTheNextPosting() throws {
    do { try taken().post(Array("{\"records\":7}".utf8)) }
    do {
      let lock = try taken()
      #expect(try SpoolLock.look(path: state.path).bytes == Array("{\"records\":7}".utf8))
      #expect(state.blocks("lock")?.size == SpoolLock.capacity)
      try lock.post(Array("{}".utf8))
    }
    let lock = try taken()
    #expect(try SpoolLock.look(path: state.path).bytes == Array("{}".utf8))
    #expect(lock.isOurs())
  }

  @Test func aMissingLockIsHeldByNobody() throws {
    #expect(try !SpoolLock.look(path: state.path).held)
    #expect(try !SpoolLock.look(path: "/tmp/nowhere-at-all").held)
  }

  /// A child that another test is just making holds our files open until it becomes the other program.
  private func taken() throws -> SpoolLock {
    for _ in 0..<200 {
      do { return try SpoolLock(state.folder) } catch WorldError.locked { usleep(10_000) }
    }
    return try SpoolLock(state.folder)
  }
}

@Suite struct DurableFileTests {
  @Test func halvesOfFilesThatACrashLeftAreRemovedWhenTheyAreOld() throws {
    let state = try TemporaryState()
    let half = ".ledger.marker.0123456789abcdef.tmp"
    for folder in ["", "quarantine/"] {
      for name in [half, ".note.tmp", "a.0123456789abcdef.tmp", ".x.0123456789ABCDEF.tmp"] {
        close(open(state.path + "/" + folder + name, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644))
      }
    }
    try state.folder.tidy()
    #expect(state.exists(half) && state.exists("quarantine/" + half))
    for folder in ["", "quarantine/"] {
      for name in try state.names(folder) where name.hasSuffix(".tmp") {
        var times = [timespec(tv_sec: 1_000_000_000, tv_nsec: 0), timespec(tv_sec: 1_000_000_000, tv_nsec: 0)]
        #expect(utimensat(AT_FDCWD, state.path + "/" + folder + name, &times, 0) == 0)
      }
    }
    try state.folder.tidy()
    for folder in ["", "quarantine/"] {
      #expect(!state.exists(folder + half))
      #expect(try state.names(folder).count { $0.hasSuffix(".tmp") } == 3)
    }
  }

  @Test func aFileIsReplacedWhole() throws {
    let state = try TemporaryState()
    try DurableFile.replace(
      folder: state.path, name: "good.yaml", bytes: Array("one".utf8), ownedBy: state.folder.ownership)
    try DurableFile.replace(
      folder: state.path, name: "good.yaml", bytes: Array("two".utf8), ownedBy: state.folder.ownership)
    #expect(try state.text("good.yaml") == "two")
    #expect(try !state.names("").contains { $0.hasPrefix(".") })
    #expect(try DurableFile.read(path: state.path + "/none", max: 10) == nil)
    #expect(throws: WorldError.io(operation: "read", path: state.path + "/good.yaml", errno: EFBIG)) {
      try DurableFile.read(path: state.path + "/good.yaml", max: 2)
    }
    #expect(try DurableFile.read(path: state.path + "/good.yaml", max: 3) == Array("two".utf8))
  }

  @Test func aFailedReplacementLeavesTheOldFile() throws {
    let state = try TemporaryState()
    mkdir(state.path + "/name", 0o755)
    #expect(throws: WorldError.self) {
      try DurableFile.replace(folder: state.path, name: "name", bytes: [], ownedBy: state.folder.ownership)
    }
    #expect(try !state.names("").contains { $0.hasPrefix(".") })
  }

  @Test func errorsReadAsPlainEnglish() {
    let error = WorldError.io(operation: "open", path: "inbox/a", errno: ENOSPC)
    #expect(error.description == "cannot open 'inbox/a': no space left on device")
    #expect(FileName.shown([0x61, 0xFF, 0x0A]) == "a\\xFF\\x0A")
    #expect(FileName.shown(Array("河\u{202E}\u{1B}".utf8)) == "河\\xE2\\x80\\xAE\\x1B")
  }
}

extension TemporaryState {
  func blocks(_ file: String) -> (size: Int, blocks: Int)? {
    var found = stat()
    return lstat(path + "/" + file, &found) == 0 ? (Int(found.st_size), Int(found.st_blocks)) : nil
  }
}
