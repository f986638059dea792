internal import Board
internal import Desks
internal import GridCore
internal import Users
internal import Web
internal import Words

/// Logging in and out.
enum LogInEndpoints {
  /// The endpoints; logging in takes as long as hashing takes.
  static func endpoints(_ desk: Desk, _ entrance: Entrance) -> [Endpoint] {
    let pages = PageDesk(desk)
    return [
      .get(Form.login, .strangers, isPage: true) { call throws(Problem) in
        try pages.page(call, isForStrangers: true) { try LoginPage.page($0, $1) }
      },
      Endpoint("POST", Form.login, .strangers, isPage: true, body: .small) { call throws(Problem) in
        do throws(Problem) { return .answer(try logIn(call, desk, entrance)) } catch {
          let back = Query([(Form.back, Query(call.body)[Form.back] ?? "")])
          return .answer(
            try pages.page(call, isForStrangers: true, refused: error) { reading, _ in
              try LoginPage.page(reading, back, wrong: error)
            })
        }
      },
      Endpoint("POST", Form.logout, .strangers, isPage: true, body: .small) { call throws(Problem) in
        guard let session = call.session else { return .answer(.seeOther(Form.login)) }
        var answer = WebAnswer.seeOther(Form.login)
        answer.headers.add("set-cookie", entrance.cookie(entrance.sessions.logOut(session), call.request))
        return .answer(answer)
      },
    ]
  }

  private static func logIn(_ call: Call, _ desk: Desk, _ entrance: Entrance) throws(Problem) -> WebAnswer {
    guard let users = entrance.users else { return .seeOther("/") }
    let form = Query(call.body)
    let (name, password) = (form["name"] ?? "", form["password"] ?? "")
    let decision = LogIn.decide(
      name: name, password: password, address: call.request.peer, book: users.book, tries: entrance.tries,
      at: call.request.now)
    switch decision {
    case .welcome(let entry):
      let home = entry.viewer.at == nil || entry.viewer.at == "*" ? "/" : "/me"
      var answer = WebAnswer.seeOther(Local.path(form[Form.back]) ?? home)
      let id = entrance.sessions.logIn(entry, leaving: call.session, at: call.request.now)
      answer.headers.add(
        "set-cookie", entrance.cookie(id, call.request, isLasting: !entry.viewer.isPerson))
      return answer
    case .wrong:
      throw Problem(
        .notLoggedIn,
        Bilingual(en: "the name or the password is wrong", zh: "用户名或密码不对"), kind: "wrong-password")
    case .wait(let seconds):
      throw Problem(
        .tooManyTries,
        Bilingual(
          en: "too many wrong tries; try again in \(counted(seconds, "second"))", zh: "错误次数过多；请在 \(seconds) 秒后再试"),
        retryAfter: seconds)
    }
  }
}
