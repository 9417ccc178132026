import Testing

@testable import events_bench

@Suite("Arguments of events-bench")
struct ArgumentsTests {
    @Test("a command has named values")
    func aCommandHasNamedValues() throws {
        let arguments = try Arguments(["write", "--rate", "500", "--database", "host=x dbname=y"])
        #expect(arguments.command == .write)
        #expect(try arguments.number("rate") == 500)
        #expect(try arguments.number("keys", or: 7) == 7)
        #expect(try arguments.text("database") == "host=x dbname=y")
        #expect(arguments.optional("stamps") == nil)
    }

    @Test("what makes no sense is refused", arguments: [[], ["sleep"], ["write", "--rate"], ["write", "rate", "5"]])
    func whatMakesNoSenseIsRefused(_ arguments: [String]) {
        #expect(throws: BenchFault.self) { try Arguments(arguments) }
    }

    @Test("a number that is none is refused")
    func aNumberThatIsNoneIs() throws {
        let arguments = try Arguments(["write", "--rate", "fast", "--events", "-1"])
        #expect(throws: BenchFault.self) { try arguments.number("rate") }
        #expect(throws: BenchFault.self) { try arguments.number("events") }
        #expect(throws: BenchFault.self) { try arguments.number("keys") }
    }
}
