import EventLoop
import Identifiers
import JSON
import Postgres
import ServiceRuntime
import Synchronization
import TestKit
import Testing

@testable import Sagas

/// The participant's memory: what comes, what is known of it, what happens.
@Suite("A participant's memory of commands") struct ParticipantTests {
    private static func command(
        _ step: String = "reserve", _ direction: SagaDirection = .forward, saga: UUID128 = sagaID,
        of organization: OrganizationID = SagaSite.organization
    ) -> SagaCommand {
        SagaCommand(
            sagaID: saga, organizationID: organization, step: step, direction: direction, correlationID: sagaID)
    }

    /// A participant that counts its effects in the ledger and replies with a number of its own each time.
    private struct Counting: Sendable {
        let site: SagaSite
        let replies = Recorded()

        final class Recorded: Sendable {
            private let count = Mutex(0)
            func next() -> Int {
                count.withLock { count in
                    count += 1
                    return count
                }
            }
        }

        func perform(_ command: SagaCommand, failing: Bool = false) async throws -> Int {
            try await site.app.transaction(for: .organization(command.organizationID)) { transaction in
                try await SagaParticipant(clock: site.clock).perform(command, in: transaction) { transaction in
                    try await transaction.execute(
                        "INSERT INTO ledger (saga_id, step, delta) VALUES (\(command.sagaID), \(command.step), 1)")
                    if failing { throw Broken() }
                    return Number(value: replies.next())
                }.value
            }
        }

        func undo(_ command: SagaCommand) async throws -> (SagaParticipant.Undoing, undone: Int?) {
            let given = Mutex<Int?>(nil)
            let undoing = try await site.app.transaction(for: .organization(command.organizationID)) { transaction in
                try await SagaParticipant(clock: site.clock).undo(command, in: transaction) {
                    (reply: Number, transaction) in
                    given.withLock { $0 = reply.value }
                    try await transaction.execute(
                        "INSERT INTO ledger (saga_id, step, delta) VALUES (\(command.sagaID), \(command.step), -1)")
                }
            }
            return (undoing, given.withLock { $0 })
        }
    }

    struct Number: JSONCodable {
        let value: Int
        static let json = JSONType.record(Self.init, Field("value", \.value, .integer(0...1_000_000)))
    }

    @Test("a repeated command has no second effect and gets the reply of the first")
    func repetition() async throws {
        try await withSagas { site async throws in
            let participant = Counting(site: site)
            #expect(try await participant.perform(Self.command()) == 1)
            #expect(try await participant.perform(Self.command()) == 1)
            #expect(try await site.ledger(of: sagaID)["reserve"] == LedgerLine(net: 1, times: 1))
            #expect(try await participant.perform(Self.command("other")) == 2)
        }
    }

    @Test("an undoing is given the stored reply, happens once, and leaves its command refused")
    func undoing() async throws {
        try await withSagas { site async throws in
            let participant = Counting(site: site)
            #expect(try await participant.perform(Self.command()) == 1)
            let first = try await participant.undo(Self.command("reserve", .backward))
            #expect(first.0 == .undone && first.undone == 1)
            let second = try await participant.undo(Self.command("reserve", .backward))
            #expect(second.0 == .already && second.undone == nil)
            await #expect(throws: SagaRefusal.calledOff) { try await participant.perform(Self.command()) }
            #expect(try await site.ledger(of: sagaID)["reserve"] == LedgerLine(net: 0, times: 1))
        }
    }

    @Test("an undoing that comes before its command does nothing and leaves a fence")
    func fence() async throws {
        try await withSagas { site async throws in
            let participant = Counting(site: site)
            #expect(try await participant.undo(Self.command("reserve", .backward)).0 == .neverDone)
            #expect(try await participant.undo(Self.command("reserve", .backward)).0 == .already)
            await #expect(throws: SagaRefusal.calledOff) { try await participant.perform(Self.command()) }
            #expect(try await site.ledger(of: sagaID).isEmpty)
            // Another step of the same saga, and the same step of another saga, are not meant.
            #expect(try await participant.perform(Self.command("other")) == 1)
            #expect(try await participant.perform(Self.command(saga: UUID128(high: 9, low: 9))) == 2)
        }
    }

    @Test("an effect that fails leaves no memory, so that a repetition tries again")
    func failingEffect() async throws {
        try await withSagas { site async throws in
            let participant = Counting(site: site)
            await #expect(throws: Broken.self) { try await participant.perform(Self.command(), failing: true) }
            #expect(try await site.ledger(of: sagaID).isEmpty)
            #expect(try await participant.perform(Self.command()) == 1)
        }
    }

    @Test("commands and undoings that come at once wait for each other: never a second effect, never one left over")
    func atOnce() async throws {
        try await withSagas { site async throws in
            let participant = Counting(site: site)
            for number in 0..<25 {
                let saga = UUID128(high: 7, low: UInt64(number))
                await withTaskGroup(of: Void.self) { group in
                    for racer in 0..<4 {
                        group.addTask(executorPreference: site.loop) {
                            do {
                                if racer == 3 {
                                    _ = try await participant.undo(Self.command("reserve", .backward, saga: saga))
                                } else {
                                    _ = try await participant.perform(Self.command(saga: saga))
                                }
                            } catch let refusal as SagaRefusal where refusal == .calledOff {
                                // The undoing was first.
                            } catch {
                                Issue.record("\(error)")
                            }
                        }
                    }
                }
                let line = try await site.ledger(of: saga)["reserve"] ?? LedgerLine()
                #expect(line.net == 0 && line.times <= 1, "\(line)")
            }
        }
    }

    @Test("another organisation's command with the same id is refused, not answered")
    func foreign() async throws {
        try await withSagas { site async throws in
            let participant = Counting(site: site)
            let other = OrganizationID(UUID128(high: 3, low: 3))
            #expect(try await participant.perform(Self.command()) == 1)
            await #expect(throws: SagaError.foreignCommand) { try await participant.perform(Self.command(of: other)) }
            await #expect(throws: SagaError.foreignCommand) {
                try await participant.undo(Self.command("reserve", .backward, of: other))
            }
            #expect(try await site.ledger(of: sagaID)["reserve"] == LedgerLine(net: 1, times: 1))
        }
    }
}
