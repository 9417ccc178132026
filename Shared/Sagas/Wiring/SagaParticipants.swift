public import Postgres

/// What really happens at each step of a definition, given by the service that runs it. Both closures switch over the
/// steps, so that the compiler asks for every one of them.
///
/// A step throws `SagaRefusal` when the rules forbid it, and whatever went wrong otherwise; an error that says of itself
/// that it is transient is waited for. What a step finds out it puts into the payload, where later steps and undoings
/// find it. What must be known to undo a call may not be in it when the call was never answered: then the participant's
/// own memory of the command tells.
public struct SagaParticipants<Definition: SagaDefinition>: Sendable {
    /// What the definition carries.
    public typealias Payload = Definition.Payload

    /// How a step is done.
    public enum Forward: Sendable {
        case local(@Sendable (inout Payload, SagaCommand, Transaction) async throws -> Void)
        case call(@Sendable (inout Payload, SagaCommand) async throws -> Void)

        var kind: SagaWorkKind {
            switch self {
            case .local: .local
            case .call: .call
            }
        }
    }

    /// How it is undone.
    public enum Backward: Sendable {
        case local(@Sendable (Payload, SagaCommand, Transaction) async throws -> Void)
        case call(@Sendable (Payload, SagaCommand) async throws -> Void)

        var kind: SagaWorkKind {
            switch self {
            case .local: .local
            case .call: .call
            }
        }
    }

    let forward: [String: Forward]
    let backward: [String: Backward]

    /// - Parameters:
    ///   - forward: how each step is done.
    ///   - backward: how each step is undone that is; nil for the others.
    /// - Throws: `SagaWiringFault` where the kind of work is not the definition's.
    public init(
        forward: (Definition.Step) -> Forward, backward: (Definition.Step) -> Backward?
    ) throws(SagaWiringFault) {
        var does: [String: Forward] = [:]
        var undoes: [String: Backward] = [:]
        for step in Definition.Step.allCases {
            let form = Definition.form(of: step)
            let work = forward(step)
            let undoing = backward(step)
            guard work.kind == form.forward, undoing?.kind == form.compensation?.kind else {
                throw SagaWiringFault(type: Definition.type, step: step.rawValue)
            }
            does[step.rawValue] = work
            undoes[step.rawValue] = undoing
        }
        (self.forward, self.backward) = (does, undoes)
    }
}

/// A step is wired with another kind of work than its definition says.
public struct SagaWiringFault: Error, Equatable {
    public let type: String
    public let step: String
}
