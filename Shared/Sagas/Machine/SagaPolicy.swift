import Messaging

/// How patient a saga is.
public struct SagaPolicy: Sendable, Equatable {
    /// How long it may take to get past its pivot. After that it turns back, whatever it waits for.
    public var deadline: Duration
    /// How often a failed step is repeated before the saga turns back.
    public var retriesMax = 3
    /// The pauses before these repetitions: full jitter below a bound that grows from the first to the second.
    public var retryPauses: (first: Duration, longest: Duration) = (.milliseconds(200), .seconds(5))
    /// How often what must succeed is repeated before somebody is called: an undoing, and a step after the pivot.
    public var persistentRetriesMax = 10
    /// The pauses before these.
    public var persistentPauses: (first: Duration, longest: Duration) = (.milliseconds(500), .seconds(60))
    /// The pauses while something that is needed is away, which is no failure of the step.
    public var stallPauses: (first: Duration, longest: Duration) = (.milliseconds(200), .seconds(15))
    /// How long what must succeed may wait for what is away before somebody is called.
    public var patience: Duration = .seconds(3_600)

    /// The usual patience, with a deadline.
    public init(deadline: Duration) {
        precondition(deadline > .zero, "a saga has time")
        self.deadline = deadline
    }

    var retryBackoff: Backoff { Backoff(retryPauses.first, upTo: retryPauses.longest) }
    var persistentBackoff: Backoff { Backoff(persistentPauses.first, upTo: persistentPauses.longest) }
    var stallBackoff: Backoff { Backoff(stallPauses.first, upTo: stallPauses.longest) }

    public static func == (left: SagaPolicy, right: SagaPolicy) -> Bool {
        left.deadline == right.deadline && left.retriesMax == right.retriesMax && left.retryPauses == right.retryPauses
            && left.persistentRetriesMax == right.persistentRetriesMax
            && left.persistentPauses == right.persistentPauses && left.stallPauses == right.stallPauses
            && left.patience == right.patience
    }
}
