import EventLoop
import Identifiers
import JSON
import Messaging
import Migrations
import Postgres
import ServiceRuntime

extension LettersCommand {
    func run(
        on loop: Loop, _ environment: OperatorEnvironment, say: @escaping @Sendable (String) -> Void
    ) async throws -> CommandStatus {
        switch action {
        case .list(let limit): return try await list(limit, on: loop, environment, say)
        case .show(let id): return try await show(id, on: loop, environment, say)
        case .decide(let decision, let ids, let by, let because):
            var (done, failed) = (0, 0)
            for service in access.meant {
                try await access.withDatabase(of: service, on: loop, environment) { database in
                    let desk = DeadLetterDesk(database, clock: SystemWallClock())
                    for letter in try await chosen(ids, at: desk) {
                        do {
                            try await decide(decision, letter, by: by, because: because, at: desk)
                            done += 1
                            say("\(service.rawValue) \(letter.eventID) \(decision.rawValue): done")
                        } catch let refusal as DeadLetterDesk.Refusal {
                            failed += 1
                            say("\(service.rawValue) \(letter.eventID) \(decision.rawValue): \(refusal.text)")
                        }
                    }
                }
            }
            say("\(done) done, \(failed) refused")
            // An id that names nothing was not decided about.
            return failed == 0 && done >= ids.count ? .done : .failed
        }
    }

    private func list(
        _ limit: Int, on loop: Loop, _ environment: OperatorEnvironment, _ say: (String) -> Void
    ) async throws -> CommandStatus {
        var report = Report(
            "service", "id", "type", "topic", "key", "died", "attempts", "state", "sentBack", "reason", "detail")
        var isAnyOpen = false
        for service in access.meant {
            let letters = try await access.withDatabase(of: service, on: loop, environment) { database in
                try await DeadLetterDesk(database, clock: SystemWallClock()).list(
                    choice.filter(state: choice.state), atMost: limit, by: .now + ServiceAccess.answerMax)
            }
            isAnyOpen = isAnyOpen || letters.contains { $0.state == .open }
            for letter in letters {
                report.add(
                    .text(service.rawValue), .text(letter.eventID.description), .text(letter.eventType),
                    .text(letter.topic), .text(letter.key), .text(letter.diedAt.description),
                    .number(letter.attempts), .text(letter.state.rawValue), .number(letter.timesSentBack),
                    .text(letter.reason), .text(letter.detail))
            }
        }
        say(report.text(asJSON: asJSON, ifEmpty: "no dead letters"))
        return isAnyOpen ? .pending : .done
    }

    private func show(
        _ id: UUID128, on loop: Loop, _ environment: OperatorEnvironment, _ say: (String) -> Void
    ) async throws -> CommandStatus {
        try await access.withDatabase(of: access.services[0], on: loop, environment) { database in
            let desk = DeadLetterDesk(database, clock: SystemWallClock())
            let letters = try await desk.list(choice.filter(id, state: nil), by: .now + ServiceAccess.answerMax)
            guard !letters.isEmpty else {
                say("no letter \(id)")
                return .failed
            }
            for letter in letters {
                guard let found = try await desk.show(id, of: letter.consumer, by: .now + ServiceAccess.answerMax)
                else { continue }
                let page = LetterPage(letter: found.letter, record: found.record)
                say(asJSON ? page.json : page.text)
            }
            return .done
        }
    }

    private func chosen(_ ids: [UUID128], at desk: DeadLetterDesk) async throws -> [FiledLetter] {
        guard ids.isEmpty else {
            var letters: [FiledLetter] = []
            for id in ids {
                letters += try await desk.list(choice.filter(id, state: nil), by: .now + ServiceAccess.answerMax)
            }
            return letters
        }
        var letters: [FiledLetter] = []
        let page = MessagingLimits.deadLetterPage.upperBound
        while true {
            let next = try await desk.list(
                choice.filter(state: .open), atMost: page, after: letters.last, by: .now + ServiceAccess.answerMax)
            letters += next
            // The oldest is tried first: what follows it may rest on it.
            guard next.count == page else { return letters.reversed() }
        }
    }

    private func decide(
        _ decision: Decision, _ letter: FiledLetter, by: String, because: String, at desk: DeadLetterDesk
    ) async throws {
        let deadline = MonotonicTime.now + ServiceAccess.answerMax
        switch decision {
        case .sendBack:
            try await desk.sendBack(letter.eventID, of: letter.consumer, by: by, because: because, by: deadline)
        case .discard:
            try await desk.discard(letter.eventID, of: letter.consumer, by: by, because: because, by: deadline)
        }
    }
}

extension DeadLetterDesk.Refusal {
    fileprivate var text: String {
        switch self {
        case .notFound: "there is no such letter"
        case .alreadyDecided(let state): "it is \(state.rawValue) already"
        case .alreadyHandled: "the event took effect meanwhile, from another copy"
        }
    }
}
