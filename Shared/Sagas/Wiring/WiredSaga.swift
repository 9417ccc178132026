import JSON
import Postgres

/// A definition with its participants, for an engine that knows neither its steps nor its payload.
public struct WiredSaga: Sendable {
    /// Which definition it is.
    struct Key: Sendable, Hashable {
        let type: String
        let version: Int
    }

    /// A command carried out on the bytes of a payload, which it returns as they are afterwards.
    enum Work: Sendable {
        case local(@Sendable (SagaCommand, [UInt8], Transaction) async throws -> [UInt8])
        case call(@Sendable (SagaCommand, [UInt8]) async throws -> [UInt8])
    }

    let key: Key
    let plan: SagaPlan
    let work: @Sendable (_ step: String, SagaDirection) -> Work?

    /// Wires a definition.
    ///
    /// - Parameters:
    ///   - definition: which one.
    ///   - participants: what happens at its steps.
    ///   - policy: how patient it is here, if not as the definition says.
    public init<Definition: SagaDefinition>(
        _ definition: Definition.Type, _ participants: SagaParticipants<Definition>, policy: SagaPolicy? = nil
    ) {
        precondition(
            (1...SagaLimits.nameBytesMax).contains(Definition.type.utf8.count), "a type of saga has a short name")
        precondition((1...Int(Int16.max)).contains(Definition.version), "versions are counted from 1")
        key = Key(type: Definition.type, version: Definition.version)
        let usual = Definition.plan
        plan = SagaPlan(usual.steps, pivot: usual.pivot, policy: policy ?? usual.policy)
        work = { step, direction in
            switch direction {
            case .forward: participants.forward[step].map(Self.erased)
            case .backward: participants.backward[step].map(Self.erased)
            }
        }
    }

    private static func erased<Definition: SagaDefinition>(_ work: SagaParticipants<Definition>.Forward) -> Work {
        switch work {
        case .local(let run):
            .local { command, bytes, transaction in
                var payload = try read(bytes, as: Definition.Payload.self)
                try await run(&payload, command, transaction)
                return try written(payload)
            }
        case .call(let run):
            .call { command, bytes in
                var payload = try read(bytes, as: Definition.Payload.self)
                try await run(&payload, command)
                return try written(payload)
            }
        }
    }

    private static func erased<Definition: SagaDefinition>(_ work: SagaParticipants<Definition>.Backward) -> Work {
        switch work {
        case .local(let run):
            .local { command, bytes, transaction in
                try await run(try read(bytes, as: Definition.Payload.self), command, transaction)
                return bytes
            }
        case .call(let run):
            .call { command, bytes in
                try await run(try read(bytes, as: Definition.Payload.self), command)
                return bytes
            }
        }
    }

    private static func read<Payload: JSONCodable>(_ bytes: [UInt8], as type: Payload.Type) throws(SagaError) -> Payload
    {
        do throws(JSONFaults) {
            return try Payload(json: bytes)
        } catch {
            throw .unreadablePayload
        }
    }

    /// The bytes of a payload, if there is room for them.
    static func written(_ payload: some JSONCodable) throws(SagaError) -> [UInt8] {
        let bytes = payload.jsonBytes()
        guard bytes.count <= SagaLimits.payloadBytesMax else { throw .payloadTooLarge(bytes.count) }
        return bytes
    }
}
