import Testing

@testable import Doors

@Suite struct DoorsTests {}
