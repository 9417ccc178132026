import EventLoop
import Identifiers
import KafkaClient
import Observability
import PlatformProtocol
import Postgres

/// Trying again what is parked. Any process of the consumer may do it, whoever has the partition: what is told by a line
/// in the database needs no place in a topic. A key is claimed for as long as one attempt may take, and one event after
/// the other of its line is handled until the line is empty or its head fails.
extension ConsumerRuntime {
    /// Looks for keys that are due and tries them, until it is cancelled.
    func tryParked() async {
        var areMoreDue = false
        while !Task.isCancelled {
            // Cancelled when the consumer ends: then the loop does too.
            if !areMoreDue { try? await loop.sleep(for: settings.parkedInterval) }
            let due = await claimDue()
            areMoreDue = due.count == MessagingLimits.parkedAtOnce
            await withDiscardingTaskGroup { group in
                for key in due { group.addTask(executorPreference: loop) { [self] in await tryLine(of: key) } }
            }
        }
    }

    private func claimDue() async -> [ParkedKey] {
        let now = clock.now
        do {
            return try await lot.claimDue(
                atMost: MessagingLimits.parkedAtOnce, at: now, until: claim(from: now), system,
                by: .now + MessagingLimits.parkedLookMax)
        } catch {
            if !Task.isCancelled {
                logger.error("parked keys not looked through", error) { $0.add(.consumer, consumer.name) }
            }
            return []
        }
    }

    private func claim(from now: Timestamp) -> Timestamp {
        now.advanced(by: settings.handlerMax + MessagingLimits.parkedClaimSlack)
    }

    private func tryLine(of key: ParkedKey) async {
        while !Task.isCancelled, await tryHead(of: key) {}
    }

    /// One attempt at the first event of a line; false when that must wait, or when nothing waits any more.
    private func tryHead(of key: ParkedKey) async -> Bool {
        let begun = MonotonicTime.now
        var head: ParkedEvent?
        do {
            head = try await self.head(of: key)
            guard let head else { return false }
            let (outcome, time) = try await withDeadline(begun + settings.handlerMax, on: loop) { [self] in
                try await handle(head, of: key)
            }
            count(outcome, head.record, of: time, begun: begun)
            return true
        } catch {
            // However the attempt ended, its time was over.
            await conclude(error, isOverdue: .now - begun >= settings.handlerMax, head, of: key)
            return false
        }
    }

    /// The first event of the line, or nil: then the key is free.
    private func head(of key: ParkedKey) async throws -> ParkedEvent? {
        try await database.transaction(for: .organization(key.organizationID), handling) { transaction in
            if let head = try await lot.head(of: key, in: transaction) { return head }
            try lot.freeIfEmpty(key, in: transaction)
            return nil
        }
    }

    /// Effect, what is told, the inbox and the line, in one transaction.
    private func handle(
        _ event: ParkedEvent, of key: ParkedKey
    ) async throws -> (ConsumerMetrics.Outcome, of: Timestamp?) {
        switch read(event.record) {
        case .ignored:
            // Its type was asked for when it was parked, and is not any more.
            return (try await settle(event, of: key) { _ in .ignored }, nil)
        case .unreadable(let envelope, let fault):
            let failure = EventFailure(
                label: fault.label.description, detail: fault.description, attempts: event.attempts,
                firstFailure: event.firstFailure)
            return (try await bury(event, envelope, failure, of: key), nil)
        case .event(let envelope, _) where envelope.organizationID != key.organizationID:
            let failure = EventFailure(
                label: "wrong_organization", detail: "parked under another organisation than it names",
                attempts: event.attempts, firstFailure: event.firstFailure)
            return (try await bury(event, envelope, failure, of: key), nil)
        case .event(let envelope, let handle):
            let outcome = try await settle(event, of: key) { [self] transaction in
                // What could not be read when it was put aside was known by another name.
                if envelope.id.uuid != event.id,
                    try await !inbox.enter(
                        envelope.id.uuid, .done, of: key.organizationID, event.record, at: clock.now, in: transaction)
                {
                    return .duplicate
                }
                try await handle(transaction)
                return .done
            }
            return (outcome, envelope.timestamp)
        }
    }

    /// Takes an event out of its line together with what is done about it. Somebody else who has it in hand is waited
    /// for; when they are through with it, it is a duplicate.
    private func settle(
        _ event: ParkedEvent, of key: ParkedKey, as inboxOutcome: Inbox.Outcome = .done,
        _ effect: (Transaction) async throws -> ConsumerMetrics.Outcome
    ) async throws -> ConsumerMetrics.Outcome {
        try await database.transaction(for: .organization(key.organizationID), handling) { transaction in
            guard try await lot.remove(event, of: key, in: transaction) else { return .duplicate }
            let outcome = try await effect(transaction)
            let now = clock.now
            try inbox.note(inboxOutcome, of: event.id, at: now, in: transaction)
            try lot.postpone(key, until: claim(from: now), in: transaction)
            try lot.freeIfEmpty(key, in: transaction)
            return outcome
        }
    }

    private func bury(
        _ event: ParkedEvent, _ envelope: Envelope?, _ failure: EventFailure, of key: ParkedKey
    ) async throws -> ConsumerMetrics.Outcome {
        let letter = DeadLetter(
            event.record, id: event.id, of: key.organizationID, failure, consumer: consumer.service, at: clock.now)
        let outcome = try await settle(event, of: key, as: .dead) { [self] transaction in
            try post(letter, event.record, envelope?.type, failure, in: transaction)
            return .dead
        }
        if outcome == .dead { tell("event dead-lettered", event.record, event.id, failure) }
        return outcome
    }

    // MARK: Failing

    /// What comes after an attempt that failed. A key that nothing can be noted of is due again when its claim is over.
    private func conclude(_ error: any Error, isOverdue: Bool, _ head: ParkedEvent?, of key: ParkedKey) async {
        var databaseAnswers = true
        if Verdict.needsAnswer(error, isOverdue: isOverdue) { databaseAnswers = await self.databaseAnswers() }
        let verdict = Verdict(
            error, isOverdue: isOverdue, isCancelled: Task.isCancelled, databaseAnswers: databaseAnswers)
        guard let head else { return logger.error("parked key not tried", error) { $0.add(.consumer, consumer.name) } }
        note(verdict, head.record, attempt: head.attempts + 1)
        do {
            switch verdict {
            case .cancelled: break
            case .stalled:
                let pause = settings.stallBackoff.pause(after: .max, &random)
                try await database.transaction(for: .organization(key.organizationID), handling) { transaction in
                    try lot.postpone(key, until: clock.now.advanced(by: pause), in: transaction)
                }
            case .failed(let label, let detail):
                let failure = EventFailure(
                    label: label, detail: detail, attempts: head.attempts + 1,
                    firstFailure: head.firstFailure ?? clock.now)
                try await conclude(failure, head, of: key)
            }
        } catch {
            logger.error("parked event not noted", error) { $0.add(.consumer, consumer.name) }
        }
    }

    private func conclude(_ failure: EventFailure, _ head: ParkedEvent, of key: ParkedKey) async throws {
        let delayed = failure.attempts - settings.attemptsInPlace
        guard delayed < settings.attemptsDelayed else {
            // It was read a moment ago; what cannot be read now is a letter without an envelope.
            let outcome = try await bury(head, try? head.record.envelope(), failure, of: key)
            metrics.events.with(consumer.name, head.record.topic, outcome.rawValue).add()
            // The next in the line need not wait for what its predecessor is to blame for.
            return try await postpone(key, until: clock.now)
        }
        let next = clock.now.advanced(by: settings.delayedBackoff.pause(after: delayed + 1, &random))
        try await database.transaction(for: .organization(key.organizationID), handling) { transaction in
            try lot.note(failure, of: head, of: key, in: transaction)
            try lot.postpone(key, until: next, in: transaction)
        }
    }

    private func postpone(_ key: ParkedKey, until next: Timestamp) async throws {
        try await database.transaction(for: .organization(key.organizationID), handling) { transaction in
            try lot.postpone(key, until: next, in: transaction)
        }
    }

    // MARK: Figures

    /// Counts what is put aside every now and then, until it is cancelled.
    func measurePutAside() async {
        while !Task.isCancelled {
            // Cancelled when the consumer ends: then the loop does too.
            try? await loop.sleep(for: settings.putAsideInterval)
            do {
                try await countPutAside()
            } catch {
                if !Task.isCancelled {
                    logger.error("what is put aside was not counted", error) { $0.add(.consumer, consumer.name) }
                }
            }
        }
    }

    private func countPutAside() async throws {
        let row = try await system.one(
            """
            SELECT (SELECT count(*) FROM parked_keys WHERE consumer = \(consumer.name)),
                (SELECT count(*) FROM parked_events WHERE consumer = \(consumer.name)),
                (SELECT min(parked_at) FROM parked_keys WHERE consumer = \(consumer.name)),
                (SELECT count(*) FROM dead_letters WHERE consumer = \(consumer.name) AND state = 'open')
            """, for: .system, by: .now + MessagingLimits.parkedLookMax)
        let (keys, events, since, letters) = try row.decode(Int64.self, Int64.self, Timestamp?.self, Int64.self)
        metrics.parkedKeys.with(consumer.name).set(keys)
        metrics.parkedEvents.with(consumer.name).set(events)
        metrics.oldestParked.with(consumer.name).set(since.map { $0.duration(to: clock.now).components.seconds } ?? 0)
        metrics.deadLetters.with(consumer.name).set(letters)
    }
}
