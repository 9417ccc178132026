/// One comparison. `peer` is another server, or "limit" where the bar is a figure of its own.
struct BenchRow: Encodable {
    enum Bar {
        /// Ours may be at most this many times theirs.
        case atMost(Double)
        case atLeast(Double)
        /// A figure to know, without a bar.
        case fact
    }

    let metric: String
    let unit: String
    let ours: Double?
    let peer: String
    let theirs: Double?
    let ratio: Double?
    let bar: Bar

    /// A comparison that could not be made does not meet its bar.
    var isMet: Bool {
        switch bar {
        case .atMost(let limit): ratio.map { $0 <= limit } ?? false
        case .atLeast(let limit): ratio.map { $0 >= limit } ?? false
        case .fact: true
        }
    }

    var barText: String {
        switch bar {
        case .atMost(let limit): "<= \(format(limit))"
        case .atLeast(let limit): ">= \(format(limit))"
        case .fact: ""
        }
    }

    private enum CodingKeys: String, CodingKey {
        case metric
        case unit
        case ours
        case peer
        case theirs
        case ratio
        case bar
        case ok
    }

    /// Every key is always there; what is not known is null.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(metric, forKey: .metric)
        try container.encode(unit, forKey: .unit)
        try container.encode(ours, forKey: .ours)
        try container.encode(peer, forKey: .peer)
        try container.encode(theirs, forKey: .theirs)
        try container.encode(ratio, forKey: .ratio)
        switch bar {
        case .atMost(let limit), .atLeast(let limit): try container.encode(limit, forKey: .bar)
        case .fact: try container.encodeNil(forKey: .bar)
        }
        try container.encode(isMet, forKey: .ok)
    }
}
