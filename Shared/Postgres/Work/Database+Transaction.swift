import EventLoop

extension Database {
    /// Runs `body` in a transaction and commits it. An error that `body` throws rolls it back and is thrown as it is.
    ///
    /// The connection is taken with the first statement that is waited for, with which BEGIN travels, and is given back
    /// when COMMIT has been sent. A body that only enqueues statements becomes a batch and needs neither.
    ///
    /// Do no other work inside than with the transaction: a call elsewhere would hold its locks for as long as it
    /// takes, and another unit of this database could wait for the very connection that waits for it.
    public func transaction<Value>(
        for scope: Scope, _ options: TransactionOptions = TransactionOptions(),
        _ body: (Transaction) async throws -> Value
    ) async throws -> Value {
        loop.checkIsolated()
        let end = options.deadline ?? usualDeadline
        var attempt = 1
        while true {
            do {
                return try await runOnce(Transaction(of: self, for: scope, options, until: end), body)
            } catch let error as PostgresError where error.isRetriable && options.isRepeatable {
                try await pauseBeforeRetry(after: error, &attempt, until: end)
            }
        }
    }

    private func runOnce<Value>(
        _ transaction: Transaction, _ body: (Transaction) async throws -> Value
    ) async throws -> Value {
        guard !isClosing else { throw PostgresError.closed }
        shared.value.transactions += 1
        openTransactions += 1
        defer {
            openTransactions -= 1
            if !drainWaiters.isEmpty { checkDrained() }
        }
        let value: Value
        do {
            value = try await body(transaction)
        } catch {
            await transaction.rollBack()
            throw error
        }
        do throws(PostgresError) {
            try await transaction.commit()
        } catch {
            if case .outcomeUnknown = error { for action in transaction.afterCommitActions { action() } }
            throw error
        }
        for action in transaction.afterCommitActions { action() }
        return value
    }
}
