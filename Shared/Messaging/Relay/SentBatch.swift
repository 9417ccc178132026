import KafkaClient

/// A batch that is with the broker, and which of its rows the machine was told of.
// Safety: made and used on the loop's thread only.
final class SentBatch: @unchecked Sendable {
    let rows: [OutboxRow]
    let delivery: Delivery
    private let plan: BatchPlan
    /// Indices of rows of which the machine was told that they are under way.
    private var untold: [Int] = []

    init(_ rows: [OutboxRow], _ plan: BatchPlan, _ delivery: Delivery) {
        (self.rows, self.plan, self.delivery) = (rows, plan, delivery)
    }

    /// Whether there is nothing more to tell.
    var isOver: Bool { untold.isEmpty }

    /// What is known of every row, told for the first time.
    func first() -> [RowOutcome] {
        let outcomes = plan.outcomes(delivery.outcomes)
        untold = outcomes.indices.filter { outcomes[$0] == .underWay }
        return outcomes
    }

    /// What has become known since.
    func news() -> (rows: [OutboxRow], outcomes: [RowOutcome]) {
        let outcomes = plan.outcomes(delivery.outcomes)
        let known = untold.filter { outcomes[$0] != .underWay }
        untold.removeAll { outcomes[$0] != .underWay }
        return (known.map { rows[$0] }, known.map { outcomes[$0] })
    }
}
