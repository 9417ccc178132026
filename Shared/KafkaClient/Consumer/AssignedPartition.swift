/// A partition this consumer has. Touched on the loop only.
final class AssignedPartition {
    /// Where the partition stands.
    enum Phase: Equatable {
        /// Records are handed out. Can transition to: revoking.
        case feeding
        /// None is handed out or begun any more; those begun may finish, and still count.
        case revoking
    }

    let name: TopicPartition
    let slot: Int32
    var epoch: UInt32
    var phase = Phase.feeding
    var window: OffsetWindow
    /// What the broker has acknowledged.
    var committed: Int64?
    /// The offset after the last record handed out: where the next one should lie.
    var expected: Int64?
    /// Paused by whoever runs the handlers, and held by us because its window is too long.
    var isPaused = false
    var isHeld = false

    init(_ name: TopicPartition, slot: Int32, epoch: UInt32, committed: Int64?) {
        self.name = name
        self.slot = slot
        self.epoch = epoch
        self.committed = committed
        window = OffsetWindow(from: committed)
        expected = committed
    }

    /// What should be committed and is not.
    var uncommitted: Int64? {
        guard let position = window.position, position != committed else { return nil }
        // A window that was never told where the group stands has nothing to say before its first record is finished.
        return committed == nil && position == firstOffset ? nil : position
    }

    /// The first offset handed out, when there was no committed one.
    var firstOffset: Int64?
}
