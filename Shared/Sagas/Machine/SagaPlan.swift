/// Where the work of a step is done.
public enum SagaWorkKind: Sendable, Equatable {
    /// In the database of the saga, in the same transaction as the move to the next step: it is done exactly when the
    /// saga has moved.
    case local
    /// At a participant, outside any transaction, behind the command's id: when no answer comes, nobody knows.
    case call
}

/// The form of one step: where its work is done, and how it is undone.
public struct SagaStepForm: Sendable, Equatable {
    /// What undoes a step.
    public struct Compensation: Sendable, Equatable {
        /// What it is called where people read of it.
        public let name: String
        public let kind: SagaWorkKind
    }

    public let forward: SagaWorkKind
    /// Nil for a step that leaves nothing behind.
    public let compensation: Compensation?

    /// A step that only finds out: nothing is to be undone.
    public static func check(_ kind: SagaWorkKind) -> SagaStepForm {
        SagaStepForm(forward: kind, compensation: nil)
    }

    /// A step whose effect is undone in the same kind of place.
    public static func effect(_ kind: SagaWorkKind, undoneBy name: String) -> SagaStepForm {
        SagaStepForm(forward: kind, compensation: Compensation(name: name, kind: kind))
    }
}

/// A definition as the machine sees it: the steps in their order, the point of no return, and how patient to be.
public struct SagaPlan: Sendable, Equatable {
    /// One step.
    public struct Step: Sendable, Equatable {
        public let name: String
        public let form: SagaStepForm
    }

    public let steps: [Step]
    /// Up to and including this step everything is undone when something fails; once it is done the saga only goes
    /// forward.
    public let pivot: Int
    public let policy: SagaPolicy

    init(_ steps: [Step], pivot: Int, policy: SagaPolicy) {
        precondition((1...SagaLimits.stepsMax).contains(steps.count), "a saga has steps, and not without bound")
        precondition(steps.indices.contains(pivot), "the pivot is one of the steps")
        precondition(Set(steps.map(\.name)).count == steps.count, "two steps of a saga have one name")
        precondition(
            steps.allSatisfy { (1...SagaLimits.nameBytesMax).contains($0.name.utf8.count) }, "a step has a short name")
        (self.steps, self.pivot, self.policy) = (steps, pivot, policy)
    }

    func index(of name: String) -> Int? { steps.firstIndex { $0.name == name } }

    /// Where the work of a command is done; nil for the undoing of a step that has none.
    func kind(of step: Int, _ direction: SagaDirection) -> SagaWorkKind? {
        switch direction {
        case .forward: steps[step].form.forward
        case .backward: steps[step].form.compensation?.kind
        }
    }
}
