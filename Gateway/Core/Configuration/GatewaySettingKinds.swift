import PlatformProtocol
import ServiceRuntime

/// The forms of settings that only the gateway has.
extension SettingKind<RateQuota> {
    /// `100/10s`: so many requests in so many seconds.
    static var quota: SettingKind {
        SettingKind(
            "a quota such as 100/10s", standIn: RateQuota(limit: 1, windowSeconds: 1),
            parse: { RateQuota(text: $0) }, print: { $0.text })
    }
}

extension SettingKind<RoleQuota> {
    /// `service=2000/10s:500/10s`: the quotas of one role, for all requests and for changes.
    static var roleQuota: SettingKind {
        SettingKind(
            "a role and its quotas, for all requests and for changes, such as service=2000/10s:500/10s",
            standIn: RoleQuota(role: .guest, tier: RateTier()),
            parse: { text in
                let parts = text.split(separator: "=", omittingEmptySubsequences: false)
                guard parts.count == 2, let role = Role(exactly: String(parts[0])) else { return nil }
                let quotas = parts[1].split(separator: ":", omittingEmptySubsequences: false)
                guard quotas.count == 2, let requests = RateQuota(text: String(quotas[0])),
                    let writes = RateQuota(text: String(quotas[1]))
                else { return nil }
                return RoleQuota(role: role, tier: RateTier(requests: requests, writes: writes))
            }, print: { "\($0.role.rawValue)=\($0.tier.requests.text):\($0.tier.writes.text)" })
    }
}

extension SettingKind<IPNetwork> {
    /// A network in CIDR form, or one address.
    static var network: SettingKind {
        SettingKind(
            "a network such as 10.0.0.0/8 or fd00::/8, or one address", standIn: .nothing,
            parse: { IPNetwork($0) }, print: { $0.description })
    }
}

/// The quotas of one role.
struct RoleQuota: Sendable, Equatable {
    let role: Role
    let tier: RateTier
}

extension RateQuota {
    init?(text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].hasSuffix("s"), let limit = Self.number(parts[0]),
            let seconds = Self.number(parts[1].dropLast()), 1...RateLimiterLimits.limitMax ~= limit,
            1...RateLimiterLimits.windowSecondsMax ~= seconds
        else { return nil }
        self.init(limit: limit, windowSeconds: seconds)
        guard RateLimitPolicy(name: "quota", limit: limit, windowSeconds: seconds).faults.isEmpty else { return nil }
    }

    var text: String { "\(limit)/\(windowSeconds)s" }

    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }
}
