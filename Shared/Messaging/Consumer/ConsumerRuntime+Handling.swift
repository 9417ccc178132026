import EventLoop
import Identifiers
import KafkaClient
import Observability
import PlatformProtocol
import Postgres

extension ConsumerRuntime {
    /// One attempt at one record.
    func attempt(_ work: Work) async -> End {
        do {
            switch read(work.record) {
            case .event(let envelope, let handle):
                if let failure = work.failure {
                    return .settled(try await park(work.record, envelope, failure), of: nil)
                }
                return .settled(try await self.handle(work.record, envelope, handle), of: envelope.timestamp)
            case .ignored: return .settled(.ignored, of: nil)
            case .unreadable(let envelope, let fault):
                let failure = EventFailure(label: fault.label.description, detail: fault.description)
                return .settled(try await bury(work.record, envelope, failure), of: nil)
            }
        } catch  where Inbox.hasForgotten(error) {
            return await buryForgotten(work.record)
        } catch {
            return .threw(error)
        }
    }

    /// What a record turns out to be.
    enum Reading {
        case event(Envelope, @Sendable (Transaction) async throws -> Void)
        /// Of a type that nobody here asked for.
        case ignored
        /// The envelope is there when only the payload cannot be read.
        case unreadable(Envelope?, EventFault)
    }

    func read(_ record: ConsumedRecord) -> Reading {
        let envelope: Envelope
        do throws(EventFault) {
            envelope = try record.envelope()
        } catch {
            return .unreadable(nil, error)
        }
        guard let subscription = consumer.subscriptions[envelope.type] else { return .ignored }
        do throws(EventFault) {
            return .event(envelope, try subscription.prepare(envelope))
        } catch {
            return .unreadable(envelope, error)
        }
    }

    /// Inbox, effect and what is told, in one transaction. An event whose key is parked is put behind instead.
    private func handle(
        _ record: ConsumedRecord, _ envelope: Envelope, _ handle: (Transaction) async throws -> Void
    ) async throws -> ConsumerMetrics.Outcome {
        let organization = envelope.organizationID
        return try await database.transaction(for: .organization(organization), handling) { transaction in
            switch try await inbox.enter(
                envelope.id.uuid, of: organization, record, at: clock.now, in: transaction)
            {
            case nil: return .duplicate
            case .parked:
                try lot.append(record, envelope.id.uuid, of: organization, in: transaction)
                return .parked
            case .done, .dead:
                try await handle(transaction)
                return .done
            }
        }
    }

    /// Puts an event aside that has failed on the spot, and with it what comes after it under its key.
    private func park(
        _ record: ConsumedRecord, _ envelope: Envelope, _ failure: EventFailure
    ) async throws -> ConsumerMetrics.Outcome {
        let (organization, id, now) = (envelope.organizationID, envelope.id.uuid, clock.now)
        let pause = settings.delayedBackoff.pause(after: 1, &random)
        let outcome: ConsumerMetrics.Outcome = try await database.transaction(
            for: .organization(organization), handling
        ) { transaction in
            guard try await inbox.enter(id, .parked, of: organization, record, at: now, in: transaction) else {
                return .duplicate
            }
            try lot.park(
                record, id, of: organization, because: failure, until: now.advanced(by: pause), at: now, in: transaction
            )
            return .parked
        }
        if outcome == .parked { tell("event parked", record, id, failure) }
        return outcome
    }

    /// Sends a record to the dead letters: what is noted of it and the letter in one transaction.
    private func bury(
        _ record: ConsumedRecord, _ envelope: Envelope?, _ failure: EventFailure
    ) async throws -> ConsumerMetrics.Outcome {
        let letter = DeadLetter(record, of: envelope, failure, consumer: consumer.service, at: clock.now)
        let outcome: ConsumerMetrics.Outcome = try await database.transaction(
            for: .organization(letter.organizationID), handling
        ) { transaction in
            guard
                try await inbox.enter(
                    letter.id, .dead, of: letter.organizationID, record, at: letter.time, in: transaction)
            else { return .duplicate }
            try post(letter, record, envelope?.type, failure, in: transaction)
            return .dead
        }
        if outcome == .dead { tell("event dead-lettered", record, letter.id, failure) }
        return outcome
    }

    /// Sends a record to the dead letters whose event is too old for the inbox. The letter itself is what tells it from
    /// one that came before.
    private func buryForgotten(_ record: ConsumedRecord) async -> End {
        // What cannot be read has an id of its own.
        let envelope = try? record.envelope()
        let failure = EventFailure(
            label: "older_than_inbox", detail: "whether it took effect before cannot be told any more")
        let letter = DeadLetter(record, of: envelope, failure, consumer: consumer.service, at: clock.now)
        do {
            let outcome: ConsumerMetrics.Outcome = try await database.transaction(
                for: .organization(letter.organizationID), handling
            ) { transaction in
                guard try await !letters.has(letter, in: transaction) else { return .duplicate }
                try post(letter, record, envelope?.type, failure, in: transaction)
                return .dead
            }
            if outcome == .dead { tell("event dead-lettered", record, letter.id, failure) }
            return .settled(outcome, of: nil)
        } catch {
            return .threw(error)
        }
    }

    /// Puts a letter into the box and on its way.
    func post(
        _ letter: DeadLetter, _ record: ConsumedRecord, _ type: EventType?, _ failure: EventFailure,
        in transaction: Transaction
    ) throws {
        try gate.admit()
        try letters.put(letter, record, of: type, failure, in: transaction)
        transaction.afterCommit { [gate] in gate.appended() }
    }

    /// What each transaction of a handler is bounded by.
    var handling: TransactionOptions { TransactionOptions(deadline: .now + settings.handlerMax) }
}

extension ConsumedRecord {
    /// Reads the record as an event.
    func envelope() throws(EventFault) -> Envelope {
        var headers: [EventHeader] = []
        headers.reserveCapacity(self.headers.count)
        self.headers.visit { name, value in headers.append(EventHeader(name, value.map(Array.init) ?? [])) }
        return try Envelope(
            topic: topic, key: key, value: value, headers: headers,
            brokerTime: timestampMilliseconds.flatMap(Timestamp.init(brokerMilliseconds:)))
    }
}

extension Timestamp {
    /// A broker's time; nil for one that is out of reach.
    fileprivate init?(brokerMilliseconds milliseconds: Int64) {
        let (microseconds, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000)
        guard !overflow else { return nil }
        self.init(microsecondsSinceEpoch: microseconds)
    }
}
