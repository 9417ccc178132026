public import HTTPServer
import HTTPWire
public import Identifiers
public import JSON
public import Postgres

extension AuthenticatedRequest {
    /// Changes something: runs `work` in one transaction of the caller's organisation and answers with what it returns.
    ///
    /// With an idempotency key the answer is kept in that transaction; who repeats the request gets it again, and `work`
    /// is not run. An answer is kept for what succeeded: who was refused may mend the cause and ask again with the same
    /// key, but only with the same body. `work` may be run a second time after a deadlock, so what it does it does
    /// through the transaction.
    ///
    /// - Parameters:
    ///   - body: what was asked, decoded: its canonical form tells repetitions from mistakes.
    ///   - caller: who asks.
    ///   - operation: what it is, as the permission table names it.
    ///   - keyInBody: the key, where an API has it in its body.
    ///   - database: where.
    ///   - now: the time, for how long the answer is kept.
    ///   - work: the change.
    /// - Returns: the answer, or the first one to the same request.
    /// - Throws: `Problem` for a key that cannot be one or belongs to another request, and whatever `work` throws.
    public func perform<Body: JSONCodable>(
        _ body: Body?, as caller: Caller, _ operation: String, keyInBody: String? = nil, in database: Database,
        at now: Timestamp, _ work: (Transaction) async throws -> Answer
    ) async throws -> Response {
        let repeatable = TransactionOptions(isRepeatable: true)
        guard let key = try IdempotencyKey(of: self, orBody: keyInBody) else {
            let answer = try await database.transaction(for: caller.scope, repeatable, work)
            return try answer.response()
        }
        let store = IdempotencyStore(
            organization: caller.organizationID, operation: operation, key: key.text,
            digest: RequestDigest(of: self, canonicalBody: body?.jsonBytes() ?? []))
        let (answer, isReplay) = try await database.transaction(for: caller.scope, repeatable) { transaction in
            if let kept = try await store.begin(in: transaction) { return (kept, true) }
            let answer = try await work(transaction)
            try store.keep(answer, at: now, in: transaction)
            return (answer, false)
        }
        var response = try answer.response()
        if isReplay { response.fields.append(.idempotentReplayed, literal: "true") }
        return response
    }
}

extension AuthenticatedRequest {
    /// The body, or `usual` where the request has none: for actions that can be asked for without a word.
    public func decode<Body: JSONCodable>(_ type: Body.Type = Body.self, or usual: Body) async throws -> Body {
        exchange.hasBody ? try await decode(type) : usual
    }
}
