/// Sagas: an undertaking of several steps at several services ends with all of its effects, or with none.
///
/// Purpose: there is no transaction over services. A saga does its steps one after the other, each of them atomic where
/// it is done, and when one cannot be done undoes the others in reverse. No kill at any instruction leaves it half done:
/// whoever comes next goes on from the rows.
///
/// Model. A **definition** names the steps in order, where each is done, what undoes it and what is carried along; a
/// service **wires** it with what really happens at each step. The **machine** decides (`SagaMachine`: state and input
/// give a new state and effects), the **engine** carries out: it loads the row, performs one command, and writes down
/// the new state by `UPDATE … WHERE version = n` together with the step's log and the timer, in one transaction.
///
///     due ─▶ claim (the timer moves on by a lease) ─▶ perform the command ─▶ move ─▶ perform the next …
///               ▲                                        │ no answer           │ failed: the timer holds the pause
///               └────────── the timer falls due ◀────────┴─────────────────────┘
///
/// A step is `local` (done in the transaction of the move) or a `call` (done before it, at a participant, behind the
/// command's id, which follows from the saga, the step and the direction). The **participant** keeps that id with its
/// reply in the transaction of its effect (`SagaParticipant`): a repetition gets the same reply, and an undoing that
/// comes first leaves a fence at which the late command is refused.
///
///     forward ──every step──▶ completed
///        │ refused, failed too often, deadline (before the pivot)
///        ▼
///     compensating ──every undoing──▶ compensated          stuck ◀── what must succeed does not ──┐
///        └────────────────────────────────────────────────────┴── retry or abandon: an operator ◀─┘
///
/// Failure. A driver dies: its lease lapses and another one repeats the command under its id. A driver is stopped and
/// goes on later: its answer is taken if it is still the current command's, and put on record as stale otherwise. What
/// is needed is away: it waits, and its own deadline counts. Shutdown counts nothing. A database that is away delays.
/// What must succeed and does not ends `stuck`, which is logged as an error, counted, and stays until a person decides.
///
/// Deliberately not done: steps beside each other, answers by event (no event of the registry answers a command; the
/// machine would take one as it takes a call's), sagas within sagas, definitions that change under open sagas (each
/// keeps the version that it began with), and participants whose effect lies outside of their database.

public import JSON

/// One kind of undertaking, as data: the steps in order, what each of them is, what is carried along. It knows nothing
/// of who does them: services that run it wire it (`SagaParticipants`).
///
/// Both definitions of the platform stand here, beside the engine, as the events stand in PlatformProtocol: the service
/// that runs one, the operator's command and a checker read the same one, a service's domain may not import this module,
/// and no service depends on another.
public protocol SagaDefinition: Sendable {
    /// The steps, in the order of their declaration. The raw value is the step's name.
    associatedtype Step: CaseIterable & Hashable & RawRepresentable<String> & Sendable
    /// What is carried from step to step. It rests in the saga's row: ids and figures, nothing about persons.
    associatedtype Payload: JSONCodable

    /// The name of the type, forever.
    static var type: String { get }
    /// Raised with every change of the steps or of the payload. A service wires each version of which sagas may be open.
    static var version: Int { get }
    /// How patient it is.
    static var policy: SagaPolicy { get }
    /// The last step that can be undone once it is done: after it the saga only goes forward.
    static var pivot: Step { get }
    /// The form of each step.
    static func form(of step: Step) -> SagaStepForm
}

extension SagaDefinition {
    /// The definition as data, for the machine, for people, and for checkers.
    public static var plan: SagaPlan {
        let steps = Array(Step.allCases)
        return SagaPlan(
            steps.map { SagaPlan.Step(name: $0.rawValue, form: form(of: $0)) },
            pivot: steps.firstIndex(of: pivot) ?? steps.count - 1, policy: policy)
    }
}
