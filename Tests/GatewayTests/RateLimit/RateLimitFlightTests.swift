import Testing

@testable import GatewayCore

@Suite("Requests of one caller under way at once")
struct RateLimitFlightTests {
    let limiter: RateLimiter

    init() throws {
        limiter = try RateLimiter(
            policies: [
                RateLimitPolicy(name: "default", limit: 100, windowSeconds: 10),
                RateLimitPolicy(name: "organization", limit: 3, windowSeconds: 10),
            ], keysMax: 1024)
    }

    private func charge(_ policy: UInt8, _ key: UInt64) -> RateLimitCharge {
        RateLimitCharge(policy: RateLimitPolicyIndex(place: policy), key: RateLimitKey(bits: key))
    }

    private func charges(_ first: UInt64, _ second: UInt64, flightsMax: UInt32) -> RateLimitCharges {
        var charges = RateLimitCharges()
        charges.append(charge(0, first))
        charges.append(charge(1, second))
        charges.flightsMax = flightsMax
        return charges
    }

    @Test("as many as allowed take off, one more is refused uncharged, and one that lands makes room for one")
    func cap() throws {
        var flights: [RateLimitFlight] = []
        for _ in 0..<2 {
            flights.append(try #require(limiter.admit(charge(0, 7), at: 0, flightsMax: 2).flight))
        }
        let refused = limiter.admit(charge(0, 7), at: 0, flightsMax: 2)
        #expect(!refused.isAdmitted && refused.isCrowded && refused.flight == nil)
        #expect(refused.retryAfterSeconds(of: limiter) == 1)
        #expect(limiter.standing(charge(0, 7), at: 0).remaining == 98)
        #expect(limiter.admit(charge(0, 8), at: 0, flightsMax: 2).isAdmitted, "another key has places of its own")
        limiter.land(flights.removeLast())
        #expect(limiter.admit(charge(0, 7), at: 0, flightsMax: 2).isAdmitted)
        #expect(!limiter.admit(charge(0, 7), at: 0, flightsMax: 2).isAdmitted)
        #expect(limiter.admit(charge(0, 7), at: 0).isAdmitted, "what is not counted as under way is not refused by it")
    }

    /// The upper bits choose the shard: one, or two in either order.
    @Test("of several charges the first counts what is under way", arguments: [(1, 1), (1, 1 << 62), (1 << 62, 1)])
    func several(first: UInt64, second: UInt64) throws {
        let flight = try #require(limiter.admit(charges(first, second, flightsMax: 1), at: 0).flight)
        let crowded = limiter.admit(charges(first, second, flightsMax: 1), at: 0)
        #expect(!crowded.isAdmitted && crowded.isCrowded)
        #expect(limiter.standing(charge(1, second), at: 0).remaining == 2, "the other key is not charged either")
        limiter.land(flight)
        for _ in 0..<2 {
            limiter.land(try #require(limiter.admit(charges(first, second, flightsMax: 1), at: 0).flight))
        }
        let full = limiter.admit(charges(first, second, flightsMax: 1), at: 0)
        #expect(!full.isAdmitted && !full.isCrowded && full.flight == nil, "a full window lets nothing take off")
        #expect(limiter.admit(charge(0, first), at: 0, flightsMax: 1).isAdmitted)
    }

    @Test("a key with requests under way keeps its place however long they take, and the next idle key gives way")
    func stays() throws {
        var table = RateLimitMemoryTests.table(keysMax: 3)
        let busy = RateLimitMemoryTests.charge(1)
        let (place, _) = table.locate(busy, at: 0)
        let flight = table.takeOff(place, 0)
        _ = table.locate(RateLimitMemoryTests.charge(2), at: 0)
        _ = table.locate(RateLimitMemoryTests.charge(3), at: 0)
        _ = table.locate(RateLimitMemoryTests.charge(4), at: 100 * second)
        #expect(table.overflows == 0)
        #expect(table.find(busy, at: 100 * second) == place)
        #expect(table.flights(place) == 1)
        #expect(table.find(RateLimitMemoryTests.charge(2), at: 100 * second) == nil)
        table.land(flight)
        _ = table.locate(RateLimitMemoryTests.charge(5), at: 200 * second)
        _ = table.locate(RateLimitMemoryTests.charge(6), at: 200 * second)
        _ = table.locate(RateLimitMemoryTests.charge(7), at: 200 * second)
        #expect(table.overflows == 0, "landed, it is idle as any other")
        #expect(table.find(busy, at: 200 * second) == nil)
    }

    @Test("with nothing but busy keys a newcomer shares, and the search for a place has an end")
    func allBusy() {
        var table = RateLimitMemoryTests.table(keysMax: 64)
        for key in 1...64 as ClosedRange<UInt64> {
            let (place, _) = table.locate(RateLimitMemoryTests.charge(key), at: 0)
            _ = table.takeOff(place, 0)
        }
        _ = table.locate(RateLimitMemoryTests.charge(99), at: 100 * second)
        #expect(table.overflows == 1 && table.keys == 64)
    }
}
