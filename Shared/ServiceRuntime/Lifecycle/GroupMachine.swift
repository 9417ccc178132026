/// The rules of starting and stopping, without tasks, clocks or signals: each input answers with what to do.
///
/// Services start one after the other and stop in the opposite order, one at a time: what was started later may use
/// what was started earlier. Whatever ends the group ends it this way; only running out of time, or a second signal,
/// cancels.
struct GroupMachine {
    /// Where one service stands.
    enum State: Equatable {
        /// Not started. Can transition to: starting.
        case waiting
        /// Its task runs; it cannot be relied on yet. Can transition to: running, stopping, ended.
        case starting
        /// It has said that it started. Can transition to: stopping, ended.
        case running
        /// Asked to finish. Can transition to: cancelling, ended.
        case stopping
        /// Out of time, its task is cancelled. Can transition to: ended.
        case cancelling
        /// Its task is over, or abandoned. Final.
        case ended
    }

    enum Input: Equatable {
        case started(Int)
        case returned(Int)
        case threw(Int)
        case signal(ProcessSignal)
        case timeUp(Timer)
    }

    enum Timer: Equatable {
        case stop(Int)
        case grace
        case cancel(Int)
    }

    enum Action: Equatable {
        case start(Int)
        case requestStop(Int)
        case cancel(Int)
        /// The service ignores even its cancellation: give the process up.
        case abandon(Int)
        case arm(Timer)
        case enter(LifecyclePhase)
        case reload
        case finish
    }

    private let entries: [(name: String, earlyReturn: ServiceEntry.EarlyReturn)]
    private(set) var states: [State]
    private var end: GroupEnd?
    private(set) var outcome: GroupOutcome?
    private var cancelled: [String] = []
    private var failed: [String] = []
    private var forcedBy: ProcessSignal?

    init(_ entries: [(name: String, earlyReturn: ServiceEntry.EarlyReturn)]) {
        precondition(!entries.isEmpty, "a group needs a service")
        self.entries = entries
        states = entries.map { _ in .waiting }
    }

    mutating func begin() -> [Action] {
        states[0] = .starting
        return [.enter(.starting), .start(0)]
    }

    mutating func handle(_ input: Input) -> [Action] {
        guard outcome == nil else { return [] }
        switch input {
        case .started(let index): return started(index)
        case .returned(let index): return ended(index, threw: false)
        case .threw(let index): return ended(index, threw: true)
        case .signal(.reload): return end == nil ? [.reload] : []
        case .signal(let signal):
            guard end != nil else { return stop(because: .signal(signal)) }
            forcedBy = forcedBy ?? signal
            return cancelAll()
        case .timeUp(.stop(let index)):
            return states[index] == .stopping ? cancel(index) : []
        case .timeUp(.grace):
            return cancelAll()
        case .timeUp(.cancel(let index)):
            guard states[index] == .cancelling else { return [] }
            states[index] = .ended
            return [.abandon(index)] + stopNext()
        }
    }

    private mutating func started(_ index: Int) -> [Action] {
        guard states[index] == .starting else { return [] }
        states[index] = .running
        return end == nil ? startNext(after: index) : []
    }

    private mutating func startNext(after index: Int) -> [Action] {
        let next = index + 1
        guard next < states.count else { return [.enter(.ready)] }
        states[next] = .starting
        return [.start(next)]
    }

    private mutating func ended(_ index: Int, threw: Bool) -> [Action] {
        let before = states[index]
        guard before != .ended else { return [] }
        states[index] = .ended
        let name = entries[index].name
        // What a cancelled service throws is its way of obeying.
        if threw, before != .cancelling { failed.append(name) }
        switch before {
        case .stopping, .cancelling:
            return stopNext()
        case .waiting, .starting, .running, .ended:
            if threw { return stop(because: .failed(service: name)) }
            switch entries[index].earlyReturn {
            case .isExpected: return leftEarly(index, from: before)
            case .endsGroup: return stop(because: .finished(service: name))
            case .isFault: return stop(because: .returnedEarly(service: name))
            }
        }
    }

    /// A service is done and the group goes on, if anybody is left in it.
    private mutating func leftEarly(_ index: Int, from before: State) -> [Action] {
        guard end == nil else { return [] }
        if states.allSatisfy({ $0 == .ended }) { return stop(because: .finished(service: entries[index].name)) }
        return before == .starting ? startNext(after: index) : []
    }

    private mutating func stop(because cause: GroupEnd) -> [Action] {
        guard end == nil else { return [] }
        end = cause
        return [.enter(.draining), .arm(.grace)] + stopNext()
    }

    /// Asks the last started of those still up to finish, unless one is finishing already.
    private mutating func stopNext() -> [Action] {
        guard let end, !states.contains(where: { $0 == .stopping || $0 == .cancelling }) else { return [] }
        guard let index = states.lastIndex(where: { $0 == .starting || $0 == .running }) else {
            outcome = GroupOutcome(
                end: end, cancelledServices: cancelled, failedServices: failed, forcedBy: forcedBy)
            return [.finish]
        }
        states[index] = .stopping
        return [.requestStop(index), .arm(.stop(index))]
    }

    private mutating func cancel(_ index: Int) -> [Action] {
        states[index] = .cancelling
        cancelled.append(entries[index].name)
        return [.cancel(index), .arm(.cancel(index))]
    }

    private mutating func cancelAll() -> [Action] {
        var actions: [Action] = []
        for index in states.indices.reversed() {
            switch states[index] {
            case .starting, .running, .stopping: actions += cancel(index)
            case .waiting, .cancelling, .ended: break
            }
        }
        return actions
    }
}
