public import EventLoop

/// The records of one `begin`, and what is known of them so far.
// Safety: made, changed and read on the loop's thread only.
public final class Delivery: @unchecked Sendable {
    /// What became of each record, in their order; nil while that is not known.
    public private(set) var outcomes: [DeliveryOutcome?]
    /// Called on the loop whenever more is known.
    public var onProgress: (() -> Void)?

    let number: UInt32
    let records: [ProducerRecord]
    /// The first record not yet given to librdkafka.
    var next = 0
    var timer: TimerID?
    private(set) var unresolved: Int
    private let changed: LoopCondition

    init(_ number: UInt32, _ records: [ProducerRecord], on loop: Loop) {
        self.number = number
        self.records = records
        outcomes = Array(repeating: nil, count: records.count)
        unresolved = records.count
        changed = LoopCondition(on: loop)
    }

    /// Whether every record has its outcome.
    public var isResolved: Bool { unresolved == 0 }

    /// Suspends until every record has its outcome, or until `moment`; cancellation does not end it. True for the
    /// former.
    @discardableResult
    public func resolved(until moment: MonotonicTime = .never) async -> Bool {
        await changed.wait(until: moment) { isResolved }
    }

    func isResolved(_ index: Int) -> Bool { outcomes[index] != nil }

    /// Only the first outcome of a record counts; false for another one.
    func resolve(_ index: Int, _ outcome: DeliveryOutcome) -> Bool {
        guard outcomes.indices.contains(index), outcomes[index] == nil else { return false }
        outcomes[index] = outcome
        unresolved -= 1
        return true
    }

    /// Tells whoever waits or looks on that more is known.
    func tell() {
        onProgress?()
        if isResolved { changed.notify() }
    }
}
