import Testing

@testable import Users

@Suite struct UsersTests {}
