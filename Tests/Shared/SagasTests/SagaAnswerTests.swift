import EventLoop
import JSON
import Postgres
import Testing

@testable import Sagas

@Suite("Whose fault an attempt's end was") struct SagaAnswerTests {
    private static func fault(_ label: String) -> SagaFault { SagaFault(label, at: "step") }

    @Test("what was thrown, when and to whom decides it")
    func table() {
        let rows: [(any Error, isOverdue: Bool, isCancelled: Bool, SagaAnswer)] = [
            (
                SagaRefusal("no", detail: ["a": 1]), false, false,
                .refused(SagaFault("no", at: "step", detail: ["a": 1]))
            ),
            // A participant's considered answer stands, whatever comes at the same time.
            (SagaRefusal("no"), true, true, .refused(Self.fault("no"))),
            (CancellationError(), false, true, .cancelled),
            (Broken(), true, true, .cancelled),
            (PostgresError.cancelled, false, true, .cancelled),
            (CancellationError(), true, false, .timedOut(Self.fault("timed_out"))),
            (DeadlineExceeded(), false, false, .timedOut(Self.fault("timed_out"))),
            (Broken(), true, false, .timedOut(Self.fault("timed_out"))),
            (PostgresError.connectionLost, false, false, .stalled(Self.fault("connection_lost"))),
            (PostgresError.overloaded, false, false, .stalled(Self.fault("overloaded"))),
            (PostgresError.transactionOver, false, false, .failed(Self.fault("transaction_over"))),
            (Away(), false, false, .stalled(Self.fault("Away"))),
            (Broken(), false, false, .failed(Self.fault("Broken"))),
            (SagaError.unreadablePayload, false, false, .failed(Self.fault("unreadable_payload"))),
            (CancellationError(), false, false, .failed(Self.fault("CancellationError"))),
        ]
        for (error, isOverdue, isCancelled, expected) in rows {
            let answer = SagaAnswer(error, at: "step", isOverdue: isOverdue, isCancelled: isCancelled)
            #expect(answer == expected, "\(error), overdue: \(isOverdue), cancelled: \(isCancelled)")
        }
    }
}
