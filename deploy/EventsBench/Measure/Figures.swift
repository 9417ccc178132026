/// What `measure` prints. Memory is in KiB, latency in milliseconds.
struct Figures: Codable, Sendable {
    /// One round at one rate.
    struct Latency: Codable, Sendable {
        let rate: Int
        let p50: Double
        let p99: Double
        let worst: Double
        /// Events a second that were really written.
        let written: Double
    }

    /// One backlog through relay and consumer, in events a second.
    struct Drain: Codable, Sendable {
        let relayed: Double
        let batches: Int
        let consumed: Double
        let payloadBytes: Int
    }

    /// A minute without a broker, under load.
    struct Outage: Codable, Sendable {
        let residentBefore: Double
        let residentAtBound: Double
        let residentMax: Double
        let growthAfterBound: Double
        /// Rows in the outbox when the broker came back.
        let rows: Int
        let refused: Int
        let failed: Int
        let samples: [Double]
    }

    var latencies: [Latency] = []
    var drains: [Drain] = []
    var outage: Outage?
}
