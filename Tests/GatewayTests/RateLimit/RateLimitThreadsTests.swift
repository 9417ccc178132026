import Dispatch
import Synchronization
import Testing

@testable import GatewayCore

@Suite("A rate limiter shared by threads")
struct RateLimitThreadsTests {
    static let threads = 8
    static let requests = 5000

    @Test("in a frozen window exactly the limit is admitted, whoever asks", arguments: [1, 100, 128, 129, 20_000])
    func exactlyTheLimit(limit: Int) throws {
        let single = try SingleLimit(limit: limit)
        let admitted = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: Self.threads) { _ in
            for _ in 0..<Self.requests where single.admit(at: 5 * second).isAdmitted {
                admitted.add(1, ordering: .relaxed)
            }
        }
        #expect(admitted.load(ordering: .relaxed) == limit)
    }

    /// Two keys per request, in either order, so that locks are wanted in both directions at once.
    @Test("decisions over several shards are one step, and never wait for each other in a circle")
    func severalShards() throws {
        let limiter = try RateLimiter(
            policies: [
                RateLimitPolicy(name: "one", limit: 300, windowSeconds: 10),
                RateLimitPolicy(name: "other", limit: 100, windowSeconds: 10),
            ], keysMax: 100)
        let admitted = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: Self.threads) { thread in
            let one = RateLimitCharge(policy: RateLimitPolicyIndex(place: 0), key: RateLimitKey(bits: 1 << 60))
            let other = RateLimitCharge(policy: RateLimitPolicyIndex(place: 1), key: RateLimitKey(bits: 7 << 60))
            var charges = RateLimitCharges()
            for charge in thread.isMultiple(of: 2) ? [one, other] : [other, one] { charges.append(charge) }
            for _ in 0..<Self.requests where limiter.admit(charges, at: 0).isAdmitted {
                admitted.add(1, ordering: .relaxed)
            }
        }
        #expect(admitted.load(ordering: .relaxed) == 100)
        let one = RateLimitCharge(policy: RateLimitPolicyIndex(place: 0), key: RateLimitKey(bits: 1 << 60))
        #expect(limiter.standing(one, at: 0).remaining == 200)
    }
}
