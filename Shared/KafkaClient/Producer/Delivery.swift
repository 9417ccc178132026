import EventLoop

/// The records of one `deliver`, and what is known of them so far. Touched on the loop only.
final class Delivery {
    let number: UInt32
    let records: [ProducerRecord]
    /// The first record not yet given to librdkafka.
    var next = 0
    var timer: TimerID?
    private var outcomes: [DeliveryOutcome?]
    private(set) var unresolved: Int
    private var continuation: UnsafeContinuation<Void, Never>?

    init(_ number: UInt32, _ records: [ProducerRecord]) {
        self.number = number
        self.records = records
        outcomes = Array(repeating: nil, count: records.count)
        unresolved = records.count
    }

    func isResolved(_ index: Int) -> Bool { outcomes[index] != nil }

    /// Only the first outcome of a record counts; false for another one.
    func resolve(_ index: Int, _ outcome: DeliveryOutcome) -> Bool {
        guard outcomes.indices.contains(index), outcomes[index] == nil else { return false }
        outcomes[index] = outcome
        unresolved -= 1
        return true
    }

    /// Suspends until every record has its outcome.
    func resolved() async {
        guard unresolved > 0 else { return }
        await withUnsafeContinuation { continuation in
            if unresolved == 0 { continuation.resume() } else { self.continuation = continuation }
        }
    }

    /// Resumes whoever waits, once nothing is unresolved.
    func wakeIfResolved() {
        guard unresolved == 0, let continuation else { return }
        self.continuation = nil
        continuation.resume()
    }

    /// The outcomes in the records' order.
    var result: [DeliveryOutcome] {
        outcomes.map { outcome in
            guard let outcome else { preconditionFailure("a delivery is over when every record has its outcome") }
            return outcome
        }
    }
}
