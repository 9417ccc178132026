import Testing

@testable import events_bench

@Suite("Crash points")
struct CrashPointTests {
    @Test("a process dies at the arrival it was told of, at its own point only")
    func aProcessDiesAtTheArrival() throws {
        let crash = try Crash([Crash.variable: "relay-after-read:2"])
        #expect(!crash.isLast(.relayAfterRead))
        #expect(!crash.isLast(.relayAfterDelete))
        #expect(crash.isLast(.relayAfterRead))
    }

    @Test("a kill that came to nothing is tried at the next arrival")
    func aKillThatCameToNothing() throws {
        let crash = try Crash([Crash.variable: "relay-after-produce:1"])
        #expect(crash.isLast(.relayAfterProduce))
        crash.again()
        #expect(crash.isLast(.relayAfterProduce))
    }

    @Test("without an order nobody dies")
    func withoutAnOrderNobodyDies() throws {
        let crash = try Crash([:])
        #expect(CrashPoint.allCases.allSatisfy { !crash.isLast($0) })
    }

    @Test(
        "an order that makes no sense is refused",
        arguments: ["", "relay", "relay-after-read", "relay-after-read:0", "relay-after-read:x", "nowhere:1"])
    func anOrderThatMakesNoSense(_ order: String) {
        #expect(throws: BenchFault.self) { try Crash([Crash.variable: order]) }
    }

    @Test("every process has points where it is killed, and each point belongs to one")
    func everyProcessHasPointsWhereIt() {
        for command in [Arguments.Command.write, .relay, .consume] {
            #expect(CrashPoint.allCases.contains { $0.command == command && $0.isFromOutside })
            #expect(CrashPoint.allCases.contains { $0.command == command && !$0.isFromOutside })
        }
    }
}
