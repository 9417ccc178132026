import EventLoop
import Testing

@testable import HTTPServer

@Suite("Who is connected")
struct ConnectionLedgerTests {
    private func ledger(connectionsMax: Int, perAddressMax: Int) -> ConnectionLedger {
        var limits = HTTPServerLimits()
        limits.connectionsMax = connectionsMax
        limits.connectionsPerAddressMax = perAddressMax
        return ConnectionLedger(limits)
    }

    private func host(_ number: Int) throws -> SocketAddress {
        try #require(SocketAddress("10.0.\(number / 256).\(number % 256)", port: 0))
    }

    @Test("an address at its limit is refused, another is not, and who leaves makes room for one")
    func perAddress() throws {
        let ledger = ledger(connectionsMax: 100, perAddressMax: 2)
        let (one, other) = (try host(1), try host(2))
        #expect(ledger.enter(one) && ledger.enter(one))
        #expect(!ledger.enter(one))
        #expect(ledger.enter(other))
        #expect(ledger.total == 3, "who was refused is not counted")
        ledger.leave(one)
        #expect(ledger.enter(one))
        #expect(!ledger.enter(one))
        for host in [one, one, other] { ledger.leave(host) }
        #expect(ledger.total == 0)
    }

    @Test("all addresses together keep the limit")
    func together() throws {
        let ledger = ledger(connectionsMax: 300, perAddressMax: 1)
        for number in 0..<300 { #expect(ledger.enter(try host(number))) }
        #expect(!ledger.enter(try host(300)))
        ledger.leave(try host(7))
        #expect(ledger.enter(try host(300)))
    }

    @Test("loops that count at once lose nothing")
    func concurrent() async throws {
        let ledger = ledger(connectionsMax: 1000, perAddressMax: 50)
        let hosts = try (0..<4).map(host)
        let entered = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<100).count { ledger.enter(hosts[$0 % 4]) } }
            }
            return await group.reduce(0, +)
        }
        #expect(entered == 200)
        #expect(ledger.total == 200)
    }
}
