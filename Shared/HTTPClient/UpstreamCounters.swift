/// What one upstream has done and is doing, as plain numbers: whoever exports metrics reads them on the loop.
public struct UpstreamCounters: Sendable, Equatable {
    /// Exchanges asked for.
    public internal(set) var requests: UInt64 = 0
    /// Exchanges whose response arrived to its end, with any status, or became a tunnel.
    public internal(set) var completed: UInt64 = 0
    /// Exchanges that the caller gave up after their head had arrived.
    public internal(set) var abandoned: UInt64 = 0
    /// Attempts to open a connection.
    public internal(set) var connects: UInt64 = 0
    /// Requests sent a second time.
    public internal(set) var retries: UInt64 = 0
    /// Endpoints ejected.
    public internal(set) var ejections: UInt64 = 0
    /// Connections handed over after 101.
    public internal(set) var upgrades: UInt64 = 0
    /// Pooled connections closed because the peer closed them or sent what nobody asked for.
    public internal(set) var idleDrops: UInt64 = 0

    /// Exchanges under way.
    public internal(set) var active = 0
    /// Requests waiting for a connection.
    public internal(set) var waiting = 0
    /// Open connections without a request.
    public internal(set) var idle = 0
    /// Open connections and those being opened.
    public internal(set) var open = 0

    /// Exchanges that ended in a fault, by its kind.
    private var faults = [UInt64](repeating: 0, count: UpstreamFault.Kind.allCases.count)

    /// Exchanges that ended in this kind of fault.
    public func faults(_ kind: UpstreamFault.Kind) -> UInt64 {
        faults[kind.rawValue]
    }

    /// Exchanges that ended in any fault.
    public var faultsTotal: UInt64 { faults.reduce(0, +) }

    mutating func count(_ fault: UpstreamFault) {
        faults[fault.kind.rawValue] += 1
    }

    init() {}
}
