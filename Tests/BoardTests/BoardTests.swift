import Testing

@testable import Board

@Suite struct BoardTests {}
