import PlatformProtocol
import Testing

@testable import GatewayCore

@Suite("Which limits a caller has")
struct RateLimitPlanTests {
    static let subject = RateLimitKey(bits: 1)
    static let organization = RateLimitKey(bits: 2)

    private func names(_ plan: RateLimitPlan, _ roles: RoleSet, changesState: Bool) -> [String] {
        let charges = plan.charges(
            roles: roles, changesState: changesState, subject: Self.subject, organization: Self.organization)
        return (0..<charges.count).map { plan.policies[Int(charges[$0].policy.place)].name }
    }

    @Test("by default a caller has 100 requests and 20 changes in ten seconds, counted exactly")
    func defaults() throws {
        let plan = RateLimitPlan(RateLimitPlan.Quotas())
        #expect(plan.policies[0] == RateLimitPolicy(name: "default", limit: 100, windowSeconds: 10))
        #expect(plan.policies[1] == RateLimitPolicy(name: "writes", limit: 20, windowSeconds: 10))
        #expect(plan.policies[0].limit <= RateLimiterLimits.exactLimitMax)
        #expect(names(plan, .client, changesState: false) == ["default", "organization"])
        #expect(names(plan, .client, changesState: true) == ["default", "writes", "organization"])
        #expect(names(plan, [], changesState: true) == ["default", "writes", "organization"])
        _ = try RateLimiter(policies: plan.policies)
    }

    @Test("of several roles the most generous counts, for requests and changes apart")
    func tiers() {
        var quotas = RateLimitPlan.Quotas()
        quotas.tiers[.service] = RateTier(
            requests: RateQuota(limit: 1000, windowSeconds: 10), writes: RateQuota(limit: 10, windowSeconds: 10))
        quotas.tiers[.guest] = RateTier(
            requests: RateQuota(limit: 6, windowSeconds: 1), writes: RateQuota(limit: 3, windowSeconds: 1))
        let plan = RateLimitPlan(quotas)
        #expect(names(plan, .service, changesState: true) == ["service", "service-writes", "organization"])
        #expect(names(plan, .guest, changesState: true) == ["guest", "guest-writes", "organization"])
        #expect(names(plan, [.service, .guest], changesState: true) == ["service", "guest-writes", "organization"])
        #expect(names(plan, [.guest, .client], changesState: true) == ["default", "guest-writes", "organization"])
        #expect(names(plan, [.client, .service], changesState: true) == ["service", "writes", "organization"])
    }

    @Test("every role with a tier of its own is still a valid list of policies")
    func allRoles() throws {
        var quotas = RateLimitPlan.Quotas()
        for role in Role.allCases { quotas.tiers[role] = RateTier() }
        _ = try RateLimiter(policies: RateLimitPlan(quotas).policies)
    }

    @Test("generosity is compared by rate, whatever the windows")
    func generosity() {
        let slow = RateQuota(limit: 59, windowSeconds: 60)
        let fast = RateQuota(limit: 1, windowSeconds: 1)
        #expect(fast.isMoreGenerous(than: slow) && !slow.isMoreGenerous(than: fast))
        #expect(!fast.isMoreGenerous(than: RateQuota(limit: 60, windowSeconds: 60)))
    }
}
