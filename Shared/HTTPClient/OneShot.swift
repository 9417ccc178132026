import EventLoop

/// A value that one task waits for and the loop delivers once. The first of several deliveries (a result, a timeout, a
/// cancellation) counts.
// Safety: created, resolved and awaited on the loop's thread only; a cancellation handler goes there first.
final class OneShot<Value: Sendable>: @unchecked Sendable {
    private var value: Value?
    private var continuation: UnsafeContinuation<Value, Never>?

    /// Returns whether this delivery is the one that counts.
    @discardableResult
    func resolve(_ value: Value) -> Bool {
        guard self.value == nil else { return false }
        self.value = value
        continuation?.resume(returning: value)
        continuation = nil
        return true
    }

    /// Waits for the value. When the task is cancelled, `onCancel` runs on the loop and has to resolve.
    func wait(on loop: Loop, onCancel: @escaping @Sendable () -> Void) async -> Value {
        await withTaskCancellationHandler {
            if let value { return value }
            return await withUnsafeContinuation { continuation in
                if let value {
                    continuation.resume(returning: value)
                } else {
                    self.continuation = continuation
                }
            }
        } onCancel: {
            loop.execute(onCancel)
        }
    }
}
