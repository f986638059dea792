internal import Glibc
internal import Linux
internal import Rules
package import Words

/// How a fault of the rules file is shown while older rules stay in force.
enum RuleFault {
  /// The first fault of a text that is refused, and its place.
  static func refused(_ path: String, _ reading: RulesReading) -> Bilingual {
    let first = reading.rules.diagnostics.first { $0.severity == .error }
    let place = first.map { "\(path):\($0.line):\($0.column)" } ?? path
    return Bilingual(
      en: "\(place): \(first?.message.en ?? "unusable"); the last good rules stay in force",
      zh: "\(place)：\(first?.message.zh ?? "不可用")；继续使用上一份好规则")
  }

  /// A file that cannot be read.
  static func unreadable(_ path: String, _ trouble: RulesFile.Trouble) -> Bilingual {
    let reason = reason(trouble)
    return Bilingual(
      en: "\(path): \(reason.en); the last good rules stay in force", zh: "\(path)：\(reason.zh)；继续使用上一份好规则")
  }

  /// Why a rules file cannot be read, in words.
  static func reason(_ trouble: RulesFile.Trouble) -> Bilingual {
    switch trouble.code {
    case ENOENT, ENOTDIR: Bilingual(en: "there is no such file", zh: "没有这个文件")
    case EISDIR: Bilingual(en: "it is a folder, not a file", zh: "是目录，不是文件")
    case EINVAL, ENXIO: Bilingual(en: "it is no ordinary file", zh: "不是普通文件")
    case EACCES, EPERM: Bilingual(en: "no permission to read it", zh: "没有读取权限")
    case EBUSY: Bilingual(en: "it changes all the time", zh: "内容一直在变")
    default: WorldFault.words(trouble.code)
    }
  }
}

extension RulesFile.Trouble {
  /// Why the file at a path cannot be read.
  package func words(_ path: String) -> Bilingual { RuleFault.unreadable(path, self) }
}
