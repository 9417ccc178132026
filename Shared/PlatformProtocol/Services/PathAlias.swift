/// The older paths of the seeds' integration plan, each standing for one of today's.
public struct PathAlias: Sendable {
    /// What a request starts with.
    public let prefix: String
    /// What that is replaced by.
    public let target: String

    /// Every alias; none is a prefix of another.
    public static let all: [PathAlias] = [
        PathAlias(prefix: "/api/roster", target: "/api/v1/staff/roster"),
        PathAlias(prefix: "/api/shifts", target: "/api/v1/staff/shifts"),
        PathAlias(prefix: "/api/organizations", target: "/api/v1/bookings/organizations"),
        PathAlias(prefix: "/api/locations", target: "/api/v1/regions/locations"),
        PathAlias(prefix: "/api/kits", target: "/api/v1/kits"),
        PathAlias(prefix: "/api/items", target: "/api/v1/kits/items"),
        PathAlias(prefix: "/api/notifications", target: "/api/v1/notifications"),
    ]
}
