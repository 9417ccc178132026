import Identifiers

/// What a run has left behind, for the checker: the tables, the topic, and how far the consumer's group was each time
/// its process had been killed.
struct Evidence: Sendable {
    /// A committed row of the event store.
    struct Stored: Sendable, Hashable {
        let event: UUID128
        let aggregate: UUID128
        let version: Int
    }

    /// A record of the topic.
    struct Published: Sendable, Hashable {
        let event: UUID128
        let aggregate: UUID128
        let version: Int
        let partition: Int32
        let offset: Int64
    }

    /// An effect, in the order of their numbers.
    struct Effect: Sendable, Hashable {
        let event: UUID128
        let aggregate: UUID128
        let version: Int
    }

    /// The consumer was dead: what its group had committed, by partition, and which events its inbox knew.
    struct Moment: Sendable {
        let committed: [Int32: Int64]
        let handled: Set<UUID128>
    }

    var stored: [Stored] = []
    /// By partition and offset.
    var published: [Published] = []
    var effects: [Effect] = []
    /// The inbox at the end.
    var handled: Set<UUID128> = []
    var moments: [Moment] = []
    /// The sessions that have deleted rows of the outbox, deletion by deletion.
    var deleters: [String] = []
    /// Relays that were stopped and had to be replaced, and were not.
    var notReplaced = 0
    /// Rows that somebody else deleted while a stopped relay had the lock.
    var deletedBesideStopped = 0
    /// Rows that are still in the outbox.
    var waiting = 0
    /// The lowest offset that each partition holds.
    var lowest: [Int32: Int64] = [:]
}
