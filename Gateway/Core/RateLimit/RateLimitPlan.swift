import PlatformProtocol

/// So many requests in so many seconds.
struct RateQuota: Sendable, Hashable {
    let limit: Int
    let windowSeconds: Int

    /// Whether this lets more through per second than `other`; exact, in whole numbers.
    func isMoreGenerous(than other: RateQuota) -> Bool {
        UInt64(max(0, limit)) * UInt64(max(0, other.windowSeconds))
            > UInt64(max(0, other.limit)) * UInt64(max(0, windowSeconds))
    }
}

/// What callers of one kind may do: everything together, and changes among it.
struct RateTier: Sendable, Hashable {
    var requests = RateQuota(limit: 100, windowSeconds: 10)
    var writes = RateQuota(limit: 20, windowSeconds: 10)
}

/// Which limits there are and which of them a request is charged against.
///
/// A caller is counted as a subject by the tier of the most generous of its roles; reads against `requests`, changes
/// against both. Beside that its organisation is counted, and every request without a verified identity by its
/// address. Attempts to authenticate are counted by address before any signature is checked, and given back when they
/// succeed, so that only failures use the limit up.
struct RateLimitPlan: Sendable {
    /// The quotas a plan is made from.
    struct Quotas: Sendable, Equatable {
        var tier = RateTier()
        /// Roles with a tier of their own.
        var tiers: [Role: RateTier] = [:]
        var organization = RateQuota(limit: 2000, windowSeconds: 10)
        var address = RateQuota(limit: 100, windowSeconds: 10)
        var authentication = RateQuota(limit: 20, windowSeconds: 10)
        /// Requests of one subject, and of one address without an identity, on their way to a service at once.
        var subjectFlights = 64
        var addressFlights = 128
    }

    /// The list for `RateLimiter`.
    let policies: [RateLimitPolicy]
    let organization: RateLimitPolicyIndex
    let address: RateLimitPolicyIndex
    let authentication: RateLimitPolicyIndex
    /// Requests of one subject, and of one address without an identity, under way at once.
    let subjectFlights: UInt32
    let addressFlights: UInt32
    /// For each set of roles, as bits, the place of its `requests` policy and of its `writes` policy.
    private let requests: [UInt8]
    private let writes: [UInt8]

    init(_ quotas: Quotas) {
        var policies: [RateLimitPolicy] = []
        func add(_ name: String, _ quota: RateQuota) -> UInt8 {
            policies.append(RateLimitPolicy(name: name, limit: quota.limit, windowSeconds: quota.windowSeconds))
            return UInt8(policies.count - 1)
        }
        let standard = (requests: add("default", quotas.tier.requests), writes: add("writes", quotas.tier.writes))
        organization = RateLimitPolicyIndex(place: add("organization", quotas.organization))
        address = RateLimitPolicyIndex(place: add("address", quotas.address))
        authentication = RateLimitPolicyIndex(place: add("authentication", quotas.authentication))
        var places: [(role: RoleSet, tier: RateTier, requests: UInt8, writes: UInt8)] = []
        for role in Role.allCases {
            guard let tier = quotas.tiers[role] else {
                places.append((RoleSet(role), quotas.tier, standard.requests, standard.writes))
                continue
            }
            let name = role.rawValue
            places.append((RoleSet(role), tier, add(name, tier.requests), add("\(name)-writes", tier.writes)))
        }
        let sets = 1 << Role.allCases.count
        var requests = [UInt8](repeating: standard.requests, count: sets)
        var writes = [UInt8](repeating: standard.writes, count: sets)
        for bits in 1..<sets {
            let held = places.filter { $0.role.meets(RoleSet(rawValue: UInt16(bits))) }
            if let best = held.reversed().max(by: { $1.tier.requests.isMoreGenerous(than: $0.tier.requests) }) {
                requests[bits] = best.requests
            }
            if let best = held.reversed().max(by: { $1.tier.writes.isMoreGenerous(than: $0.tier.writes) }) {
                writes[bits] = best.writes
            }
        }
        self.policies = policies
        subjectFlights = UInt32(clamping: quotas.subjectFlights)
        addressFlights = UInt32(clamping: quotas.addressFlights)
        self.requests = requests
        self.writes = writes
    }

    /// What a request of a verified caller is charged against.
    func charges(
        roles: RoleSet, changesState: Bool, subject: RateLimitKey, organization key: RateLimitKey
    ) -> RateLimitCharges {
        let bits = Int(roles.rawValue) & (requests.count - 1)
        var charges = RateLimitCharges()
        charges.flightsMax = subjectFlights
        charges.append(RateLimitCharge(policy: RateLimitPolicyIndex(place: requests[bits]), key: subject))
        if changesState {
            charges.append(RateLimitCharge(policy: RateLimitPolicyIndex(place: writes[bits]), key: subject))
        }
        charges.append(RateLimitCharge(policy: organization, key: key))
        return charges
    }
}
