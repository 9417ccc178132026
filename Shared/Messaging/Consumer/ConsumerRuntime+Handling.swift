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
            if let reason = work.reason { return .settled(try await bury(work.record, work.event, reason), of: nil) }
            switch read(work.record) {
            case .event(let envelope, let handle):
                return .settled(try await self.handle(work.record, envelope, handle), of: envelope.timestamp)
            case .ignored: return .settled(.ignored, of: nil)
            case .unreadable(let envelope, let fault):
                let reason = DeadLetter.Reason(label: fault.label.description, detail: fault.description)
                return .settled(try await bury(work.record, envelope, reason), of: nil)
            }
        } catch {
            return .threw(error)
        }
    }

    /// What a record turns out to be.
    private enum Reading {
        case event(Envelope, @Sendable (Transaction) async throws -> Void)
        /// Of a type that nobody here asked for.
        case ignored
        /// The envelope is there when only the payload cannot be read.
        case unreadable(Envelope?, EventFault)
    }

    private func read(_ record: ConsumedRecord) -> Reading {
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

    /// Inbox, effect and what is told, in one transaction.
    private func handle(
        _ record: ConsumedRecord, _ envelope: Envelope, _ handle: (Transaction) async throws -> Void
    ) async throws -> ConsumerMetrics.Outcome {
        let options = TransactionOptions(deadline: .now + settings.handlerMax)
        return try await database.transaction(for: .organization(envelope.organizationID), options) { transaction in
            guard
                try await inbox.enter(
                    envelope.id.uuid, .done, of: envelope.organizationID, record, at: clock.now, in: transaction)
            else { return .duplicate }
            try await handle(transaction)
            return .done
        }
    }

    /// Sends a record to the dead letters: what is noted of it and the letter in one transaction.
    private func bury(
        _ record: ConsumedRecord, _ envelope: Envelope?, _ reason: DeadLetter.Reason
    ) async throws -> ConsumerMetrics.Outcome {
        try gate.admit()
        let letter = DeadLetter(record, of: envelope, reason, consumer: consumer.service, at: clock.now)
        let options = TransactionOptions(deadline: .now + settings.handlerMax)
        let outcome: ConsumerMetrics.Outcome = try await database.transaction(
            for: .organization(letter.organizationID), options
        ) { transaction in
            guard
                try await inbox.enter(
                    letter.id, .dead, of: letter.organizationID, record, at: letter.time, in: transaction)
            else { return .duplicate }
            try transaction.enqueue(OutboxStatements.insert(letter))
            transaction.afterCommit { [gate] in gate.appended() }
            return .dead
        }
        guard outcome == .dead else { return outcome }
        logger.error("event dead-lettered") { line in
            line.add(.consumer, consumer.name)
            line.add(.topic, record.topic)
            line.add(.partition, record.partition)
            line.add(.offset, record.offset)
            line.add(.eventID, letter.id)
            line.add(.reason, reason.label)
            line.add(.attempt, reason.attempts)
        }
        return outcome
    }
}

extension Work {
    /// The event, of a record that was read before.
    fileprivate var event: Envelope? {
        // It was read once, so it can be read again; what could not be is a letter without an envelope.
        try? record.envelope()
    }
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
