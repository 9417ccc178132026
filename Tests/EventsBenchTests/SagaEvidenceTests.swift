import Sagas
import Testing

@testable import events_bench

@Suite("What is wrong with the sagas of a run")
struct SagaEvidenceTests {
    private func evidence(_ state: String, _ change: (inout [String: (net: Int, times: Int)]) -> Void) -> SagaEvidence {
        var ledger: [String: (net: Int, times: Int)] = [:]
        for step in StaffAssignment.plan.steps {
            let isLeft = state == "completed" || step.form.compensation == nil
            ledger[step.name] = (net: isLeft ? 1 : 0, times: 1)
        }
        change(&ledger)
        let rows = ledger.map { "s1|\($0.key)|\($0.value.net)|\($0.value.times)" }
        return SagaEvidence(sagas: "s1|staff_assignment|\(state)\n", ledger: rows.joined(separator: "\n"))
    }

    @Test("all of the effects, or none of those that are undone, is right", arguments: ["completed", "compensated"])
    func right(_ state: String) {
        #expect(evidence(state) { _ in }.violations == [])
    }

    @Test("an effect too many or too few, one made twice, and an end that is none are told")
    func wrong() {
        #expect(evidence("completed") { $0["create_assignment_records"] = nil }.violations.count == 1)
        #expect(evidence("completed") { $0["create_assignment_records"]?.times = 2 }.violations.count == 1)
        #expect(evidence("compensated") { $0["notify_assigned_staff"]?.net = 1 }.violations.count == 1)
        #expect(evidence("compensated") { $0["notify_assigned_staff"]?.net = -1 }.violations.count == 1)
        #expect(evidence("stuck") { _ in }.violations.count == 1)
        // A check has nothing to undo.
        #expect(evidence("compensated") { $0["validate_staff_requirements"] = nil }.violations == [])
    }
}
