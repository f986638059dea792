package import Board
internal import GridCore
package import Web
internal import Words

/// Where one logs in: a name and a password, or a token that may look.
package enum LoginPage {
  /// The page.
  ///
  /// - Parameter wrong: why it did not work the last time.
  package static func page(_ reading: BoardReading, _ query: Query, wrong: Problem? = nil) throws -> Page {
    let title = Bilingual(en: "Log in", zh: "登录")
    return try Frame.strangersPage(reading, query, title, status: wrong?.code.status ?? 200) { html in
      html.element("section", ["class": "card narrow"]) { html in
        html.element("h1", title)
        if let wrong {
          html.element(
            "p", ["class": "fault", "role": "alert", "data-problem": wrong.kind ?? wrong.code.rawValue], wrong.words)
        }
        html.element("form", ["method": "post", "action": Form.login, "class": "stack"]) { html in
          html.token()
          if let back = query[Form.back] { html.void("input", ["type": "hidden", "name": Form.back, "value": back]) }
          field(&html, "name", Bilingual(en: "Name", zh: "用户名"), type: "text", autocomplete: "username")
          field(
            &html, "password", Bilingual(en: "Password", zh: "密码"), type: "password", autocomplete: "current-password")
          html.element("button", title)
          html.element(
            "p", ["class": "soft"],
            Bilingual(
              en: "A wall screen has a token: leave the name empty and put the token where the password goes.",
              zh: "大屏使用令牌登录：用户名留空，密码处填写令牌。"))
        }
      }
    }
  }

  private static func field(
    _ html: inout HTML, _ name: String, _ label: Bilingual, type: String, autocomplete: String
  ) {
    html.element("div", ["class": "field"]) { html in
      html.element("label", ["for": "login-\(name)"], label)
      html.void(
        "input",
        [
          "type": type, "name": name, "id": "login-\(name)", "autocomplete": autocomplete, "autocapitalize": "none",
          "spellcheck": "false", "maxlength": "1024", "required": name == "password" ? "" : nil,
        ])
    }
  }
}
