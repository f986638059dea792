internal import Glibc
package import Words

extension WorldError {
  /// What the world did, and what is to be done where that is plain, in both languages.
  package var text: Bilingual {
    switch self {
    case .io(let operation, let path, let number):
      WorldFault.text(
        number, en: "cannot \(operation) '\(path)'", zh: "无法\(WorldFault.chinese(operation))“\(path)”")
    case .locked(let pid?):
      Bilingual(
        en: "another process (pid \(pid)) holds the state folder", zh: "状态目录正由另一进程（进程 \(pid)）占用")
    case .locked(nil): Bilingual(en: "another process holds the state folder", zh: "状态目录正由另一进程占用")
    case .lockLost(let path): Bilingual(en: "\(self)", zh: "锁文件“\(path)”被移走或替换")
    case .crossDevice(let path): Bilingual(en: "\(self)", zh: "“\(path)”不在同一挂载点上，文件无法在其间改名移动；请放到同一文件系统")
    }
  }
}

/// Error numbers (errno(3)) in the words of both languages.
package enum WorldFault {
  /// A sentence on what failed: its head, why, and what to do where that is plain.
  package static func text(_ number: Int32, en: String, zh: String) -> Bilingual {
    let (why, help) = (words(number), help(number))
    return Bilingual(
      en: "\(en): \(why.en)" + (help.map { "; \($0.en)" } ?? ""),
      zh: "\(zh)：\(why.zh)" + (help.map { "；\($0.zh)" } ?? ""))
  }

  /// What the number means.
  package static func words(_ number: Int32) -> Bilingual {
    let text = strerror(number).map { String(cString: $0).lowercased() } ?? "error \(number)"
    let zh: String =
      switch number {
      case ENOSPC: "磁盘空间已满"
      case EDQUOT: "磁盘配额已用完"
      case EIO: "读写错误"
      case EROFS: "文件系统只读"
      case EACCES: "没有权限"
      case EPERM: "操作不被允许"
      case ENOENT: "没有这个文件或目录"
      case ENOTDIR: "不是目录"
      case EISDIR: "是目录，不是文件"
      case EEXIST: "文件已存在"
      case EMFILE: "本进程打开的文件过多"
      case ENFILE: "系统打开的文件过多"
      case EFBIG: "文件过大"
      case ELOOP: "符号链接层数过多"
      case ENAMETOOLONG: "名称过长"
      case EAGAIN: "资源暂时不足"
      default: "\(text)（错误号 \(number)）"
      }
    return Bilingual(en: text, zh: zh)
  }

  /// What a person can do about it.
  private static func help(_ number: Int32) -> Bilingual? {
    switch number {
    case ENOSPC: Bilingual(en: "make room on the disk", zh: "请腾出磁盘空间")
    case EDQUOT: Bilingual(en: "make room or raise the quota", zh: "请腾出空间或调高配额")
    case EIO: Bilingual(en: "see to the disk", zh: "请检查磁盘")
    case EROFS: Bilingual(en: "mount it for writing", zh: "请以可写方式挂载")
    case EACCES, EPERM: Bilingual(en: "see to its owner and permissions", zh: "请检查属主和权限")
    case ENOTDIR: Bilingual(en: "move away what stands in the folder's place", zh: "请移走占用目录位置的文件")
    case EAGAIN: Bilingual(en: "raise the limit of threads and memory", zh: "请调高线程数和内存的上限")
    case EMFILE, ENFILE: Bilingual(en: "raise the limit of open files", zh: "请调高可打开文件数的上限")
    default: nil
    }
  }

  /// The word for a call that failed.
  fileprivate static func chinese(_ operation: String) -> String {
    let words = [
      "open": "打开", "read": "读取", "write": "写入", "look at": "查看", "stat": "查看", "make": "建立", "remove": "删除",
      "rename": "改名", "rename into": "改名移入", "sync": "落盘", "watch": "监视", "lock": "锁定",
      "ask for the lock": "查询锁状态于", "draw": "取得", "start": "启动",
    ]
    return words[operation] ?? "执行 \(operation)："
  }
}
