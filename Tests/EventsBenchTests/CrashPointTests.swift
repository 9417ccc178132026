import Testing

@testable import events_bench

@Suite struct CrashPointTests {
    @Test func `A process dies at the arrival it was told of, at its own point only`() throws {
        let crash = try Crash([Crash.variable: "relay-after-read:2"])
        #expect(!crash.isLast(.relayAfterRead))
        #expect(!crash.isLast(.relayAfterDelete))
        #expect(crash.isLast(.relayAfterRead))
    }

    @Test func `A kill that came to nothing is tried at the next arrival`() throws {
        let crash = try Crash([Crash.variable: "relay-after-produce:1"])
        #expect(crash.isLast(.relayAfterProduce))
        crash.again()
        #expect(crash.isLast(.relayAfterProduce))
    }

    @Test func `Without an order nobody dies`() throws {
        let crash = try Crash([:])
        #expect(CrashPoint.allCases.allSatisfy { !crash.isLast($0) })
    }

    @Test(arguments: ["", "relay", "relay-after-read", "relay-after-read:0", "relay-after-read:x", "nowhere:1"])
    func `An order that makes no sense is refused`(_ order: String) {
        #expect(throws: BenchFault.self) { try Crash([Crash.variable: order]) }
    }

    @Test func `Every process has points where it is killed, and each point belongs to one`() {
        for command in [Arguments.Command.write, .relay, .consume] {
            #expect(CrashPoint.allCases.contains { $0.command == command && $0.isFromOutside })
            #expect(CrashPoint.allCases.contains { $0.command == command && !$0.isFromOutside })
        }
    }
}
