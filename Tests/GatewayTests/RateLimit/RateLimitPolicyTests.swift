import Testing

@testable import GatewayCore

@Suite("What a rate limit policy may be")
struct RateLimitPolicyTests {
    static let table: [(name: String, limit: Int, window: Int, faults: [RateLimitPolicyFault.Kind])] = [
        ("default", 100, 10, []),
        ("a", 1, 1, []),
        (String(repeating: "n", count: 32), 1_000_000, 4611, []),
        (String(repeating: "n", count: 33), 1, 1, [.nameMalformed]),
        ("", 1, 1, [.nameMalformed]),
        ("Upper", 1, 1, [.nameMalformed]),
        ("quo\"te", 1, 1, [.nameMalformed]),
        ("zero", 0, 1, [.limitOutOfRange]),
        ("over", 1_000_001, 1, [.limitOutOfRange]),
        ("window", 1, 0, [.windowOutOfRange]),
        ("day", 1, 86_400, []),
        ("longer", 1, 86_401, [.windowOutOfRange]),
        ("product", 1_000_000, 4612, [.limitTimesWindowTooLarge]),
        ("", -1, -1, [.nameMalformed, .limitOutOfRange, .windowOutOfRange]),
    ]

    @Test("each bound is accepted exactly at it and refused one past it", arguments: table)
    func bounds(name: String, limit: Int, window: Int, faults: [RateLimitPolicyFault.Kind]) {
        #expect(RateLimitPolicy(name: name, limit: limit, windowSeconds: window).faults == faults)
    }

    @Test("a limiter lists every fault of every policy at once")
    func everyFault() {
        let policies = [
            RateLimitPolicy(name: "same", limit: 0, windowSeconds: 10),
            RateLimitPolicy(name: "same", limit: 1, windowSeconds: 0),
        ]
        #expect(
            throws: RateLimitPolicyFaults(all: [
                RateLimitPolicyFault(kind: .keysOutOfRange, index: nil),
                RateLimitPolicyFault(kind: .limitOutOfRange, index: 0),
                RateLimitPolicyFault(kind: .windowOutOfRange, index: 1),
                RateLimitPolicyFault(kind: .nameDuplicated, index: 1),
            ])
        ) {
            try RateLimiter(policies: policies, keysMax: 0)
        }
    }

    @Test("sixty-four policies are accepted, sixty-five and none are not")
    func numberOfPolicies() throws {
        func policies(_ count: Int) -> [RateLimitPolicy] {
            (0..<count).map { RateLimitPolicy(name: "p\($0)", limit: 1, windowSeconds: 1) }
        }
        _ = try RateLimiter(policies: policies(64), keysMax: 1)
        #expect(
            throws: RateLimitPolicyFaults(all: [RateLimitPolicyFault(kind: .policiesTooMany, index: nil)])
        ) { try RateLimiter(policies: policies(65), keysMax: 1) }
        #expect(
            throws: RateLimitPolicyFaults(all: [RateLimitPolicyFault(kind: .policiesMissing, index: nil)])
        ) { try RateLimiter(policies: [], keysMax: 1) }
    }
}
