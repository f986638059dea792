import GridCore
import Testing
import Words

@testable import Couriers

/// What a couriers file may say, and what is said of its faults.
@Suite struct CourierFileTests {
  private static let files: [String: String] = [
    "/c/url": "https://hooks.example.org/T/secretpath\n", "/c/plain": "http://hooks.example.org/secretpath",
    "/c/key": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3\nwhsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY4\n", "/c/sec": "SECabc\n",
    "/c/short": "whsec_dGVzdA==", "/c/empty": "\n# nothing\n", "/c/ca.pem": "-----BEGIN CERTIFICATE-----\n",
  ]

  private func load(_ text: String) -> LoadedCouriers {
    CourierFile.load(bytes: Array(text.utf8), name: "couriers.yaml", folder: "/c") { path in
      Self.files[path].map { .bytes(Array($0.utf8)) }
        ?? .unreadable(Bilingual(en: "there is no such file", zh: "没有这个文件"))
    }
  }

  private func faults(_ courier: String) -> [String] {
    load("couriers:\n  - {\(courier)}\nend: couriers\n").diagnostics.map {
      "\($0.code.rawValue) \($0.line):\($0.column)"
    }
  }

  @Test func aGoodFileIsRead() throws {
    let loaded = load(
      """
      couriers:
        - {name: 合水口巡查, take: heshuikou/*/patrol, kind: [task, reminder], to: "file:url", form: standard, secret: "file:key"}
        - name: 指挥中心群
          take: [subdistrict/*, triage]
          to: "file:plain"
          form: dingtalk
          secret: "file:sec"
          rate: 20/m
          digest: 30s
          give_up: 2h
          link: "https://board.example/"
          ca: ca.pem
          proxy: "http://proxy.example:3128"
          language: zh
          allow_plain: true
          allow_local: true
      end: couriers
      """)
    #expect(loaded.diagnostics.isEmpty, "\(loaded.diagnostics)")
    let couriers = try #require(loaded.couriers)
    #expect(couriers.map(\.name) == ["合水口巡查", "指挥中心群"])
    #expect(couriers[0].takes("heshuikou/heshuikou-01/patrol", "task"))
    #expect(!couriers[0].takes("heshuikou/heshuikou-01/patrol", "told"))
    #expect(couriers[0].secrets.count == 2 && couriers[0].giveUp == 86_400_000)
    #expect(couriers[1].rate == Rate(count: 20, span: 60_000) && couriers[1].digest == 30_000)
    #expect(couriers[1].link == "https://board.example" && couriers[1].authorities == "/c/ca.pem")
    #expect(couriers[1].allowsLocal && !couriers[0].allowsLocal)
    #expect(couriers[1].takes("triage", "told") && couriers[1].giveUp == 7_200_000)
  }

  private static let good = #"name: a, take: triage, to: "file:url", form: wecom"#

  @Test(arguments: [
    (#"take: triage, to: "file:url", form: wecom"#, ["missing-key 2:5"]),
    (#"name: a, tak: triage, to: "file:url", form: wecom"#, ["unknown-key 2:15"]),
    (#"name: a/b, take: triage, to: "file:url", form: wecom"#, ["bad-name 2:12"]),
    (#"name: a, take: "a//b", to: "file:url", form: wecom"#, ["bad-address 2:21"]),
    (#"name: a, take: triage, to: "file:nix", form: wecom"#, ["bad-file 2:33"]),
    (#"name: a, take: triage, to: "file:empty", form: wecom"#, ["bad-file 2:33"]),
    (#"name: a, take: triage, to: "file:plain", form: wecom"#, ["bad-url 2:33"]),
    (#"name: a, take: triage, to: "ftp://x", form: wecom"#, ["bad-url 2:33"]),
    (#"name: a, take: triage, to: "https://u:p@x", form: wecom"#, ["bad-url 2:33"]),
    (#"name: a, take: triage, to: "file:url", form: wechat"#, ["unknown-word 2:51"]),
    (#"name: a, take: triage, to: "file:url", form: standard"#, ["missing-key 2:5"]),
    (#"name: a, take: triage, to: "file:url", form: standard, secret: "file:sec""#, ["bad-secret 2:69"]),
    (#"name: a, take: triage, to: "file:url", form: standard, secret: "abc""#, ["bad-secret 2:69"]),
    (good + #", secret: "file:sec""#, ["bad-secret 2:66"]), (good + ", rate: 20/min", ["bad-rate 2:64"]),
    (good + ", digest: 30", ["bad-duration 2:66"]), (good + ", give_up: 0s", ["out-of-range 2:67"]),
    (good + ", kind: tasks", ["unknown-word 2:64"]), (good + ", allow_local: yes", ["unknown-word 2:71"]),
    (good + ", proxy: nonsense", ["bad-url 2:65"]), (good + ", ca: url", ["bad-file 2:62"]),
    (#"name: a, take: triage, to: "file:url", form: cloudevents, digest: 30s"#, ["wrong-kind 2:72"]),
    (#"name: a, take: triage, to: [x], form: wecom"#, ["wrong-kind 2:33"]),
  ]) func everyFaultHasItsPlace(_ courier: String, _ wanted: [String]) { #expect(faults(courier) == wanted) }

  @Test func aShortSecretIsTakenAndTold() {
    let loaded = load(
      "couriers:\n  - {name: a, take: t, to: \"file:url\", form: standard, secret: \"file:short\"}\nend: couriers\n")
    #expect(loaded.couriers?.first?.secrets == [Secret(bytes: Array("test".utf8))])
    #expect(loaded.diagnostics.map(\.severity) == [.warning])
  }

  @Test func oneNameIsOneCourier() {
    let loaded = load("couriers:\n  - {\(Self.good)}\n  - {\(Self.good)}\nend: couriers\n")
    #expect(loaded.couriers == nil)
    #expect(loaded.diagnostics.map(\.code) == [.duplicateName])
  }

  @Test(arguments: [
    ("", [FaultCode.emptyFile]), ("couriers: []\n", [.halfSaved]), ("end: couriers\n", [.missingKey]),
    ("couriers: {}\nend: couriers\n", [.wrongKind]), ("end: couriers\ncouriers: []\n", [.endNotLast]),
    ("couriers: []\nend: rules\n", [.halfSaved]), ("[]\n", [.wrongKind]),
  ]) func aFileThatIsNotWholeIsRefused(_ text: String, _ codes: [FaultCode]) {
    let loaded = load(text)
    #expect(loaded.couriers == nil)
    #expect(loaded.diagnostics.map(\.code) == codes)
  }

  @Test func noMoreOfAURLThanSchemeAndHostIsShown() {
    let text = #"{to: "https://hooks.example.org/T/secretpath?k=v", secret: "SECabcdef", x: whsec_abcd}"#
    let shown = String(decoding: CourierFile.masked(Array(text.utf8)), as: UTF8.self)
    #expect(shown.count == text.count)
    #expect(shown.contains("https://hooks.example.org."))
    for part in ["secretpath", "k=v", "SECabcdef", "abcd"] { #expect(!shown.contains(part), "\(part) in \(shown)") }
    let loaded = load(
      "couriers:\n  - {name: a, take: t, form: wecom, to: \"http://h.example/secretpath\"}\nend: couriers\n")
    #expect(
      loaded.diagnostics.allSatisfy { !$0.message.en.contains("secretpath") && !$0.message.zh.contains("secretpath") })
    #expect(loaded.diagnostics.map(\.code) == [.badURL])
  }
}
