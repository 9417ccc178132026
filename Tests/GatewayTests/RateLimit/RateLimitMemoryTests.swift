import TestKit
import Testing

@testable import GatewayCore

@Suite("A rate limiter's memory under floods")
struct RateLimitMemoryTests {
    static func charge(_ key: UInt64, policy: UInt8 = 0) -> RateLimitCharge {
        RateLimitCharge(policy: RateLimitPolicyIndex(place: policy), key: RateLimitKey(bits: key))
    }

    static func table(keysMax: Int, limit: Int = 2) -> RateLimitTable {
        RateLimitTable(
            rules: [
                RateLimitRule(RateLimitPolicy(name: "short", limit: limit, windowSeconds: 10)),
                RateLimitRule(RateLimitPolicy(name: "long", limit: 200, windowSeconds: 3600)),
            ], keysMax: keysMax)
    }

    static func admit(_ charge: RateLimitCharge, at now: UInt64, in table: inout RateLimitTable) -> Bool {
        let time = table.advance(to: now)
        let (place, _) = table.locate(charge, at: time)
        guard table.hasRoom(place, at: time) else { return false }
        table.charge(place, at: time)
        return true
    }

    @Test("65 536 random live keys each have a place of their own", arguments: [11, 12, 13] as [UInt64])
    func capacity(seed: UInt64) throws {
        let limiter = try RateLimiter(policies: [RateLimitPolicy(name: "default", limit: 1, windowSeconds: 10)])
        var random = SeededRandom(seed: seed)
        let keys = (0..<65_536).map { _ in random.next() }
        for key in keys { #expect(limiter.admit(Self.charge(key), at: 0).isAdmitted) }
        #expect(limiter.usage.keys == 65_536)
        #expect(limiter.usage.overflows == 0, "seed \(seed)")
        for key in keys { #expect(!limiter.admit(Self.charge(key), at: second).isAdmitted) }
    }

    @Test("with every place live, a further key shares the overflow entry and evicts nobody", arguments: [2, 200])
    func overflow(limit: Int) {
        var table = Self.table(keysMax: 8, limit: limit)
        for key in 1...8 as ClosedRange<UInt64> {
            for _ in 0..<limit { #expect(Self.admit(Self.charge(key), at: 0, in: &table)) }
        }
        for key in 100..<(100 + UInt64(limit)) { #expect(Self.admit(Self.charge(key), at: second, in: &table)) }
        for key in 1000..<1100 as Range<UInt64> { #expect(!Self.admit(Self.charge(key), at: second, in: &table)) }
        for key in 1...8 as ClosedRange<UInt64> { #expect(!Self.admit(Self.charge(key), at: second, in: &table)) }
        #expect(table.keys == 8)
        #expect(table.overflows == UInt64(limit) + 100)
        #expect(table.entries.count == 10)
    }

    @Test("a key's place is given away when both its windows are past, and not before")
    func idle() {
        var table = Self.table(keysMax: 2)
        _ = Self.admit(Self.charge(1), at: 5 * second, in: &table)
        _ = Self.admit(Self.charge(2), at: 15 * second, in: &table)
        _ = Self.admit(Self.charge(3), at: 20 * second - 1, in: &table)
        #expect(table.overflows == 1)
        _ = Self.admit(Self.charge(3), at: 20 * second, in: &table)
        #expect(table.overflows == 1 && table.keys == 2)
        #expect(table.find(Self.charge(1), at: 20 * second) == nil)
        #expect(table.find(Self.charge(2), at: 20 * second) != nil)
        #expect(table.find(Self.charge(3), at: 20 * second) != nil)
    }

    @Test("a live key of a long window does not hide an idle one of a short window")
    func mixedWindows() {
        var table = Self.table(keysMax: 2)
        _ = Self.admit(Self.charge(1, policy: 1), at: 0, in: &table)
        _ = Self.admit(Self.charge(2, policy: 0), at: 0, in: &table)
        _ = Self.admit(Self.charge(3, policy: 1), at: 30 * second, in: &table)
        #expect(table.overflows == 0)
        #expect(table.find(Self.charge(1, policy: 1), at: 30 * second) != nil)
        #expect(table.find(Self.charge(2, policy: 0), at: 30 * second) == nil)
    }

    @Test("keys of one slot are found, and removed from any place of its chain")
    func chains() {
        var table = Self.table(keysMax: 16)
        let keys = (0..<8).map { UInt64($0) << 32 }
        for key in keys { _ = Self.admit(Self.charge(key), at: 0, in: &table) }
        for removed in [keys[3], keys[7], keys[0]] {
            guard let place = table.find(Self.charge(removed), at: 0) else {
                Issue.record("the key was there")
                return
            }
            table.remove(place)
            #expect(table.find(Self.charge(removed), at: 0) == nil)
        }
        for key in [keys[1], keys[2], keys[4], keys[5], keys[6]] {
            #expect(table.find(Self.charge(key), at: 0) != nil)
        }
        #expect(table.keys == 5)
    }

    @Test("a flood of keys over many windows ends with the memory of one window", arguments: [7, 8] as [UInt64])
    func flood(seed: UInt64) {
        var table = Self.table(keysMax: 500)
        var random = SeededRandom(seed: seed)
        var counted: [UInt64: [UInt64]] = [:]
        for step in 0..<60_000 as Range<UInt64> {
            let now = step * 3_200_000
            let key = random.below(4) == 0 ? random.below(20) : random.next()
            let before = table.overflows
            let isAdmitted = Self.admit(Self.charge(key), at: now, in: &table)
            guard table.overflows == before, key < 20 else { continue }
            let recent = (counted[key] ?? []).filter { now - $0 < 10 * second }
            #expect(isAdmitted == (recent.count < 2), "seed \(seed), step \(step)")
            counted[key] = recent + (isAdmitted ? [now] : [])
        }
        #expect(table.keys <= 500)
        #expect(table.entries.count <= 502)
    }
}
