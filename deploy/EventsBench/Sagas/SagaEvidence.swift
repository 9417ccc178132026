import Sagas

/// What a run's tables say when everything should be over, and what is wrong with it (I8): a completed saga has each
/// effect once, a compensated one has none, and no effect was ever made twice.
struct SagaEvidence: Sendable {
    struct Saga: Sendable, Equatable {
        let id: Substring
        let type: Substring
        let state: String
    }

    struct Entry: Sendable, Equatable {
        let net: Int
        let times: Int
    }

    let sagas: [Saga]
    /// By saga and step.
    private let ledger: [Substring: [Substring: Entry]]

    /// Reads the rows as psql prints them.
    init(sagas: String, ledger: String) {
        self.sagas = Self.cells(of: sagas, 3).map { Saga(id: $0[0], type: $0[1], state: String($0[2])) }
        var entries: [Substring: [Substring: Entry]] = [:]
        for cells in Self.cells(of: ledger, 4) {
            entries[cells[0], default: [:]][cells[1]] = Entry(net: Int(cells[2]) ?? .min, times: Int(cells[3]) ?? .max)
        }
        self.ledger = entries
    }

    private static func cells(of text: String, _ count: Int) -> [[Substring]] {
        text.split(separator: "\n").map { $0.split(separator: "|", omittingEmptySubsequences: false) }
            .filter { $0.count == count }
    }

    var violations: [String] { sagas.flatMap(violations) }

    private func violations(of saga: Saga) -> [String] {
        let plan = saga.type == BookingCreation.type ? BookingCreation.plan : StaffAssignment.plan
        return plan.steps.compactMap { step in
            let entry = ledger[saga.id]?[step.name[...]] ?? Entry(net: 0, times: 0)
            let what = "\(saga.type) \(saga.id): \(step.name)"
            if entry.times > 1 { return "\(what) was done \(entry.times) times" }
            switch saga.state {
            case "completed": return entry.net == 1 ? nil : "\(what) counts \(entry.net) of a completed saga"
            case "compensated":
                return entry.net == 0 || step.form.compensation == nil
                    ? nil : "\(what) counts \(entry.net) of a compensated saga"
            default: return step.name == plan.steps[0].name ? "\(what): it ended \(saga.state)" : nil
            }
        }
    }
}
