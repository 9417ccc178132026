/// What a round has left behind, as plain values.
struct RoundEvidence: Sendable {
    /// A row of an event store.
    struct Stored: Sendable {
        let id: String
        let type: String
        /// Type and id: things of different types may share one.
        let aggregate: String
        let version: Int
        let causation: String
    }

    /// A record of a topic.
    struct Published: Sendable {
        let id: String
        let type: String
        let key: String
        let version: Int
        let topic: String
        let partition: Int32
        let offset: Int64
    }

    /// A copy that a service has of another one's aggregate.
    struct Copy: Sendable {
        let consumer: String
        /// Type and id.
        let aggregate: String
        let version: Int
    }

    struct Booking: Sendable {
        let id: String
        let title: String
        let status: String
    }

    var stored: [Stored] = []
    /// By topic, partition and offset.
    var published: [Published] = []
    /// Outcomes by event, by consumer.
    var inboxes: [String: [String: String]] = [:]
    /// Offsets that groups have committed: `topic/partition`, by consumer.
    var committed: [String: [String: Int64]] = [:]
    /// Where partitions end: `topic/partition`.
    var ends: [String: Int64] = [:]
    /// Partitions that the broker has dropped records of.
    var cut: [String] = []
    /// How often each event was notified of.
    var notified: [String: Int] = [:]
    var copies: [Copy] = []
    /// Dead letters and parked keys: consumer and reason.
    var dead: [String] = []
    var parked: [String] = []
    /// Rows in outboxes, when the time to come to rest was over.
    var waiting: [String: Int] = [:]
    var bookings: [Booking] = []
    /// Windows of one venue that two bookings have.
    var doubleBookings: [String] = []
    /// Sagas that have not ended: what they are and where they stand.
    var openSagas: [String] = []
}
