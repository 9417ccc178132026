import Identifiers

/// What can happen to a saga.
enum SagaInput: Sendable, Equatable {
    /// Somebody has come to drive it.
    case due
    /// The command with this id came to this.
    case answered(UUID128, SagaAnswer)
    /// An operator wants it tried again.
    case retried
    /// An operator takes over.
    case abandoned
}

/// What an attempt of a command came to.
enum SagaAnswer: Sendable, Equatable {
    case done
    /// The rules forbid it.
    case refused(SagaFault)
    /// It went wrong; whether it was done is not known when it is a call.
    case failed(SagaFault)
    /// No answer in time: it may have been done.
    case timedOut(SagaFault)
    /// Something that is needed is away. Neither the step's failure nor its refusal.
    case stalled(SagaFault)
    /// The driver has to stop: neither a failure nor an attempt.
    case cancelled

    /// As the log of the steps has it; nil for what is no attempt.
    var outcome: SagaStepOutcome? {
        switch self {
        case .done: .done
        case .refused: .refused
        case .failed: .failed
        case .timedOut: .timedOut
        case .stalled: .stalled
        case .cancelled: nil
        }
    }

    var fault: SagaFault? {
        switch self {
        case .done, .cancelled: nil
        case .refused(let fault), .failed(let fault), .timedOut(let fault), .stalled(let fault): fault
        }
    }
}

/// What is to be done about it, in this order, once the state is written down.
enum SagaEffect: Sendable, Equatable {
    /// Carry out a command.
    case perform(SagaTask)
    /// Nothing until then.
    case pause(until: Timestamp)
    /// It has turned back, for this reason.
    case turnedBack(SagaFault)
    /// Call somebody.
    case stuck(SagaFault)
    /// It is over.
    case ended(SagaPhase)
    /// An answer to what is not asked any more. It changes nothing and is put on record.
    case stale(UUID128)
    /// Leave it to the next driver as it is.
    case release
    /// There is nothing to do, or nothing that an operator may decide.
    case nothing
}

/// One command of a saga.
struct SagaTask: Sendable, Equatable {
    let step: Int
    let direction: SagaDirection
}
