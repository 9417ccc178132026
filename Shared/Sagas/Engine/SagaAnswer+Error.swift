import EventLoop
import Messaging
import Observability
import Postgres

extension SagaAnswer {
    /// What an attempt came to that threw. The one place that says whose fault it was.
    ///
    /// | thrown | answer |
    /// |---|---|
    /// | a `SagaRefusal` | refused |
    /// | anything, when the driver has to stop | cancelled |
    /// | anything, when time was over | timed out |
    /// | the database is away or overloaded, a `TransientFailure` | stalled |
    /// | anything else | failed |
    init(_ error: any Error, at step: String, isOverdue: Bool, isCancelled: Bool) {
        if let refusal = error as? SagaRefusal {
            self = .refused(SagaFault(refusal.label.description, at: step, detail: refusal.detail))
        } else if isCancelled {
            self = .cancelled
        } else if isOverdue || error is DeadlineExceeded {
            self = .timedOut(SagaFault("timed_out", at: step))
        } else if let error = error as? PostgresError {
            let fault = SagaFault(error.label.description, at: step)
            self = error.isTransient ? .stalled(fault) : .failed(fault)
        } else if let error = error as? any TransientFailure, error.isTransient {
            self = .stalled(SagaFault(Self.label(of: error), at: step))
        } else {
            self = .failed(SagaFault(Self.label(of: error), at: step))
        }
    }

    private static func label(of error: any Error) -> String {
        (error as? any SafelyDescribed)?.label.description ?? String(describing: type(of: error))
    }
}
